"""'timbrel live': a command, and a group of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from timbrel_cli.run import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMBREL_HOME", str(tmp_path))


def test_alone_it_plays_and_without_a_model_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["live", "--out", "null"]) == 3
    assert "There is no model to play." in capfd.readouterr().err


def test_its_verbs_are_there_as_before(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["live", "ahead", "33", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["ahead"] == 33
    assert run(["live", "status", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["outputs"] == []


def test_its_help_tells_the_options_and_the_verbs(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["live", "--help"]) == 0
    said = capfd.readouterr().out
    assert all(word in said for word in ("--out", "--ahead", "--model", "devices", "panic"))


def test_serving_asks_for_the_output_by_its_own_name(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--help"]) == 0
    said = capfd.readouterr().out
    assert "--out " in said and "--out-out" not in said and "--live-out" not in said
