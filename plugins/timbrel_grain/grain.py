"""The grain family: a small network that steers grains of the artist's own recordings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import Control, offers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from timbrel import Device


class Grain(offers.Family):
    name = "grain"
    says = "Your recordings' own grains, steered by a small network: minutes on any computer"
    needs = ("numpy", "scipy", "torch", "soundfile", "safetensors", "threadpoolctl")
    controls = (
        Control("latent", 8, 128, 64, "", "Numbers that the network has for each 43 ms"),
        Control("kl_weight", 0, 1, 0.004, "", "How smooth the space between sounds is made"),
        Control("free_bits", 0, 32, 1, "nat", "What each latent frame may tell at no price"),
        Control("swap_weight", 0, 1, 0.05, "", "How firmly the knobs are bound to the sound"),
        Control("augmented", 0, 1, 0.35, "", "Share of what it hears that is changed a little"),
        Control("pitch", 0, 12, 1.5, "semitones", "Changed in pitch by up to so much"),
        Control("stretch", 0, 1, 0.2, "octaves", "Changed in speed by up to so much"),
        Control("loudness", 0, 24, 6, "dB", "Changed in loudness by up to so much"),
        Control("noise", 0, 6, 0.5, "dB", "Roughened by up to so much"),
        Control("megabytes", 4, 512, 32, "MB", "Size of the model file at most"),
        Control("held_out", 0, 1, 1, "", "Whether one recording in eight only tests the others"),
    )

    def start(
        self,
        corpus: offers.Corpus,
        values: Mapping[str, float],
        device: Device,
        seed: int,
        cache: Path,
        base: Path | None = None,
    ) -> offers.Network:
        from timbrel_grain import dsp_analysis, dsp_former
        from timbrel_grain.net_training import GrainNetwork

        known = dsp_former.read(base, {c.digest for c in corpus.clips}) if base else None
        clips = [*(known.clips if known else ()), *corpus.clips]
        found = dsp_analysis.checked([dsp_analysis.analysed(c, cache) for c in clips])
        new = [n for n, a in enumerate(found) if not known or a.digest not in known.known]
        held = {new[n] for n in held_out(new, seed)} if values["held_out"] else set()
        held |= {n for n, a in enumerate(found) if known and a.digest in known.held}
        return GrainNetwork(clips, found, sorted(held), values, device, seed, known)

    def load(self, folder: Path) -> offers.Model:
        from timbrel_grain import dsp_files
        from timbrel_grain.dsp_model import GrainModel

        return GrainModel(dsp_files.read(folder))


def held_out(found: list, seed: int) -> list[int]:
    """One recording in eight by a draw from the seed, none of fewer than eight."""
    import numpy as np

    if len(found) < 8:
        return []
    order = np.random.default_rng(seed).permutation(len(found))
    return sorted(int(n) for n in order[: len(found) // 8])
