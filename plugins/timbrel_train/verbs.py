"""The verbs of 'runs', as every surface shows them: how trainings go, and what one wishes."""

from typing import Annotated, Any

from timbrel import Kernel, Problem
from timbrel_train.line import FIRST
from timbrel_train.run import Run
from timbrel_train.spec import Spec

Name = Annotated[str, "The training's name, which is its model's"]


def list_(kernel: Kernel) -> dict[str, Any]:
    """List the trainings: those under way, and those that were."""
    runs = [_facts(run) for run in Run.all(kernel)]
    lines = [_line(facts) for facts in runs]
    return {"says": "\n".join(lines) or "No training yet.", "runs": runs}


def _line(facts: dict[str, Any]) -> str:
    if facts["state"] == "waiting":
        return f"{facts['name']}: {facts.get('note') or 'waits'}"
    return f"{facts['name']}: {facts['state']}, step {facts['step']} of {facts['steps']}"


def show(kernel: Kernel, name: Name) -> dict[str, Any]:
    """Show how a training goes: its figures, curves and checkpoints."""
    run = Run.found(kernel, name)
    facts, spec = _facts(run), Spec.from_facts(run.read("spec.json"))
    kept = run.checkpoints(None).facts()
    corpus = run.read("corpus.json")
    curves = kept[max(kept)]["curves"] if kept else {}
    lines = [
        f"{name}: {facts['state']}, step {facts['step']} of {facts['steps']}, by {spec.trainer}",
        f"from {spec.place}" + (f", extending {spec.base}" if spec.base else ""),
        *(f"{key} = {facts[key]}" for key in ("training", "validation", "kl") if key in facts),
        *(str(facts[key]) for key in ("warning", "why") if facts.get(key)),
        f"checkpoints at steps {', '.join(str(k['step']) for k in kept.values()) or 'none'}",
    ]
    if facts["state"] in {"interrupted", "stopped", "failed"}:
        lines.append(f"Go on with: timbrel train --resume {name}")
    return {
        "says": "\n".join(lines),
        **facts,
        "asked": spec.facts(),
        "dataset": corpus.get("digest", ""),
        "files": len(corpus.get("clips", ())),
        "checkpoints": [k["step"] for k in kept.values()],
        "curves": curves,
        "folder": str(run.folder),
    }


def pause(kernel: Kernel, name: Name) -> dict[str, Any]:
    """Pause a training: it keeps a checkpoint and frees the machine."""
    return _wished(kernel, name, "pause", "pauses; 'timbrel runs go-on' takes it up again")


def go_on(kernel: Kernel, name: Name) -> dict[str, Any]:
    """Go on with a training that is paused."""
    return _wished(kernel, name, "go on", "goes on")


def next_(kernel: Kernel, name: Name) -> dict[str, Any]:
    """Let a training that waits its turn be the next one."""
    return _wished(kernel, name, FIRST, "is the next one")


def stop(kernel: Kernel, name: Name) -> dict[str, Any]:
    """Stop a training: what it has learnt so far can be played."""
    return _wished(kernel, name, "stop", "stops, and its model is kept")


def _wished(kernel: Kernel, name: str, word: str, says: str) -> dict[str, Any]:
    run = Run.found(kernel, name)
    if not run.lock.holder():
        mend = f"To go on with it: timbrel train --resume {name}"
        raise Problem(f"'{name}' is not being trained.", mend)
    run.wished(word, kernel.places.writing)
    return {"says": f"{name} {says}.", "name": name, "wish": word}


def _facts(run: Run) -> dict[str, Any]:
    """How far it is, by what it noted and what it kept."""
    noted, holder = run.read("state.json"), run.lock.holder()
    state = noted.get("state", "waiting" if holder else "interrupted")
    if state in {"waiting", "training", "paused"} and not holder:
        state = "interrupted"
    kept = run.checkpoints(None).facts()
    newest = kept[max(kept)] if kept else {}
    step = noted.get("step", 0) if holder else newest.get("step", 0)
    total = noted.get("steps", newest.get("total", 0))
    if state != "waiting":
        noted.pop("place", None)
    told = {"name": run.name, **noted, "state": state, "step": step, "steps": total}
    return told | ({"process": holder} if holder else {})
