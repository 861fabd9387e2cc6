"""What a take was made of, and how new it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from timbrel import Audio
from timbrel_grain import dsp_bar as bar
from timbrel_grain import dsp_select as select
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_novelty import Listener
from timbrel_grain.dsp_provenance import Provenance

if TYPE_CHECKING:
    from timbrel_grain.dsp_store import Store

HOP = spectrum.HOP / spectrum.RATE


@pytest.fixture
def store(model: Any) -> Store:
    return model.ensemble.store


def told(model: Any, seconds: float, seed: int = 0, **knobs: float) -> dict[str, Any]:
    values = {c.name: c.rest for c in model.controls} | knobs
    return ended(model.render(values, round(seconds * spectrum.RATE), seed))


def ended(blocks: Any) -> dict[str, Any]:
    """What a rendering tells at its end."""
    while True:
        try:
            next(blocks)
        except StopIteration as end:
            return end.value


def test_a_stretch_is_told_with_its_recording_and_times(model: Any, store: Store) -> None:
    seen = Provenance(store, model.ensemble.sources)
    first = int(store.first[2])
    seen.saw(100, np.arange(first + 11, first + 31))
    facts = seen.facts(10 * spectrum.RATE)
    name = model.ensemble.sources[store.pieces[2].source]
    (run,) = facts["runs"]
    assert run["source"] == name
    assert run["at"] == pytest.approx(100 * HOP, abs=1e-3)
    assert (run["from"], run["to"]) == pytest.approx((10 * HOP, 30 * HOP), abs=1e-3)
    assert facts["longest_verbatim"] == pytest.approx(20 * HOP, abs=1e-3)
    assert facts["sources"] == {name: pytest.approx(20 * HOP, abs=1e-3)}


def test_a_voice_that_goes_on_where_another_ended_is_one_stretch_with_it(
    model: Any, store: Store
) -> None:
    seen, first = Provenance(store, model.ensemble.sources), int(store.first[0])
    seen.saw(0, np.arange(first, first + 30))
    seen.saw(20, np.arange(first + 20, first + 50))
    assert seen.facts(spectrum.RATE)["longest_verbatim"] == pytest.approx(50 * HOP, abs=1e-3)
    apart = Provenance(store, model.ensemble.sources)
    apart.saw(0, np.arange(first, first + 30))
    apart.saw(25, np.arange(first + 20, first + 50))
    assert apart.facts(spectrum.RATE)["longest_verbatim"] == pytest.approx(30 * HOP, abs=1e-3)


def test_a_stretch_ends_with_its_recording_although_the_store_goes_on(
    model: Any, store: Store
) -> None:
    seen, first = Provenance(store, model.ensemble.sources), int(store.first[1])
    seen.saw(0, np.arange(first - 10, first + 9))
    runs = seen.facts(spectrum.RATE)["runs"]
    assert len({run["source"] for run in runs}) == 2
    assert seen.facts(spectrum.RATE)["longest_verbatim"] == pytest.approx(10 * HOP, abs=1e-3)


def test_a_take_tells_its_sources_and_stretches_in_the_order_of_time(model: Any) -> None:
    facts = told(model, 4.0)
    assert set(facts["sources"]) <= set(model.ensemble.sources)
    times = [run["at"] for run in facts["runs"]]
    assert times == sorted(times) and times[0] >= 0 and times[-1] < 4
    assert all(run["to"] > run["from"] >= 0 for run in facts["runs"])
    longest = max(run["to"] - run["from"] for run in facts["runs"])
    assert facts["longest_verbatim"] >= longest - 0.02


def test_at_rest_half_of_all_takes_keep_to_no_recording_for_over_a_quarter_second(
    model: Any,
) -> None:
    found = [told(model, 4.0, seed)["longest_verbatim"] for seed in range(5)]
    assert np.median(found) <= 0.25


@pytest.mark.parametrize("seed", range(3))
def test_a_free_take_has_no_verbatim_stretch_over_half_a_second(model: Any, seed: int) -> None:
    assert told(model, 6.0, seed, variation=1.0)["longest_verbatim"] <= 0.5


def test_a_faithful_take_keeps_to_its_recordings_longer(model: Any) -> None:
    longest = [told(model, 6.0, variation=v)["longest_verbatim"] for v in (0.0, 1.0)]
    assert longest[0] > 2 * longest[1]


def test_telling_changes_no_sample_and_needs_no_whole_take(model: Any, play: Any) -> None:
    values = {c.name: c.rest for c in model.controls}
    blocks = model.render(values, spectrum.RATE, 0)
    some = next(blocks).samples
    blocks.close()
    assert np.array_equal(some, play(model, 1.0)[:, : some.shape[1]])


def test_a_recording_itself_is_not_new_and_what_is_like_none_is(model: Any, store: Store) -> None:
    loop = next(n for n, name in enumerate(model.ensemble.sources) if name == "loop")
    own = next(p.sound() for p in store.pieces if p.source == loop)
    time = np.arange(2 * spectrum.RATE) / spectrum.RATE
    whistle = 0.3 * np.sin(2 * np.pi * (9000 * time + 300 * np.sin(2 * np.pi * 3 * time)))
    strange = (whistle * (time * 7 % 1 < 0.3))[np.newaxis].astype("float32")
    found = []
    for sound in (own, strange):
        ear = Listener(model.ensemble.projection)
        ear.heard(sound)
        found.append(model.known.facts(ear.ended())["novelty"])
    assert found[0] < 0.3 < 1 < found[1]


def test_blocks_of_any_size_are_as_new(model: Any) -> None:
    sound = 0.1 * np.random.default_rng(0).standard_normal((1, 3 * spectrum.RATE)).astype("f")
    found = []
    for size in (1000, 99_999):
        ear = Listener(model.ensemble.projection)
        for start in range(0, sound.shape[1], size):
            ear.heard(sound[:, start : start + size])
        found.append(model.known.facts(ear.ended()))
    assert found[0] == found[1]


def test_silence_is_neither_new_nor_old(model: Any) -> None:
    ear = Listener(model.ensemble.projection)
    ear.heard(np.zeros((1, 2 * spectrum.RATE), np.float32))
    assert model.known.facts(ear.ended()) == {"novelty": None, "near_copies": None}


def test_a_transformation_of_a_recording_that_is_known_tells_which_one(
    model: Any, store: Store
) -> None:
    low = next(piece for piece in store.pieces if model.ensemble.sources[piece.source] == "low")
    values = {c.name: c.rest for c in model.controls}
    facts = ended(model.follow(Audio(low.sound(), spectrum.RATE), values, 0.0, 0))
    assert next(iter(facts["sources"])) == "low"
    longest = max(facts["runs"], key=lambda run: run["to"] - run["from"])
    assert longest["source"] == "low"
    assert longest["at"] == pytest.approx(longest["from"], abs=0.05)


@pytest.mark.parametrize("end", [-1.0, 1.0])
def test_a_recording_is_followed_by_the_same_frames_however_bright(
    model: Any, store: Store, end: float
) -> None:
    sound = Audio(store.pieces[0].sound(), spectrum.RATE)
    played = []
    for bright in (0.0, end):
        values = {c.name: c.rest for c in model.controls} | {"brightness": bright}
        played.append(ended(model.follow(sound, values, 1.0, 0)))
    assert played[0]["runs"] == played[1]["runs"] and played[0]["runs"]


@pytest.mark.parametrize("most", [1, 7, 20])
def test_no_stretch_is_longer_than_allowed(most: int) -> None:
    rng = np.random.default_rng(0)
    features = rng.standard_normal((90, 4)).astype("float32")
    follows = np.ones(90, bool)
    free = select.choose(features, features, follows, 5.0)
    assert np.array_equal(free, np.arange(90))
    path = bar.choose(features, features, follows, 5.0, most)
    edges = np.flatnonzero(np.diff(path) != 1)
    lengths = np.diff(np.concatenate([[-1], edges, [len(path) - 1]]))
    assert len(path) == 90 and lengths.max() <= most


def test_a_few_frames_are_still_enough_to_choose_from() -> None:
    features = np.eye(3, 4, dtype="float32")
    path = bar.choose(np.tile(features, (5, 1)), features, np.ones(3, bool), 1.0, 2)
    assert len(path) == 15 and set(path) <= {0, 1, 2}


def test_what_is_barred_at_first_is_not_played_and_then_is_again() -> None:
    features = np.random.default_rng(0).standard_normal((90, 4)).astype("float32")
    follows = np.ones(90, bool)
    path = bar.choose(features[20:50], features, follows, 5.0, 12, 9, 20)
    assert not set(path[:9]) & set(range(20, 29))
    assert len(set(path[9:21]) & set(range(29, 41))) > 6


def test_a_walk_in_a_recording_may_play_it_and_must_not_by_turns() -> None:
    assert bar.left(0, 23) == (23, False)
    assert bar.left(10.2, 23) == (13, False)
    assert bar.left(25, 23) == (21, True)
    assert bar.left(46, 23) == (23, False)
    frames, barred = bar.left(20, 23)  # three frames are no stretch: it waits for the next turn
    assert barred and frames == 26


def test_the_bar_is_lower_the_freer_a_model_is_to_be() -> None:
    lengths = [bar.longest(v) for v in (0.0, 0.35, 0.7, 1.0)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] * HOP <= 0.25 and lengths[0] * HOP > 3
