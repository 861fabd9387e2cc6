"""The host finds plugins, joins what they offer and passes on what happens."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import logging
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

import pluggy

from timbrel.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from timbrel.control import Control

log = logging.getLogger(__name__)


class Offer:
    """A named thing that a plugin brings. ``hook`` is the question it answers.

    An offer is cheap to make: heavy imports belong inside its methods, and ``needs`` names the
    modules they import, so that a missing library is a sentence and not a traceback. What can
    be set about it are ``controls``, the same ones a model has, so surfaces draw them alike.
    """

    hook: ClassVar[str]
    name: str
    says: str = ""
    needs: tuple[str, ...] = ()
    controls: Sequence[Control] = ()


Kind = TypeVar("Kind", bound=Offer)


class Host:
    """One plugin manager. A plugin that will not load is set aside with its reason, never fatal."""

    def __init__(self, group: str, specs: ModuleType) -> None:
        self.group = group
        self.manager = pluggy.PluginManager(group)
        self.manager.add_hookspecs(specs)
        self.broken: dict[str, str] = {}
        self._tables: dict[str, dict[str, Offer]] = {}

    def discover(self, without: frozenset[str] = frozenset()) -> None:
        """Load every installed plugin of the entry-point group, first-party ones included."""
        for point in importlib.metadata.entry_points(group=self.group):
            if point.name in without:
                continue
            try:
                self.add(point.load(), point.name)
            except (Exception, SystemExit) as error:
                self._set_aside(point.name, error)

    def _set_aside(self, name: str, error: BaseException) -> None:
        log.info("plugin %s set aside: %s", name, error)
        self.broken[name] = f"{type(error).__name__}: {error}"

    def add(self, plugin: object, name: str) -> None:
        """Register a plugin: a module, or any object with hook methods, a running surface say."""
        self.manager.register(plugin, name=name)
        try:
            self.manager.check_pending()
        except pluggy.PluginValidationError:
            self.manager.unregister(plugin)
            raise
        self._tables.clear()

    def remove(self, plugin: object) -> None:
        self.manager.unregister(plugin)
        self._tables.clear()

    def table(self, kind: type[Kind]) -> dict[str, Kind]:
        """All offers of a kind by name, in the order the plugins were found."""
        table = self._tables.get(kind.hook)  # read once: another thread may clear them
        if table is None:
            table = {}
            for impl in getattr(self.manager.hook, kind.hook).get_hookimpls():
                for offer in self._offered(impl):
                    if offer.name in table:
                        raise Problem(
                            f"{kind.hook} '{offer.name}' is offered twice ({impl.plugin_name}).",
                            "Leave one out with --without.",
                        )
                    table[offer.name] = offer
            self._tables[kind.hook] = table
        return cast("dict[str, Kind]", table)

    def _offered(self, impl: Any) -> Sequence[Offer]:
        try:
            return list(impl.function())
        except (Exception, SystemExit) as error:
            self._set_aside(impl.plugin_name, error)
            return ()

    def find(self, kind: type[Kind], name: str) -> Kind:
        """One offer, ready to use; a Problem that names the choices, or what to install, if not."""
        table = self.table(kind)
        if name not in table:
            there = f"There is: {', '.join(table)}."
            raise Problem(f"No '{name}' among the {kind.hook}.", there, "missing")
        absent = missing(table[name])
        if absent:
            need = f"'{name}' needs {', '.join(absent)}."
            raise Problem(need, f"pip install {' '.join(absent)}", "unavailable")
        return table[name]

    def tell(self, event: str, **facts: Any) -> None:
        """Pass news to every listener; one that raises is logged and the rest still hear."""
        for impl in getattr(self.manager.hook, event).get_hookimpls():
            try:
                impl.function(*(facts[name] for name in impl.argnames))
            except Exception:
                log.exception("%s failed on %s", impl.plugin_name, event)

    def ask(self, question: str, **facts: Any) -> Any:
        return getattr(self.manager.hook, question)(**facts)


def missing(offer: Offer) -> list[str]:
    """The modules an offer needs that are not installed, found without importing any."""
    return [name for name in offer.needs if importlib.util.find_spec(name) is None]
