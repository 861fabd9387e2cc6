"""The verb 'dataset show', as every surface shows it."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Any

from timbrel import Job, Kernel, Problem, offers
from timbrel_datasets.estimate import Estimate, estimated
from timbrel_datasets.holding import Holding
from timbrel_datasets.listening import heard
from timbrel_datasets.map import Map, mapped
from timbrel_datasets.portrait import Portrait, portrayed
from timbrel_datasets.sounds import collected
from timbrel_datasets.thumbnail import drawn
from timbrel_datasets.verdict import Verdict, judged

READ, HEARD, DRAWN = 0.4, 0.7, 0.8  # shares of the job
THREADS = 4


def show(
    kernel: Kernel,
    name: Annotated[str | None, "The dataset's name"] = None,
    *,
    folder: Annotated[Path | None, "A folder of recordings instead, of which none is made"] = None,
    estimate: Annotated[bool, "Measure how long training would take here"] = True,
    device: Annotated[str, "Where it would train: auto, cpu, cuda or mps"] = "auto",
) -> Job:
    """Show what a dataset holds, whether it is ready, and how long training would take."""
    if (name is None) == (folder is None):
        raise Problem("What is to be shown?", "Name a dataset, or a folder with --folder.")
    kind, place = ("dataset", name) if name is not None else ("folder", str(folder))

    def work(job: Job) -> dict[str, Any]:
        corpus = collected(kernel, kind, place, job, READ)
        portraits, thumbnails = _looked_at(kernel, corpus, job)
        holding = Holding(corpus, portraits)
        _advance(job, HEARD, "drawing the map")
        map_ = mapped(portraits, kernel.places)
        _advance(job, DRAWN, "timing a few steps of training" if estimate else "")
        time = estimated(kernel, corpus, device) if estimate else None
        answer = _answer(place, holding, map_, time)
        return answer | {"thumbnails": thumbnails, "recordings": _recordings(kernel, corpus)}

    return kernel.jobs.start(f"show-{kind}", work)


def _looked_at(
    kernel: Kernel, corpus: offers.Corpus, job: Job
) -> tuple[dict[str, Portrait], dict[str, str]]:
    def look(clip: offers.Clip) -> tuple[Portrait, str]:
        if job.stopping:
            raise Problem("Stopped before every sound was looked at.")
        return portrayed(clip, kernel.places), str(drawn(clip, kernel.places))

    portraits: dict[str, Portrait] = {}
    thumbnails: dict[str, str] = {}
    with ThreadPoolExecutor(min(os.cpu_count() or 1, THREADS)) as threads:
        for clip, seen in zip(corpus.clips, threads.map(look, corpus.clips), strict=True):
            portraits[clip.name], thumbnails[clip.name] = seen
            part = READ + (HEARD - READ) * len(portraits) / len(corpus.clips)
            job.advance(part, f"looked at {clip.name}")
    return portraits, thumbnails


def _advance(job: Job, part: float, note: str) -> None:
    if not job.advance(part, note):
        raise Problem("Stopped before all was known.")


def _recordings(kernel: Kernel, corpus: offers.Corpus) -> dict[str, Any]:
    """Of each by its name: seconds, channels, rate, and the path to listen to, if there is one."""
    return {
        clip.name: {
            "seconds": round(clip.seconds, 4),
            "channels": clip.channels,
            "rate": clip.facts.get("rate", 0),
            "path": heard(clip, kernel.places),
        }
        for clip in corpus.clips
    }


def _answer(name: str, holding: Holding, map_: Map, time: Estimate | None) -> dict[str, Any]:
    verdict = judged(holding)
    return {
        "says": "\n".join(_lines(name, holding, map_, time, verdict)),
        "name": name,
        **holding.as_json(),
        "left_out": dict(holding.corpus.left_out),
        "warnings": dict(holding.corpus.warnings),
        "verdict": {"word": verdict.word, "says": verdict.says, "advice": list(verdict.advice)},
        "training_seconds": dict(time.seconds) if time else {},
        "training_note": time.why if time else "",
        "map": {"picture": str(map_.picture), "file": str(map_.file), **map_.as_json()},
    }


def _lines(
    name: str, holding: Holding, map_: Map, time: Estimate | None, verdict: Verdict
) -> list[str]:
    facts = holding.as_json()
    soft, loud = facts["loudness"]["softest"], facts["loudness"]["loudest"]
    lines = [
        f"'{name}': {holding.count} sound{'' if holding.count == 1 else 's'}, "
        f"{holding.seconds:.1f} s in all, "
        f"{holding.onsets} onsets, {facts['onsets_per_second']:.2g} in a second",
        f"rates: {_shares(facts['rates'], ' Hz')}; channels: {_shares(facts['channels'], '')}",
        f"loudness: from {soft['db']:.1f} dB ({soft['name']}) to {loud['db']:.1f} dB "
        f"({loud['name']}), {holding.spread:.1f} dB apart",
    ]
    lines += [f"Left out {file}: {why}" for file, why in holding.corpus.left_out.items()]
    lines += [f"{file}: {why}" for file, why in _remarks(holding).items()]
    lines += [f"{pair.first} and {pair.second}: {pair.why}" for pair in holding.alike]
    lines += [map_.says, *([time.says] if time else [])]
    return [*lines, verdict.says, *verdict.advice]


def _remarks(holding: Holding) -> dict[str, str]:
    """What is to be said of each file, by its name."""
    told = dict(holding.corpus.warnings)
    for name, why in holding.odd.items():
        told[name] = f"{told[name]}; {why}" if name in told else why
    return told


def _shares(counts: dict[str, int], unit: str) -> str:
    if len(counts) == 1:
        return f"{next(iter(counts))}{unit}"
    return ", ".join(f"{count} of {value}{unit}" for value, count in counts.items())
