"""Which paths a stranger may name."""

from __future__ import annotations

from pathlib import Path

import pytest

from timbrel.places import Places


def test_a_path_below_the_home_or_a_root_is_given_in_full(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    places = Places(home)
    assert places.within(Path("renders/a.wav")) == home / "renders/a.wav"
    assert places.within(home / "a.wav") == home / "a.wav"
    assert places.within(other / "a.wav") is None
    assert places.within(other / "a.wav", [other]) == other / "a.wav"


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "a/../../x", "a\0b", "/", "x" * 9000])
def test_every_other_path_is_refused(tmp_path: Path, name: str) -> None:
    found = Places(tmp_path / "home").within(Path(name))
    assert found is None or found.is_relative_to(tmp_path / "home")
    if not name.startswith("x"):
        assert found is None


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "out").symlink_to(tmp_path)
    assert Places(home).within(home / "out" / "a.wav") is None
