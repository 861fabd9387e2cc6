"""Figures as Markdown tables: Timbrel's, the reference's and how they stand to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

MARK = "bench"
BEGIN, END = "<!-- {}:begin -->", "<!-- {}:end -->"
NONE = "-"

# A table's title, and its columns: the words above and the way to the figure.
TABLES: dict[str, dict[str, tuple[str, ...]]] = {
    "Training": {
        "first preview, s": ("first_preview",),
        "training, s": ("training_seconds",),
        "steps": ("steps",),
    },
    "Round trip, files it was trained on": {
        "mel dB": ("known", "mel"),
        "log-spectral distance, dB": ("known", "lsd"),
    },
    "Round trip, files held out of the training": {
        "mel dB": ("unknown", "mel"),
        "log-spectral distance, dB": ("unknown", "lsd"),
    },
    "Speed of free renders, start of the program included": {
        "times real time, 1 minute": ("speed", "60"),
        "10 minutes": ("speed", "600"),
    },
    "Memory of free renders": {
        "peak MB, 1 minute": ("peak", "60"),
        "10 minutes": ("peak", "600"),
    },
}

# What Timbrel wants to reach, by the way to the figure and the folder.
BARS: dict[tuple[str, ...], dict[str, float]] = {
    ("known", "mel"): {"tabla": 0.5, "ambi": 1.0, "drum": 1.4, "loop": 1.4},
    ("unknown", "mel"): {"tabla": 1.2},
}


def report(results: Sequence[dict[str, Any]], start: dict[str, float] | None) -> str:
    """Every table, then the start-up and the folders that could not be measured."""
    whole = [result for result in results if "broken" not in result]
    parts = [_table(title, columns, whole) for title, columns in TABLES.items() if whole]
    if start:
        ratio = start["timbrel"] / start["python"]
        parts.append(
            f"`timbrel --help` starts in {start['timbrel']:.2f} s (median of 5), {ratio:.1f} times"
            f" as long as an empty Python ({start['python']:.3f} s)."
        )
    parts += [f"{r['folder']} was not measured: {r['broken']}" for r in results if "broken" in r]
    return "\n\n".join(parts) + "\n"


def _table(title: str, columns: dict[str, tuple[str, ...]], results: Sequence[Any]) -> str:
    heads = ["sounds"]
    for words, way in columns.items():
        heads += [words, *(["bar"] if way in BARS else []), "reference", "ratio"]
    rows = [[_named(result), *_cells(result, columns)] for result in results]
    rules = ["---"] + ["---:"] * (len(heads) - 1)
    return f"**{title}**\n\n" + "\n".join(_line(row) for row in (heads, rules, *rows))


def _named(result: dict[str, Any]) -> str:
    return f"{result['folder']} ({result['files']} files, {result['held']} held out)"


def _cells(result: dict[str, Any], columns: dict[str, tuple[str, ...]]) -> Iterable[str]:
    for way in columns.values():
        ours, theirs = (_figure(result[tool], way) for tool in ("timbrel", "reference"))
        yield _number(ours)
        if way in BARS:
            yield _number(BARS[way].get(result["folder"]))
        yield from (_number(theirs), _ratio(ours, theirs))


def _figure(figures: Any, way: tuple[str, ...]) -> float | None:
    for step in way:
        figures = (figures or {}).get(step)
    return figures


def _ratio(ours: float | None, theirs: float | None) -> str:
    return _number(ours / theirs) if ours is not None and theirs else NONE


def _number(value: float | None) -> str:
    if value is None:
        return NONE
    return f"{value:.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.2f}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def written(page: Path, text: str, mark: str = MARK) -> None:
    """Put the text between the markers of a page, which is made where it is not there."""
    begin, end = BEGIN.format(mark), END.format(mark)
    old = page.read_text() if page.exists() else f"# The engine\n\n{begin}\n{end}\n"
    before, found, rest = old.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{page} lacks {begin} or {end}")
    page.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}")
