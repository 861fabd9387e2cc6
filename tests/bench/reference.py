"""The pipeline most small tools use, to measure against: mel-128 VAE, then Griffin-Lim.

Log-mel patches of one second (FFT 2048, hop 512) through a convolutional VAE with one latent of 32
numbers each; back by torchaudio's InverseMelScale and 128 iterations of Griffin-Lim (Griffin and
Lim 1984, fast version of Perraudin et al. 2013). One thread, seeded. It is its own program with
the same commands as the tool it is compared to, so that both are measured alike.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

import soundfile
import torch
from safetensors.torch import load_file, save_file
from tests.bench.distance import BANDS, FFT, HOP, RATE, loaded
from tests.bench.folders import sounds
from torch import nn
from torch.nn import functional
from torchaudio.transforms import GriffinLim, InverseMelScale, MelSpectrogram

FRAMES = 94  # of a patch: one second
LATENT = 32
FLOOR = 1e-7  # of the power under which a band counts as silent
LOUDEST = 14.0  # log of the power of a full-scale sine in a band, and some
BATCH = 16
WIDE = 256


class MelVAE(nn.Module):
    """Patches (B, 128, 94) of normalised log-mel to latents (B, 32) and back."""

    mean: torch.Tensor
    scale: torch.Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(()))
        self.register_buffer("scale", torch.ones(()))
        self.encoder = nn.Sequential(
            *(nn.Conv1d(BANDS, WIDE, 5, 2, 2), nn.GELU(), nn.Conv1d(WIDE, WIDE, 5, 2, 2)),
            *(nn.GELU(), nn.Flatten(), nn.Linear(WIDE * 24, 2 * LATENT)),
        )
        self.decoder = nn.Sequential(
            *(nn.Linear(LATENT, WIDE * 24), nn.GELU(), nn.Unflatten(1, (WIDE, 24))),
            *(nn.ConvTranspose1d(WIDE, WIDE, 4, 2, 1), nn.GELU()),
            nn.ConvTranspose1d(WIDE, BANDS, 4, 2, 2),
        )

    def encode(self, patches: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean and log-variance of the latents, each (B, 32)."""
        mean, spread = self.encoder((patches - self.mean) / self.scale).chunk(2, dim=1)
        return mean, spread

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        """Log-mel patches (B, 128, 94)."""
        return self.decoder(latents) * self.scale + self.mean


def log_mel(sound: torch.Tensor) -> torch.Tensor:
    """Natural log of the power in 128 bands, (128, T), silence at the floor."""
    mel = MelSpectrogram(RATE, FFT, hop_length=HOP, n_mels=BANDS)(sound)
    return mel.clamp_min(FLOOR).log()


def patched(mel: torch.Tensor) -> torch.Tensor:
    """A log-mel (128, T) cut into patches (B, 128, 94), the last filled with silence."""
    missing = -mel.shape[1] % FRAMES
    filled = functional.pad(mel, (0, missing), value=float(torch.tensor(FLOOR).log()))
    return filled.reshape(BANDS, -1, FRAMES).transpose(0, 1)


def sounded(mel: torch.Tensor, seed: int) -> torch.Tensor:
    """Sound (samples,) from a log-mel (128, T)."""
    torch.manual_seed(seed)
    # What it never learnt can come out louder than a float holds.
    power = mel.nan_to_num(LOUDEST).clamp_max(LOUDEST).exp()
    magnitude = InverseMelScale(FFT // 2 + 1, BANDS, RATE)(power)
    return GriffinLim(FFT, n_iter=128, hop_length=HOP)(magnitude)


def train(
    folder: Path, seconds: float, seed: int = 0, most: float = float("inf")
) -> tuple[MelVAE, int]:
    """A network fitted to a folder for so many seconds or steps at most, and its steps."""
    torch.manual_seed(seed)
    mels = [log_mel(torch.from_numpy(loaded(path)).float()) for path in sounds(folder)]
    network = MelVAE()
    corpus = torch.cat(mels, dim=1)
    network.mean, network.scale = corpus.mean(), corpus.std()
    optimiser = torch.optim.Adam(network.parameters(), 1e-3)
    end, steps = time.perf_counter() + seconds, 0
    while time.perf_counter() < end and steps < most:
        loss = elbo(network, batch(mels))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        steps += 1
    return network, steps


def batch(mels: list[torch.Tensor]) -> torch.Tensor:
    """Random patches of random files, (16, 128, 94), half of them where a round trip cuts them."""
    chosen = []
    for index in range(BATCH):
        mel = mels[int(torch.randint(len(mels), ()))]
        shift = int(torch.randint(FRAMES, ())) if index % 2 and mel.shape[1] > FRAMES else 0
        cut = patched(mel[:, shift:])
        chosen.append(cut[int(torch.randint(len(cut), ()))])
    return torch.stack(chosen)


def elbo(network: MelVAE, patches: torch.Tensor) -> torch.Tensor:
    """L1 of the log-mel plus a light Kullback-Leibler term (Kingma and Welling 2014)."""
    mean, spread = network.encode(patches)
    latents = mean + torch.randn_like(mean) * (0.5 * spread).exp()
    error = (network.decode(latents) - patches).abs().mean() / network.scale
    divergence = 0.5 * (mean**2 + spread.exp() - 1 - spread).mean()
    return error + 1e-3 * divergence


@torch.no_grad()
def transform(network: MelVAE, sound: torch.Tensor, seed: int = 0) -> torch.Tensor:
    """The round trip of a sound (samples,), as long as it came."""
    mel = log_mel(sound)
    decoded = network.decode(network.encode(patched(mel))[0])
    whole = decoded.transpose(0, 1).reshape(BANDS, -1)[:, : mel.shape[1]]
    return functional.pad(sounded(whole, seed), (0, HOP))[: len(sound)]


@torch.no_grad()
def generate(network: MelVAE, seconds: float, seed: int = 0) -> torch.Tensor:
    """A free render: a latent drawn from the prior for each second."""
    torch.manual_seed(seed)
    frames = round(seconds * RATE)
    latents = torch.randn(-(-frames // (FRAMES * HOP)), LATENT)
    whole = network.decode(latents).transpose(0, 1).reshape(BANDS, -1)
    return functional.pad(sounded(whole, seed), (0, FRAMES * HOP))[:frames]


def stored(name: str) -> Path:
    """Where a model of that name lies."""
    folder = Path(os.environ["TIMBREL_HOME"]) / "reference"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.safetensors"


def opened(name: str) -> MelVAE:
    network = MelVAE()
    network.load_state_dict(load_file(stored(name)))
    return network.eval()


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["train", "transform", "generate"])
    parser.add_argument("what", nargs="+", help="FOLDER, NAME FILE or NAME")
    parser.add_argument("--name")
    parser.add_argument("--minutes", type=float, default=1.5)
    parser.add_argument("--duration", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def main() -> None:
    wish = asked()
    torch.set_num_threads(1)
    if wish.command == "train":
        network, steps = train(Path(wish.what[0]), 60 * wish.minutes, wish.seed)
        save_file(network.state_dict(), stored(wish.name))
        print(
            json.dumps({"model": wish.name, "steps": steps, "training_seconds": wish.minutes * 60})
        )
        return
    network = opened(wish.what[0])
    if wish.command == "transform":
        source = torch.from_numpy(loaded(Path(wish.what[1]))).float()
        sound = transform(network, source, wish.seed)
    else:
        sound = generate(network, wish.duration, wish.seed)
    soundfile.write(wish.out, sound.numpy(), RATE, "PCM_24")
    print(json.dumps({"path": str(wish.out)}))


if __name__ == "__main__":
    main()
