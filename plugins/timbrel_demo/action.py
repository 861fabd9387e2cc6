"""The verb 'demo': from nothing to three takes, in one go."""

from pathlib import Path
from typing import Annotated, Any

from timbrel import Job, Kernel, Problem, offers
from timbrel_demo.folder import Folder, settled
from timbrel_demo.following import followed
from timbrel_demo.shelf import free_name, marked

SECONDS = 10.0
# Each take's seed, and where its brightness stands: at rest, high, low.
TAKES = ((1, None), (2, 0.85), (3, 0.15))


def demo(
    kernel: Kernel,
    *,
    out: Annotated[
        Path | None, "Where to make it; a folder among Timbrel's own if not given"
    ] = None,
    seed: Annotated[int, "Another seed makes other sounds"] = 0,
) -> Job:
    """Make 24 sounds by code, learn them, and play three takes."""
    if seed < 0:
        raise Problem(f"{seed} is no seed.", "Give a whole number from 0 on.")
    train = kernel.host.find(offers.Action, "train")
    generate = kernel.host.find(offers.Action, "generate")

    def work(job: Job) -> dict[str, Any]:
        folder = settled(out or kernel.places.home / "demo", kernel.places.free)
        job.advance(0.0, f"making sounds in {folder.sounds}")
        sounds = folder.fill(seed, kernel.places.writing)
        name = free_name(kernel)
        takes: list[str] = []
        if not job.stopping:
            training = train.run(kernel, str(folder.sounds), name=name, preset="quick")
            followed(training, job, 0.05, 0.85)
            marked(kernel, name)
            takes = _taken(kernel, generate, folder, name, job)
        return _answer(folder, sounds, name, takes)

    return kernel.jobs.start("demo", work)


def _taken(
    kernel: Kernel, generate: offers.Action, folder: Folder, name: str, job: Job
) -> list[str]:
    """Three takes that differ by their seed and by a knob, if the model has it."""
    session = kernel.new_session()
    session.load(name)
    knob = session.controls.get("brightness")
    takes: list[str] = []
    for index, (seed, unit) in enumerate(TAKES):
        if job.stopping:
            break
        path = kernel.places.free(folder.home, f"take-{seed}", ".wav")
        knobs = [f"{knob.name}={knob.from_unit(unit):.4g}"] if knob and unit is not None else None
        making = generate.run(kernel, name, duration=SECONDS, seed=seed, set_=knobs, out=path)
        followed(making, job, 0.85 + 0.05 * index, 0.9 + 0.05 * index)
        takes.append(str(path))
    return takes


def _answer(folder: Folder, sounds: list[Path], name: str, takes: list[str]) -> dict[str, Any]:
    says = [f"{len(sounds)} sounds made by code lie in {folder.sounds}."]
    if takes:
        says += [f"The model '{name}' has learnt them, and played:", *(f"  {t}" for t in takes)]
        says += [f"Go on with: timbrel generate {name} --seed 4 --set brightness=0.6"]
    else:
        says += ["Stopped before it played."]
    return {
        "says": "\n".join(says),
        "sounds": [str(path) for path in sounds],
        "model": name,
        "takes": takes,
    }
