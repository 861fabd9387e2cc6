"""The datasets of this library, each a folder with its document and, if copied, its files."""

from __future__ import annotations

import json
import secrets
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_corpus.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = "dataset.json"


class Shelf:
    """``places`` are those of the kernel. A dataset's name is that of its folder."""

    def __init__(self, places: Any) -> None:
        self._places = places

    def names(self) -> list[str]:
        """Of all datasets, those that cannot be read among them."""
        found = self._places.datasets.glob("[!.]*")
        return sorted(path.name for path in found if path.is_dir())

    def holds(self, name: str) -> bool:
        """Whether there is a dataset of that name; False for what could be none."""
        if not name or name.startswith(".") or set(name) & set("/\\\0"):
            return False
        try:
            return self.folder(name).is_dir()
        except OSError:  # a name too long for any file
            return False

    def folder(self, name: str) -> Path:
        return self._places.datasets / name

    def read(self, name: str) -> Document:
        """The document; a Problem that names the dataset if there is none or it is damaged."""
        if not self.holds(name):
            known = ", ".join(self.names()) or "none yet"
            raise Problem(f"No dataset is called '{name}'.", f"There is: {known}.", "missing")
        try:
            return Document.from_json(json.loads((self.folder(name) / PAGE).read_text("utf-8")))
        except Problem as problem:
            raise Problem(f"The dataset '{name}': {problem.what}", problem.mend) from problem
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
            mend = f"Put it to the trash (timbrel dataset remove {name}) and add its folder again."
            raise Problem(f"The dataset '{name}' cannot be read: {_cause(error)}.", mend) from error

    @contextmanager
    def new(self, name: str) -> Iterator[Path]:
        """An empty folder that becomes the dataset's when the block ends well."""
        draft = self._places.datasets / f".tmp-{secrets.token_hex(6)}"
        try:
            draft.mkdir()
            yield draft
            if self.holds(name):
                raise taken(name)
            draft.replace(self.folder(name))
        except OSError as error:
            raise Problem(
                f"{self.folder(name)} could not be written: {error.strerror}.",
                "Make room, or choose another folder.",
                "unavailable",
            ) from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def write(self, folder: Path, document: Document) -> None:
        """Write a document into a dataset's folder, whole or not at all."""
        with self._places.writing(folder / PAGE) as draft:
            draft.write_text(json.dumps(document.as_json(), indent=1))

    def bin(self, name: str) -> Path:
        """A new folder's path in the trash."""
        return self._places.free(self._places.trash, f"dataset-{name}", "")

    def remove(self, name: str) -> Path:
        """Move a dataset, a damaged one too, to the trash; where it lies there."""
        if not self.holds(name):
            self.read(name)
        rest = self.bin(name)
        try:
            self.folder(name).replace(rest)
        except OSError as error:
            raise Problem(
                f"{self.folder(name)} could not be moved: {error.strerror}.", "", "unavailable"
            ) from error
        return rest


def taken(name: str) -> Problem:
    mend = f"Choose another name, or add to it: timbrel dataset extend {name} FOLDER"
    return Problem(f"There is a dataset called '{name}' already.", mend)


def _cause(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"its {PAGE} is missing"
    if isinstance(error, OSError):
        return str(error.strerror)
    if isinstance(error, KeyError):
        return f"its {PAGE} says nothing of {error}"
    return f"its {PAGE} is damaged ({error})"
