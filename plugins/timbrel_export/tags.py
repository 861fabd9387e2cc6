"""The tags of a sound file: what people read, and the recipe that makes it again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from timbrel_export import chunks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RECIPE = "timbrel_recipe"
LONGEST = 8_000_000  # characters of a recipe: a FLAC's tags hold 16 MiB in all
IDS = {"title": "TIT2", "artist": "TPE1", "comment": "COMM::eng"}
OWN = ("timbrel_version", "timbrel_model", "timbrel_preset", "timbrel_seed", "timbrel_knobs")
NAMES = (*IDS, *OWN, RECIPE)
BESIDE = '{"recipe":"see the .json beside this file"}'


def words(recipe: Mapping[str, Any]) -> dict[str, str]:
    """What the tags say, by name: title, artist and comment, and those of our own."""
    model, seed = _text(recipe.get("model", "")), _text(recipe.get("seed", ""))
    preset, version = _text(recipe.get("preset", "")), _text(recipe.get("timbrel", ""))
    knobs = ", ".join(f"{_text(n)} {v:g}" for n, v in dict(recipe.get("values", {})).items())
    title = ", ".join(
        part for part in (model or "Timbrel", preset, seed and f"seed {seed}") if part
    )
    made = f"Timbrel {version}".strip()
    told = {
        "title": title,
        "artist": made,
        "comment": f"Made with {made}: {title}" + (f"; {knobs}" if knobs else ""),
        "timbrel_version": version,
        "timbrel_model": model,
        "timbrel_preset": preset,
        "timbrel_seed": seed,
        "timbrel_knobs": knobs,
    }
    return {name: text for name, text in told.items() if text} | {RECIPE: _written(recipe)}


def _written(recipe: Mapping[str, Any]) -> str:
    text = json.dumps(dict(recipe), separators=(",", ":"), ensure_ascii=True)
    return text if len(text) <= LONGEST else BESIDE


def _text(value: Any) -> str:
    """Names may hold what is no character (a file name's odd bytes): then as it is escaped."""
    return str(value).encode("utf-8", "backslashreplace").decode()


def tagged(path: Path, recipe: Mapping[str, Any]) -> None:
    """Write the tags into a finished file: ID3 for WAV, AIFF and MP3, else Vorbis comments."""
    told = words(recipe)
    if path.suffix.lower() == ".wav":
        chunks.add(path, b"id3 ", _id3_bytes(told))
        return
    import mutagen

    file: Any = mutagen.File(path)  # type: ignore[attr-defined]  # it is exported, if not by name
    tags: Any = file.tags
    if tags is None:
        file.add_tags()
        tags = file.tags
    if path.suffix.lower() in (".mp3", ".aiff"):
        for frame in _frames(told):
            tags.add(frame)
        file.save(v2_version=3)
        return
    for name, text in told.items():
        tags[name] = text
    file.save()


def _frames(told: Mapping[str, str]) -> list[Any]:
    """As ID3 v2.3, which everything reads; the recipe is ASCII and needs half the room so."""
    from mutagen import id3

    plain = {"title": id3.TIT2, "artist": id3.TPE1}  # type: ignore[attr-defined]
    made: list[Any] = []
    for name, text in told.items():
        if name in plain:
            made.append(plain[name](encoding=1, text=text))
        elif name == "comment":
            made.append(id3.COMM(encoding=1, lang="eng", desc="", text=text))  # type: ignore[attr-defined]
        else:
            coded = 0 if text.isascii() else 1
            made.append(id3.TXXX(encoding=coded, desc=name, text=text))  # type: ignore[attr-defined]
    return made


def _id3_bytes(told: Mapping[str, str]) -> bytes:
    import io

    from mutagen.id3 import ID3

    tags, buffer = ID3(), io.BytesIO()
    for frame in _frames(told):
        tags.add(frame)
    tags.save(buffer, v2_version=3, padding=lambda info: 0)
    return buffer.getvalue()


def read(path: Path) -> dict[str, str]:
    """The tags of a file by the names of ``words``; those that are not ours are left out."""
    import mutagen

    if path.suffix.lower() == ".wav":
        import io

        from mutagen.id3 import ID3

        tags: Any = ID3(io.BytesIO(chunks.found(path, b"id3 ")))
    else:
        tags = (mutagen.File(path) or {}).tags  # type: ignore[attr-defined]
    told = {}
    for name in NAMES:
        for key in (name, f"TXXX:{name}", IDS.get(name, name)):
            if tags is not None and key in tags:
                told[name] = str(getattr(tags[key], "text", tags[key])[0])
    return told


def recipe(path: Path) -> dict[str, Any] | None:
    """The recipe in the tags; None where there is none, or it cannot be read."""
    from mutagen import MutagenError

    try:
        facts = json.loads(read(path)[RECIPE])
    except (MutagenError, OSError, LookupError, ValueError, AttributeError, RecursionError):
        return None
    return facts if isinstance(facts, dict) and "made" in facts else None
