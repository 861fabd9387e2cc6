"""'models show --knobs': the report on the knobs, in words and as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from timbrel import Card, Kernel, Problem, offers
from timbrel_library.knobs import told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POINTS = {
    "inner": [-1.0, 0.0, 1.0],
    "measured": [[1.0, 2.0, 3.0], [1.1, None, 3.2]],
    "fit": [1.05, 2.0, 3.1],
}
ACTS: dict[str, Any] = {
    "inner": [-1, 0, 1],
    "knots": [-1.0, 0.0, 1.0],
    "inert": "",
    "travel": 2.34,
    "correlation": 0.98,
    "worst": 0.9,
    "safe": [-1.0, 0.5],
    "leak": {"warmth": 0.1, "space": 0.7, "pulse": None, "rhythm": 1.2},
    "points": {**POINTS, "zone": ["green", "green", "red"]},
}
INERT: dict[str, Any] = {
    **ACTS,
    "inert": "all your sounds are equally dry",
    "travel": None,
    "safe": None,
    "leak": {},
    "points": POINTS,
}
FACTS: dict[str, Any] = {"knobs": {"brightness": ACTS, "space": INERT}}


def show(kernel: Kernel, *args: Any, **options: Any) -> dict[str, Any]:
    return kernel.host.find(offers.Action, "models_show").bound(kernel)(*args, **options)


def lines(**changes: Any) -> list[str]:
    return told({"knobs": {"brightness": {**ACTS, **changes}, "space": INERT}}).splitlines()


def test_a_knob_that_acts_has_a_line() -> None:
    head, row, *_ = lines()
    assert head.split()[:3] == ["knob", "correlation", "travel"]
    words = "brightness 0.98 (worst 0.90) 2.3 SD -1.00 to 0.50 rhythm 1.2, space 0.7"
    assert " ".join(row.split()) == words


def test_a_knob_that_does_not_has_its_reason() -> None:
    assert "space is inert: all your sounds are equally dry." in lines()


def test_zones_have_words() -> None:
    assert "all the way" in lines(safe=[-1.0, 1.0])[1]
    assert "only at rest" in lines(safe=[0.0, 0.0])[1]
    assert "not known" in lines(safe=None)[1]
    assert lines(leak={})[1].endswith("nothing")


def test_the_picture_is_written_where_it_is_asked_for(
    trained: Kernel, tone: Callable[..., Card], tmp_path: Path
) -> None:
    tone(trained, "gong", knobs={"knobs": FACTS})
    path = tmp_path / "knobs.png"
    answer = show(trained, "gong", picture=path)
    assert path.read_bytes().startswith(b"\x89PNG") and str(path) in answer["says"]
    assert answer["knobs"] == FACTS


def test_or_in_the_cache(trained: Kernel, tone: Callable[..., Card]) -> None:
    tone(trained, "gong", knobs={"knobs": FACTS})
    answer = show(trained, "gong", knobs=True)
    assert str(trained.places.cache) in answer["picture"]
    (written,) = trained.places.cache.glob("*.png")
    assert written.stat().st_size > 10_000


def test_inert_knobs_alone_can_be_drawn(trained: Kernel, tone: Callable[..., Card]) -> None:
    tone(trained, "gong", knobs={"knobs": {"knobs": {"space": INERT}}})
    assert "space is inert" in show(trained, "gong", knobs=True)["says"]


def test_a_model_whose_knobs_were_never_measured_is_a_sentence(trained: Kernel) -> None:
    with pytest.raises(Problem, match="never measured.*timbrel models calibrate bell"):
        show(trained, "bell", knobs=True)
