"""Where a sound is from hop to hop, and the filters of both ears for there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel import offers
from timbrel_space.dsp_head import ears
from timbrel_space.dsp_near import MEASURED, air, level, nearness
from timbrel_space.dsp_phase import minimum

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADROOM = 10 ** (-6 / 20)  # by which the nearer ear hears a sound at its side louder


class Way:
    """The places of one or two sources along the hops of a take.

    ``values`` are those of Binaural's controls, and may move. Two sources lie ``spread`` apart,
    the first to the left of the place.
    """

    def __init__(self, values: Mapping[str, float], sources: int, rate: int, hop: int) -> None:
        self._values, self._rate, self._hop = values, rate, hop
        self._sides = np.array([-0.5, 0.5]) if sources == 2 else np.zeros(1)
        self._ears = ears(rate, 2 * hop)
        self._near = nearness(rate, 2 * hop)
        self._count = 0
        self._turned = 0.0
        self._air: tuple[float, np.ndarray] | None = None
        self.longest = self._ears.longest * rate

    def ahead(self, hops: int) -> tuple[np.ndarray, np.ndarray, bool]:
        """Filters (hops + 1, sources, 2, bins) and delays (hops + 1, sources, 2) in samples.

        For the edges of the next hops, the last of which is the first of those after them; and
        whether they are all the same.
        """
        spots = [self._step() for _ in range(hops)]
        kept = (self._count, self._turned)
        spots.append(self._step())
        self._count, self._turned = kept
        if all(spot == spots[0] for spot in spots):
            filters, late = self._heard(spots[:1])
            return filters, np.repeat(late, hops + 1, axis=0), True
        return (*self._heard(spots), False)

    def _step(self) -> tuple[float, float, float, float]:
        spot = offers.moment(self._values, self._count * self._hop / self._rate)
        azimuth = spot["azimuth"] + 360 * self._turned
        self._count += 1
        self._turned = (self._turned + spot["orbit"] * self._hop / self._rate) % 1.0
        return azimuth, spot["elevation"], spot["distance"], spot["spread"]

    def _heard(self, spots: list[tuple[float, ...]]) -> tuple[np.ndarray, np.ndarray]:
        azimuth, elevation, distance, spread = np.array(spots).T[..., np.newaxis]
        azimuth = (azimuth + spread * self._sides).ravel()
        shape = (len(spots), len(self._sides))
        elevation, distance = (
            np.broadcast_to(each, shape).ravel() for each in (elevation, distance)
        )
        filters, late = self._ears.hear(azimuth, elevation)
        if distance.min() < MEASURED:
            lateral = np.sin(np.radians(azimuth)) * np.cos(np.radians(elevation))
            filters *= self._near.hear(distance, np.stack([-lateral, lateral], axis=1))
        far = np.stack([self._through(one) for one in distance])
        gain = (HEADROOM * level(distance)).astype(np.float32)[:, np.newaxis, np.newaxis]
        filters *= far[:, np.newaxis] * gain
        return filters.reshape(*shape, 2, -1), late.reshape(*shape, 2) * self._rate

    def _through(self, distance: float) -> np.ndarray:
        """The air's filter (bins,) of minimum phase; kept while the distance stays."""
        if self._air is None or self._air[0] != distance:
            hertz = np.fft.rfftfreq(2 * self._hop, 1 / self._rate)
            self._air = distance, minimum(air(distance, hertz)).astype(np.complex64)
        return self._air[1]
