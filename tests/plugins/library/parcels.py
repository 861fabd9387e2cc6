"""Files as strangers would write them: a parcel taken apart, altered and sealed again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from timbrel import Kernel, offers
from timbrel_library.pack import BEGAN, READABLE
from timbrel_library.parcel import MANIFEST, SEAL, seal

if TYPE_CHECKING:
    from pathlib import Path


def act(kernel: Kernel, verb: str, /, *args: Any, **options: Any) -> dict[str, Any]:
    return kernel.host.find(offers.Action, verb).bound(kernel)(*args, **options)


@dataclass
class Parcel:
    """Its manifest and parts; ``ways`` are fields of a part's entry in the zip to be set."""

    manifest: dict[str, Any]
    parts: dict[str, bytes]
    ways: dict[str, dict[str, Any]] = field(default_factory=dict[str, Any])

    @classmethod
    def of(cls, path: Path) -> Parcel:
        with ZipFile(path) as parcel:
            names = parcel.namelist()[1:]
            return cls(json.loads(parcel.read(MANIFEST)), {n: parcel.read(n) for n in names})

    def write(self, path: Path, text: bytes | None = None, tight: bool = False) -> Path:
        said = json.dumps(self.manifest).encode() if text is None else text
        with path.open("w+b") as file:
            with ZipFile(file, "w", ZIP_DEFLATED if tight else ZIP_STORED) as parcel:
                for name, content in {MANIFEST: said, **self.parts}.items():
                    info = ZipInfo(name, BEGAN)
                    info.external_attr, info.compress_type = READABLE, parcel.compression
                    for way, value in self.ways.get(name, {}).items():
                        setattr(info, way, value)
                    parcel.writestr(info, content)
                parcel.comment = bytes(SEAL)
            seal(file)
        return path


def sealed_again(path: Path, content: bytes) -> Path:
    """Other bytes in a parcel, with a seal that fits them."""
    path.write_bytes(content)
    with path.open("r+b") as file:
        seal(file)
    return path


def held(kernel: Kernel) -> dict[str, bytes]:
    """All files below the models, drafts included."""
    models = kernel.places.models
    return {
        str(path.relative_to(models)): path.read_bytes() if path.is_file() else b""
        for path in models.rglob("*")
    }
