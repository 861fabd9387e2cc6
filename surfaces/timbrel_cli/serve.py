"""Serve the surfaces: together until Ctrl-C, or one alone on the standard streams."""

from __future__ import annotations

import inspect
import ipaddress
import logging
from threading import Event, Thread
from typing import TYPE_CHECKING, Annotated, Any

import typer

from timbrel import Kernel, Problem, offers
from timbrel_cli.branch import standing
from timbrel_cli.command import drawn, made

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel_cli.house import House

log = logging.getLogger(__name__)
GRACE, GLANCE = 5.0, 0.2
NONE = "none"
ROOTS = Annotated[
    list[str] | None,
    typer.Option("--root", metavar="DIR", help="A folder that may be read, beside Timbrel's own."),
]


def serve(
    *,
    host: Annotated[
        str,
        typer.Option("--host", help="The address to listen on; beyond this machine with a key."),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="For the page.")] = 7860,
    osc_port: Annotated[int, typer.Option("--osc-port", min=0, max=65535, help="For OSC.")] = 7711,
    osc_listen: Annotated[
        str, typer.Option("--osc-listen", help="The address for OSC; beyond this machine see next.")
    ] = "127.0.0.1",
    osc_allow: Annotated[
        list[str] | None,
        typer.Option("--osc-allow", metavar="IP", help="A machine that may play by OSC."),
    ] = None,
    open: Annotated[bool, typer.Option("--open/--no-open", help="Open the page.")] = True,
    token: Annotated[
        bool, typer.Option("--token", help="Ask for a key on this machine too.")
    ] = False,
    root: ROOTS = None,
) -> dict[str, Any]:
    """Serve all surfaces on one session until Ctrl-C: page, HTTP, OSC."""
    where: dict[str, Any] = {"host": host, "port": port, "osc_port": osc_port}
    where |= {"osc_listen": osc_listen, "osc_allow": osc_allow or []}
    return {**where, "open": open, "token": token, "roots": root or []}


def serving(house: House) -> Any:
    """The command ``serve``."""
    own = inspect.signature(serve, eval_str=True).parameters
    faces = [one for one in _surfaces(house) if not one.alone or _mounts(one)]
    theirs = [one for surface in faces for one in _asked(surface, f"{surface.name}_")]

    def chosen(json: bool = False, **given: Any) -> Callable[[], int]:
        settings = serve(**{name: given.pop(name) for name in own})
        return lambda: _together(house, settings | given)

    return made(chosen, [*own.values(), *theirs], "serve", inspect.getdoc(serve) or "")


def standing_alone(surface: offers.Surface, house: House, group: bool) -> Any:
    """The command of a surface that has the process to itself; a ``group`` has verbs besides."""
    own = inspect.signature(rooted, eval_str=True).parameters

    def chosen(json: bool = False, **given: Any) -> Callable[[], int]:
        settings = rooted(**{name: given.pop(name) for name in own})
        settings |= {f"{surface.name}_{name}": value for name, value in given.items()}
        return lambda: _alone(house, surface.name, settings)

    shown = [*own.values(), *_asked(surface)]
    if group:
        return standing(surface.name, f"{surface.says}.", chosen, shown)
    return made(chosen, shown, surface.name, f"{surface.says}.")


def _surfaces(house: House) -> list[offers.Surface]:
    assert house.kernel is not None
    return [*house.kernel.host.table(offers.Surface).values()]


def _mounts(surface: offers.Surface) -> bool:
    return type(surface).mount is not offers.Surface.mount


def _asked(surface: offers.Surface, prefix: str = "") -> list[inspect.Parameter]:
    """The options that a surface has of its own.

    One that is called as the surface is stands for itself, and its 'none' leaves the surface out.
    """
    if surface.asks is None:
        return []
    shown = inspect.signature(surface.asks, eval_str=True).parameters.values()
    own = surface.name
    return [drawn(p if p.name == own else p.replace(name=f"{prefix}{p.name}")) for p in shown]


def rooted(*, root: ROOTS = None) -> dict[str, Any]:
    return {"roots": root or []}


def _alone(house: House, name: str, settings: dict[str, Any]) -> int:
    assert house.kernel is not None
    house.kernel.settings.update(settings)
    stop = Event()
    try:
        house.kernel.host.find(offers.Surface, name).serve(house.kernel, stop)
    except KeyboardInterrupt:
        stop.set()
    return 0


def _together(house: House, settings: dict[str, Any]) -> int:
    kernel = house.kernel
    assert kernel is not None
    _address(settings["host"])
    kernel.settings.update(settings)
    kernel.places.sweep()
    faces = kernel.host.table(offers.Surface).values()
    names = [one.name for one in faces if not one.alone and settings.get(one.name) != NONE]
    if not names:
        raise Problem("There is no surface to serve.", "See 'timbrel doctor'.", "unavailable")
    failed: dict[str, Problem] = {}
    house.voice.aside(f"Starting {', '.join(names)} on {settings['host']}; Ctrl-C ends it.")
    _until_interrupted([_Face(name, house, failed) for name in names])
    if len(failed) == len(names):
        raise failed[names[0]]
    house.voice.answer({"says": "", "served": names, "failed": {n: str(failed[n]) for n in failed}})
    return 0


def _address(host: str) -> None:
    """A name other than localhost could lead anywhere, today or tomorrow."""
    try:
        ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        mend = "Give one of this machine, as 192.168.1.4, or 0.0.0.0 for all."
        raise Problem(f"{host!r} is no address to listen on.", mend) from None


def _until_interrupted(faces: list[_Face]) -> None:
    try:
        for face in faces:
            face.start()
        while alive := [face for face in faces if face.is_alive()]:
            alive[0].join(GLANCE)
    except KeyboardInterrupt:
        pass
    for face in faces:
        face.stop.set()
    for face in faces:
        if face.is_alive():  # Ctrl-C may come before all have begun
            face.join(GRACE)


class _Face(Thread):
    """A surface on its own thread. One that fails is said; the others go on."""

    def __init__(self, name: str, house: House, failed: dict[str, Problem]) -> None:
        super().__init__(name=name, daemon=True)
        assert house.kernel is not None
        self.stop = Event()
        self._kernel: Kernel = house.kernel
        self._house, self._failed = house, failed

    def run(self) -> None:
        try:
            self._kernel.host.find(offers.Surface, self.name).serve(self._kernel, self.stop)
        except Problem as problem:
            self._gone(problem)
        except BaseException as error:  # uvicorn ends with SystemExit when its port is taken
            log.exception("%s failed", self.name)
            self._gone(Problem(f"{self.name} failed: {error}.", "See the log.", "unavailable"))

    def _gone(self, problem: Problem) -> None:
        self._failed[self.name] = problem
        self._house.voice.aside(f"{self.name}: {problem}")
