"""How a take is written: in what format and space, into which file, and how far that has come."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from timbrel import Control, Job, Kernel, Session, Take
    from timbrel_play.preset import Preset


@dataclass(frozen=True, slots=True)
class Writing:
    """A suffix and the exporter's settings, a spatializer and its own, and where it goes."""

    suffix: str
    options: Mapping[str, float] = field(default_factory=dict[str, float])
    space: str = ""
    where: Mapping[str, float] = field(default_factory=dict[str, float])

    def saved(self, session: Session, take: Take, path: Path) -> Path:
        return session.save(take, path, self.options, self.space, self.where)

    @contextmanager
    def tried(self, kernel: Kernel, take: Take) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        """What ``saved`` would write, for as long as it is looked at, and its recipe.

        It lies in the cache, and nobody is told of it.
        """
        exporter = kernel.host.find(offers.Exporter, self.suffix.lstrip("."))
        if self.space:
            place = kernel.host.find(offers.Spatializer, self.space)
            take = place.place(take, _full(place, self.where))
        take = replace(take, recipe={**take.recipe, "quality": {}})
        path = kernel.places.free(kernel.places.cache, "tried", self.suffix)
        try:
            with kernel.places.writing(path) as draft:
                exporter.write(take, draft, _full(exporter, self.options))
            yield path, take.recipe
        finally:
            path.unlink(missing_ok=True)


def _full(offer: offers.Offer, given: Mapping[str, float]) -> dict[str, float]:
    """The settings of an exporter or a space, those not given at rest."""
    return {control.name: given.get(control.name, control.rest) for control in offer.controls}


def written(
    kernel: Kernel,
    out: Path | None,
    format_: str | None,
    options: Mapping[str, float | None],
    space: str | None,
    where: Sequence[str] | None,
    preset: Preset | None = None,
) -> Writing:
    """What was asked for, checked: a Problem where a format or a space has no such setting."""
    suffix = _suffix(out, format_)
    exporter = kernel.host.find(offers.Exporter, suffix.lstrip("."))
    given = {name: float(value) for name, value in options.items() if value is not None}
    if given.get("bitrate") and "quality" in given:
        raise Problem("A bit rate and a quality cannot both hold.", "Give one of them.")
    _within(exporter, given, f"The format {exporter.name}")
    spot = offers.written(where or [], "azimuth=90")
    if preset and space in (None, preset.space):
        space, spot = preset.space, {**preset.where, **spot}
    if space in (None, "", "none"):
        if spot:
            raise Problem("There is a place, and no space for it.", "Give --space binaural, say.")
        return Writing(suffix, given)
    assert space
    place = kernel.host.find(offers.Spatializer, space)
    _within(place, spot, f"The space {space}")
    return Writing(suffix, given, space, spot)


def _within(offer: offers.Offer, given: Mapping[str, float], what: str) -> None:
    """Nothing is held at its bounds here: a file at another rate is not what was asked for."""
    known: dict[str, Control] = {control.name: control for control in offer.controls}
    for name, value in given.items():
        if name not in known:
            raise Problem(f"{what} has no '{name}' to set.", f"It has: {', '.join(known)}.")
        control = known[name]
        if control.clamp(value) != value:
            reach = f" ({control.low:g} to {control.high:g})"
            more = "" if f"{control.high:g}" in control.says else reach
            raise Problem(f"{what} has no {name} of {value:g}.", f"{control.says}{more}.")


def _suffix(out: Path | None, format_: str | None) -> str:
    own = "" if out is None or out.expanduser().is_dir() else out.suffix.lower()
    wish = f".{format_.lower().lstrip('.')}" if format_ else ""
    if own and wish and own != wish:
        raise Problem(f"{out} is not the name of a file of {format_}.", f"End it with {wish}.")
    if out is None or own or wish or out.expanduser().is_dir():
        return wish or own or ".wav"
    return ""


def target(kernel: Kernel, out: Path | None, stem: str, suffix: str) -> Path:
    """Where to write: what was asked for, or a name in the renders that nobody has."""
    if out is None:
        return kernel.places.free(kernel.places.renders, stem, suffix)
    path = out.expanduser().absolute()
    if path.is_dir():
        return kernel.places.free(path, stem, suffix)
    return path if path.suffix else path.with_name(f"{path.name}{suffix}")


def watched(take: Take, job: Job, number: int = 0, count: int = 1) -> Take:
    """The same take, which tells the job how far it is and ends where the job is stopped.

    It is the take ``number``, from 0, of ``count``.
    """
    return replace(take, play=_played(take, job, number, count))


def _played(take: Take, job: Job, number: int, count: int) -> Callable[[], Any]:
    of = f", take {number + 1} of {count}" if count > 1 else ""

    def play() -> Any:
        done, told = 0, 0
        for block in take.play():
            yield block
            done += block.frames
            if done - told >= take.rate:
                told = done
                note = f"{done / take.rate:.0f} of {take.seconds:.0f} s{of}"
                if not job.advance((number + done / take.frames) / count, note):
                    raise Problem("Stopped: nothing was written.", "Begin again when you like.")

    return play
