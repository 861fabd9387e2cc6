"""The verbs 'live record' and 'live keep': what is played live becomes a take."""

import atexit
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

from timbrel import Job, Kernel, Problem
from timbrel_play.options import OUT
from timbrel_play.recipe import recipe
from timbrel_play.recorder import ROOM, Recorder
from timbrel_play.tell import heard
from timbrel_play.writing import Writing, target, watched

_one_at_a_time = Lock()


def record(
    kernel: Kernel,
    *,
    seed: Annotated[int | None, "Begin the sound anew by this seed; else it goes on"] = None,
    out: OUT = None,
) -> dict[str, Any]:
    """Record what is played live, from now on, until it is kept."""
    live = kernel.live
    with _one_at_a_time:
        if live.recorder:
            since = f"{live.recorder.seconds:.0f} s of {live.recorder.path.name}"
            mend = "End that with 'timbrel live keep'."
            raise Problem(f"It is recording already: {since}.", mend)
        name = kernel.session.standing().name
        path = _place(kernel, out, f"{name}-played")
        if seed is not None:
            live.begin(seed)
        live.recorder = Recorder(kernel, path)
        atexit.register(live.recorder.leave)
    says = "Recording. 'timbrel live keep' ends it and keeps it as a take."
    return {"says": says, "path": str(path), "recording": live.recorder.facts()}


def keep(kernel: Kernel) -> Job:
    """End the recording and keep it as a take, which can be rendered again."""
    with _one_at_a_time:
        recorder: Recorder | None = kernel.live.recorder
        if recorder is None:
            raise Problem("Nothing is being recorded.", "Begin with 'timbrel live record'.")
        kernel.live.recorder = None
    recorder.stop()
    name = recorder.path.stem
    return kernel.jobs.start(f"keep-{name}", lambda job: _kept(kernel, recorder, job))


def _place(kernel: Kernel, out: Path | None, stem: str) -> Path:
    import shutil

    path = target(kernel, out, stem, ".wav")
    if path.suffix.lower() != ".wav":
        mend = "Name it so; 'timbrel reproduce' makes every other format of it."
        raise Problem(f"{path.name}: what is played is recorded as WAV.", mend)
    if path.exists():
        raise Problem(f"There is a {path.name} already.", "Choose another name.")
    path.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(path.parent).free < ROOM:
        raise Problem(f"There is no room for {path.name}.", "Make room first.", "unavailable")
    return path


def _kept(kernel: Kernel, recorder: Recorder, job: Job) -> dict[str, Any]:
    """The take in its file, as any other is; where that cannot be, as it was recorded."""
    path = recorder.path
    try:
        if not recorder.frames:
            path.unlink(missing_ok=True)
            raise Problem("Nothing was played yet: there is nothing to keep.", "Record again.")
        try:
            Writing(".wav").saved(kernel.session, watched(recorder.take(), job), path)
        except Exception:
            recorder.noted()
            raise
        return _told(kernel, recorder)
    finally:
        recorder.kept.set()
        atexit.unregister(recorder.leave)


def _told(kernel: Kernel, recorder: Recorder) -> dict[str, Any]:
    path, facts = recorder.path, recipe(kernel, recorder.path)
    of, parts = heard(facts), facts["score"]["parts"]
    ended = [str(recorder.problem)] if recorder.problem else []
    notes = [*ended, *of.notes]
    return {
        "says": "\n".join([*notes, str(path)]),
        "path": str(path),
        "model": facts["model"],
        "seconds": recorder.seconds,
        "moves": sum(len(part["at"]) for part in parts),
        "seed": facts["seed"],
        "quality": of.quality,
        "notes": notes,
    }
