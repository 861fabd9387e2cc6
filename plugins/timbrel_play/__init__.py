"""Make sound with a trained model."""
