"""The verbs of 'library': look it through, mend it, copy it, and what was deleted."""

from typing import Annotated, Any

from timbrel import Job, Kernel
from timbrel_library import backup, empty, examine, heal, mend, orphan, rescue, spot, undo
from timbrel_library.table import size, table

HEADS = ("", "what", "name", "deleted", "size")
SHOWN = 10


def check(
    kernel: Kernel,
    *,
    quick: Annotated[bool, "Whether to believe a file whose size is right"] = False,
) -> Job:
    """Look the whole library through: the database, every file, the trash."""

    def work(job: Job) -> dict[str, Any]:
        found = examine.examined(kernel, job, quick)
        says = "\n".join(_found(found)) or "The library is in order."
        return {"says": says, "fine": not any(found.values()), **found}

    return kernel.jobs.start("check", work)


def repair(kernel: Kernel) -> Job:
    """Mend the library: bring back a backup, take in what lies among the renders."""

    def work(job: Job) -> dict[str, Any]:
        says, places = [], kernel.places
        broken = mend.damaged(places)
        if broken:
            says += [str(broken.what), *_rescued(*rescue.rescued(places))]
            mend.indexed(places)
        healed, settled, noted = heal.healed(places), mend.settled(places), mend.noted(kernel)
        added, renamed = orphan.adopted(kernel, job)
        facts = {"healed": healed, "settled": settled, "noted": noted} | {
            "added": added,
            "renamed": renamed,
        }
        says += [f"{WORDS[kind]}: {_names(names)}." for kind, names in facts.items() if names]
        left = {kind: n for kind, n in examine.examined(kernel, job).items() if n}
        says += _found(left)
        return {"says": "\n".join(says or ["There was nothing to mend."]), **facts, "left": left}

    return kernel.jobs.start("repair", work)


WORDS = {
    "healed": "Read back from the files beside or a backup",
    "settled": "Moved to the trash, as was asked",
    "noted": "Listed in the trash",
    "added": "Taken into the history",
    "renamed": "Found again under another name",
}


def backup_(kernel: Kernel) -> dict[str, Any]:
    """Copy the library; the newest five copies are kept."""
    path = backup.made(kernel.places)
    return {"says": f"Copied to {spot.shown(path)}.", "path": spot.shown(path)}


def undo_(
    kernel: Kernel,
    *,
    number: Annotated[int | None, "Its number in the trash; what was deleted last if none"] = None,
) -> dict[str, Any]:
    """Take what was deleted last out of the trash again."""
    row, where = undo.undone(kernel, number)
    says = f"The {KINDS[row['kind']]} '{row['label']}' is back: {where}"
    return {"says": says, "kind": row["kind"], "key": row["key"], "where": where}


KINDS = {"history": "take", "preset": "preset", "model": "model"}


def trash(kernel: Kernel) -> dict[str, Any]:
    """List what was deleted, the last first."""
    held: list[dict[str, Any]] = [
        {"number": row["id"], "kind": row["kind"], "name": row["label"], "made": row["made"]}
        | {"bytes": weight}
        for row, weight in empty.held(kernel.places)
    ]
    rows = [
        (str(one["number"]), KINDS[one["kind"]], one["name"], one["made"], size(one["bytes"]))
        for one in held
    ]
    more = empty.unnoted(kernel.places)
    total = sum(one["bytes"] for one in held) + sum(map(empty.weight, more))
    lines = [table(HEADS, rows)] if rows else [] if more else ["The trash is empty."]
    if more:
        lines.append(f"Beside it lie {len(more)} things that 'timbrel library repair' looks at.")
    return {"says": "\n".join(lines), "items": held, "bytes": total}


def empty_(
    kernel: Kernel,
    *,
    dry_run: Annotated[bool, "Only say how much it would free"] = False,
) -> dict[str, Any]:
    """Remove for good what lies in the trash."""
    count = len(empty.held(kernel.places)) + len(empty.unnoted(kernel.places))
    if dry_run:
        total = trash(kernel)["bytes"]
        return {"says": f"It would free {size(total)}.", "bytes": total, "count": count}
    freed = empty.emptied(kernel.places)
    says = f"{count} things are gone for good; {size(freed)} are free again."
    return {"says": says, "bytes": freed, "count": count}


def _rescued(copy: Any, aside: Any) -> list[str]:
    kept = f"It is kept in {spot.shown(aside)}."
    if copy is None:
        return [kept, "There was no good backup: what could be read of it is in a new one."]
    return [kept, f"The backup {copy.name} is in its place, with what could be read since."]


def _found(found: dict[str, list[str]]) -> list[str]:
    lines = [f"{_names(names)} {examine.KINDS[kind]}." for kind, names in found.items() if names]
    mendable = set(found) - {"missing", "changed"}
    if any(found[kind] for kind in mendable):
        lines.append("'timbrel library repair' sees to what can be mended.")
    return lines


def _names(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}"
