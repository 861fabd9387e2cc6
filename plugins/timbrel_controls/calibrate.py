"""The verb 'models calibrate': a model's knobs measured once more."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from timbrel import Card, Job, Kernel, Problem, offers
from timbrel_controls.knobs import Knobs


def calibrate(
    kernel: Kernel,
    name: Annotated[str, "The model's name"],
    folder: Annotated[
        str | None, "Its recordings, if they lie elsewhere by now", offers.PLACE
    ] = None,
) -> Job:
    """Measure a model's knobs again, so that equal turns are equal steps to the ear."""
    card = kernel.registry.card(name)
    place = folder or _place(card)

    def work(job: Job) -> dict[str, Any]:
        corpus = kernel.corpus(place, Job(job.name))
        mapper = kernel.host.find(offers.Mapper, Knobs.name)
        descriptors = {
            measure: kernel.host.find(offers.Descriptor, measure)
            for measure in kernel.host.table(offers.Descriptor)
        }
        facts = mapper.learn(kernel.registry.open(name), corpus, descriptors, job)
        return _kept(kernel, card, facts, job)

    return kernel.jobs.start(f"calibrate-{name}", work)


def _place(card: Card) -> str:
    place = card.settings.get("dataset", {}).get("place", "")
    if not place:
        mend = f"Name their folder: timbrel models calibrate {card.name} FOLDER."
        raise Problem(f"It is not known where the recordings of '{card.name}' lie.", mend)
    return str(place)


def _kept(kernel: Kernel, card: Card, facts: Mapping[str, Any], job: Job) -> dict[str, Any]:
    """Put what was learnt on the card, unless the model was replaced meanwhile."""
    now = kernel.registry.card(card.name)
    if job.stopping:
        says = "Stopped: the knobs are as they were."
    elif now.version != card.version:
        raise Problem(f"'{card.name}' was trained anew meanwhile.", "Its own knobs are kept.")
    elif not facts:
        says = f"'{card.name}' has no knobs that could be measured."
    else:
        kernel.registry.keep(replace(now, knobs={**now.knobs, Knobs.name: dict(facts)}))
        says = _told(card.name, facts["knobs"])
    return {"says": says, "model": card.name, "stopped": job.stopping, "knobs": dict(facts)}


def _told(name: str, knobs: Mapping[str, Mapping[str, Any]]) -> str:
    inert = {knob: facts["inert"] for knob, facts in knobs.items() if facts["inert"]}
    lines = [f"{len(knobs) - len(inert)} of {len(knobs)} knobs of '{name}' act on these sounds."]
    lines += [f"{knob} does not: {why}." for knob, why in inert.items()]
    return "\n".join([*lines, f"See them: timbrel models show {name} --knobs"])
