"""The model registry: trained models on disk, each a folder with a card."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from timbrel.card import Card
from timbrel.learning import Family
from timbrel.places import DRAFT, Places, mending, synced
from timbrel.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel.host import Host
    from timbrel.learning import Model


CARD = "card.json"
KEPT = 4  # models in memory


class Registry:
    """Models by name. The last few that were opened stay in memory.

    ``models/NAME/card.json`` names the sub-folder of the version that holds. To replace it is one
    rename, so that at every moment there is the old model or the new one, whole.
    """

    def __init__(self, places: Places, host: Host) -> None:
        self._places = places
        self._host = host
        self._open: dict[str, Model] = {}

    def cards(self) -> list[Card]:
        """Of all models, by name; one that cannot be read is left out here and told by card()."""
        found: list[Card] = []
        for path in sorted(self._places.models.glob(f"[!.]*/{CARD}")):
            try:
                found.append(_read(path))
            except Problem:
                continue
        return found

    def card(self, name: str) -> Card:
        path = self._places.models / self.checked(name) / CARD
        if not path.is_file():
            known = ", ".join(card.name for card in self.cards()) or "none yet"
            raise Problem(f"No model is called '{name}'.", f"There is: {known}.", "missing")
        return _read(path)

    def draft(self) -> Path:
        """An empty folder for a model's files, beside the models, so that add() is a rename."""
        folder = self._places.models / f"{DRAFT}{secrets.token_hex(6)}"
        with mending(folder):
            folder.mkdir()
        return folder

    def add(self, card: Card, draft: Path, over: bool = True) -> Card:
        """Take in a draft under the card's name, all at once or not at all.

        A model of that name is replaced, or, where it must not go ``over`` one, is a Problem.
        """
        home, whole = self._places.models / self.checked(card.name), self.draft()
        try:
            with mending(home):
                files = {path.name: digest(path) for path in sorted(draft.iterdir())}
                card = replace(card, files=files, version=secrets.token_hex(6))
                for path in (*draft.iterdir(), draft):
                    synced(path)
                draft.replace(whole / card.version)
                self._written(card, whole)
                self._settled(whole, home, card.version, over)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
            shutil.rmtree(whole, ignore_errors=True)
        for old in home.iterdir():
            if old.is_dir() and old.name != card.version:
                shutil.rmtree(old, ignore_errors=True)
        self._told()
        return card

    def _settled(self, whole: Path, home: Path, version: str, over: bool) -> None:
        """Bring a folder with a version and its card in by a rename; the card's is what counts."""
        if not home.exists():
            whole.rename(home)
            synced(self._places.models)
        elif over:
            (whole / version).replace(home / version)
            synced(home)
            (whole / CARD).replace(home / CARD)
            synced(home)
        else:
            raise _taken(home.name)

    def keep(self, card: Card) -> None:
        """Write a card over the one of its name, at once or not at all."""
        self._written(card, self._places.models / self.checked(card.name))

    def _written(self, card: Card, folder: Path) -> None:
        with Places.writing(folder / CARD) as draft:
            draft.write_text(json.dumps(asdict(card), indent=2, ensure_ascii=True))

    def open(self, name: str) -> Model:
        card = self.card(name)
        key = f"{name}/{card.version}"
        model = self._open.pop(key, None)
        if model is None:
            folder = self._places.models / name / card.version
            _verify(card, folder)
            model = self._host.find(Family, card.family).load(folder)
        self._open = dict([*self._open.items(), (key, model)][-KEPT:])
        return model

    def remove(self, name: str) -> Path:
        """Move a model, a damaged one too, to the trash and say where it lies there."""
        home = self._places.models / self.checked(name)
        if not home.is_dir():
            self.card(name)
        rest = Places.free(self._places.trash, f"model-{name}", "")
        with mending(rest):
            home.replace(rest)
        self._told()
        return rest

    def rename(self, name: str, new: str) -> Card:
        """Give a model another name, which no other has."""
        self.card(name)
        home = self._places.models / self.checked(new)
        if home.exists():
            raise _taken(new)
        with mending(home):
            (self._places.models / name).rename(home)
        self.keep(self.card(new))
        self._told()
        return self.card(new)

    @staticmethod
    def checked(name: str) -> str:
        """The name itself if it will do for a folder on any platform, else a Problem."""
        if not re.fullmatch(r"\w(?:[\w -]{0,62}\w)?", name):
            mend = "Use up to 64 letters, digits, spaces, - and _."
            raise Problem(f"'{name}' will not do as a name.", mend)
        return name

    def _told(self) -> None:
        self._open = {}
        self._host.tell("models_changed", registry=self)


def _taken(name: str) -> Problem:
    return Problem(f"There is a model '{name}' already.", "Choose another name.")


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(path: Path) -> Card:
    try:
        facts: dict[str, Any] = json.loads(path.read_text())
        # The folder's name holds: a rename that was cut short has not reached the card.
        return Card.from_facts({**facts, "name": path.parent.name})
    except (ValueError, TypeError, AttributeError, OSError) as error:
        raise Problem(
            f"{path} cannot be read: {error}.", "Delete the model or restore it."
        ) from error


def _verify(card: Card, folder: Path) -> None:
    for name, expected in card.files.items():
        path = folder / name
        if not path.is_file() or digest(path) != expected:
            raise Problem(
                f"{card.name}: {name} is damaged or missing.", "Train it again, or import it."
            )
