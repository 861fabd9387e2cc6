"""``python -m tests.bench.live HOME MODEL``: how soon a knob is heard live, and what breaks.

First the engine alone: samples from the move of each knob to the first that sounds otherwise. Then
the page in a Chromium for a minute, a knob moved by the page every half second: interruptions, the
time from the move to the worklet's playing the first changed sample, and the processor's share.
"""

from __future__ import annotations

import os
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from tests.serving import serving

from timbrel import Kernel, hookimpl, start

KNOBS = {
    "warmth": 0.6, "brightness": 0.6, "roughness": 0.6, "space": 0.6, "texture": 0.6,
    "tension": 0.6, "rhythm": 0.6, "variation": 0.9, "density": 0.7, "pulse": 0.7,
}  # fmt: skip
MOMENTS = (2.0, 3.1, 4.3, 5.7, 7.2, 8.8)  # seconds at which a knob is moved
LONG = 12  # seconds
HEARD = 1e-4
LIMITER = 512  # samples from where a knob acts to where that comes out
SECONDS, MOVES = 60, 0.5
PAGE = """async (seconds) => {
  const { sounding } = await import("/page/live/sounding.js");
  const { session } = await import("/page/core/session.js");
  const told = [], moves = [];
  sounding.addEventListener("told", ({ detail: { frame, starved, fill } }) =>
    told.push([performance.now(), frame, starved, fill]));
  for (let at = 0; at < seconds; at += STEP) {
    await new Promise((done) => setTimeout(done, 1000 * STEP));
    moves.push(performance.now());
    session.move({ warmth: moves.length % 2 ? 0.5 : -0.5 });
  }
  await new Promise((done) => setTimeout(done, 1000));
  return { told, moves };
}""".replace("STEP", str(MOVES))


def played(kernel: Kernel, knob: str = "", at: float = 0.0) -> tuple[np.ndarray, int]:
    """Twelve seconds by hand, and the sample at which the knob was moved."""
    blocks, done, when, stream = [], 0, 0, kernel.session.stream(3600, 1)
    while done < LONG * 48000:
        if knob and not when and done >= at * 48000:
            kernel.session.move({knob: KNOBS[knob]})
            when = done
        blocks.append(next(stream).samples)
        done += blocks[-1].shape[1]
    return np.concatenate(blocks, axis=1)[:, : LONG * 48000], when


def engine(kernel: Kernel, model: str) -> None:
    kernel.session.load(model)
    still, _ = played(kernel)
    for knob in (name for name in KNOBS if name in kernel.session.controls):
        found = []
        for at in MOMENTS:
            kernel.session.load(model)
            sound, when = played(kernel, knob, at)
            apart = np.abs(sound - still).max(axis=0)[when:] > HEARD
            found.append(apart.argmax() / 48 if apart.any() else np.inf)
        print(f"{knob:11}", " ".join(f"{late:5.0f}" for late in found), "ms", flush=True)


class Ear:
    """Notes which sample is the next to be rendered whenever a knob moves."""

    def __init__(self, kernel: Kernel) -> None:
        self._live, self.frames = kernel.live, []

    @hookimpl
    def controls_moved(self, origin: str) -> None:
        if origin.startswith("page:"):
            self.frames.append(self._live.done)


def page(kernel: Kernel, seconds: int) -> dict[str, Any]:
    """A minute of the Live room, and what the processor gave to this process."""
    from playwright.sync_api import sync_playwright

    from timbrel_web.server import Web

    web, ear = Web(), Ear(kernel)
    kernel.host.add(ear, "bench-ear")
    with serving(kernel, web), sync_playwright() as play:
        args = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"]
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=args)
        tab = browser.new_page()
        tab.goto(web.url)
        tab.get_by_role("tab", name="Live", exact=True).click()
        tab.evaluate("import('/page/live/sounding.js').then((m) => void (m.sounding.every = 128))")
        tab.click("#live")
        tab.wait_for_function(
            "fetch('/api/live').then((a) => a.json()).then((f) => f.seconds > 3)", timeout=60_000
        )
        before, late, began = time.process_time(), kernel.live.underruns, time.perf_counter()
        found = tab.evaluate(PAGE, seconds)
        share = (time.process_time() - before) / (time.perf_counter() - began)
        browser.close()
    late = kernel.live.underruns - late
    return {**found, "share": share, "underruns": late, "frames": ear.frames}


def report(found: dict[str, Any]) -> None:
    times = np.array([[one[0], one[1]] for one in found["told"]])
    delays = []
    for moved, frame in zip(found["moves"], found["frames"], strict=False):
        after = times[(times[:, 0] > moved) & (times[:, 1] >= frame + LIMITER)]
        if len(after):
            delays.append(after[0, 0] - moved - (after[0, 1] - frame - LIMITER) / 48)
    middle, most = np.percentile(delays, [50, 95])
    starved = found["told"][-1][2] - found["told"][0][2]
    fill = 1000 * float(np.median([one[3] for one in found["told"]]))
    gap = max(b - a for a, b in pairwise(times[:, 0]))
    print(f"underruns {found['underruns']}, interruptions in the worklet {starved}")
    print(f"move to changed samples in the worklet: median {middle:.0f} ms, p95 {most:.0f} ms")
    print(f"waiting in the ring {fill:.0f} ms; longest silence of the page {gap:.0f} ms")
    print(f"processor {found['share']:.0%} of a core; load {os.getloadavg()[0]:.1f}")


def main() -> None:
    home, model, *part = sys.argv[1:]
    kernel = start(home=Path(home))
    if "page" not in part:
        engine(kernel, model)
    kernel.session.load(model)
    report(page(kernel, SECONDS))


if __name__ == "__main__":
    main()
