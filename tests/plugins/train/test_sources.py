"""The recordings of a training are gathered once, and found again by what they contain."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel import Job, Kernel, Problem, hookimpl, offers
from timbrel_train.order import Order
from timbrel_train.reading import Early, Reading
from timbrel_train.share import Share
from timbrel_train.sources import digest_of, gathered

if TYPE_CHECKING:
    from timbrel_train.spec import Spec


@pytest.fixture
def own(sounds: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sounds, tmp_path / "own"))


@pytest.fixture
def spec(studio: Kernel, own: Path) -> Spec:
    order = Order(None, None, "quick", (), 0, "grain", "loop", "auto")
    return order.spec(studio, "x", str(own), None)


def gather(kernel: Kernel, spec: Spec, manifest: dict[str, Any]) -> Any:
    return gathered(kernel, spec, Job("reading"), manifest)


def test_the_digest_of_a_set_is_that_of_its_contents_in_any_order(
    studio: Kernel, spec: Spec, own: Path
) -> None:
    _, manifest = gather(studio, spec, {})
    for number, path in enumerate(sorted(own.iterdir(), reverse=True)):
        path.rename(own / f"{number}.wav")
    _, again = gather(studio, spec, {})
    assert manifest["digest"] == again["digest"] and len(manifest["clips"]) == 8
    (own / "0.wav").unlink()
    assert gather(studio, spec, {})[1]["digest"] != manifest["digest"]


@given(st.permutations([f"{n:064x}" for n in range(5)]))
def test_no_order_changes_the_digest(digests: list[str]) -> None:
    assert digest_of(digests) == digest_of(sorted(digests))


def test_the_same_recordings_come_back_in_the_same_order_whatever_was_added(
    studio: Kernel, spec: Spec, own: Path, sounds: Path
) -> None:
    corpus, manifest = gather(studio, spec, {})
    (own / "pluck-0.wav").rename(own / "zz.wav")
    (own / "aa.wav").write_bytes((sounds / "pluck-0.wav").read_bytes()[:-200])
    again, kept = gather(studio, spec, manifest)
    assert [c.digest for c in again.clips] == [c.digest for c in corpus.clips]
    assert kept == manifest


def test_a_recording_that_is_gone_is_named(studio: Kernel, spec: Spec, own: Path) -> None:
    _, manifest = gather(studio, spec, {})
    (own / "pluck-5.wav").unlink()
    with pytest.raises(Problem, match="1 of the recordings .* pluck-5.wav") as caught:
        gather(studio, spec, manifest)
    assert caught.value.kind == "missing"


def test_recordings_of_the_model_that_is_extended_come_first_where_they_still_are(
    studio: Kernel, spec: Spec, own: Path, tmp_path: Path
) -> None:
    old = tmp_path / "old"
    old.mkdir()
    for name in ("pluck-0.wav", "pluck-1.wav", "pluck-2.wav"):
        (own / name).rename(old / name)
    _, known = gather(studio, replace(spec, place=str(old)), {})
    (old / "pluck-1.wav").unlink()
    (old / "pluck-2.wav").rename(own / "pluck-2.wav")
    corpus, manifest = gather(studio, replace(spec, base="m", known=known["clips"]), {})
    assert corpus.clips[0].name == "pluck-0.wav" and len(corpus.clips) == 7
    assert [row["name"] for row in manifest["gone"]] == ["pluck-1.wav"]
    assert manifest["clips"][0]["place"] == str(old)
    again, _ = gather(studio, replace(spec, base="m", known=known["clips"]), manifest)
    assert [c.digest for c in again.clips] == [c.digest for c in corpus.clips]


def test_a_place_goes_to_the_collector_that_knows_it(studio: Kernel) -> None:
    class Attic(offers.Collector):
        name, says = "attic", "What lies under the roof"

        def knows(self, place: str, places: Any) -> bool:
            return place == "attic"

        def collect(self, place: str, readers: Any, places: Any, job: Job) -> offers.Corpus:
            return offers.Corpus([], {"trunk": f"{len(readers) > 3}"})

    class Plugin:
        @hookimpl
        def collectors(self) -> list[offers.Collector]:
            return [Attic()]

    studio.host.add(Plugin(), "attic")
    assert studio.corpus("attic", Job("x")).left_out == {"trunk": "True"}
    with pytest.raises(Problem, match="no folder or file"):
        studio.corpus("cellar", Job("x"))


def test_a_stop_ends_the_reading_of_the_recordings(studio: Kernel, own: Path) -> None:
    notes: list[str] = []
    whole = Job("train", lambda job: notes.append(f"{job.part:.3f} {job.note}"))
    reading = Reading(studio.corpus(str(own), Job("x")), Share(whole, 0.5, 0.9))
    first, second, *_ = reading.corpus.clips
    assert first.read().frames == 5760
    assert notes == ["0.500 analysing pluck-0.wav, 1 of 8"]
    whole.stop()
    with pytest.raises(Early):
        second.read()
    reading.over = True
    assert second.read().frames == 5760
