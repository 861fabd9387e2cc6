"""Address patterns, against a matcher that tries every way there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel_osc.pattern import Part, Wrong, is_pattern, reached

LETTERS = "ab-x"
PIECES = st.lists(
    st.one_of(
        st.sampled_from(["*", "?", "**", "a", "b", "x", "[ab]", "[!ab]", "[a-x]", "[!a-b]"]),
        st.lists(st.text(LETTERS, max_size=3), min_size=1, max_size=3).map(
            lambda words: f"{{{','.join(words)}}}"
        ),
    ),
    max_size=6,
).map("".join)


def naive(pattern: str, name: str) -> bool:
    if not pattern:
        return not name
    sign, rest = pattern[0], pattern[1:]
    if sign == "*":
        return any(naive(rest, name[cut:]) for cut in range(len(name) + 1))
    if sign == "{":
        words, _, rest = rest.partition("}")
        return any(name.startswith(w) and naive(rest, name[len(w) :]) for w in words.split(","))
    if not name:
        return False
    if sign == "[":
        within, _, rest = rest.partition("]")
        letters = within.removeprefix("!")
        if letters[1:2] == "-":
            letters = "".join(map(chr, range(ord(letters[0]), ord(letters[2]) + 1)))
        fits = (name[0] in letters) != within.startswith("!")
    else:
        fits = sign in ("?", name[0])
    return fits and naive(rest, name[1:])


@given(PIECES, st.text(LETTERS, max_size=8))
def test_it_says_what_trying_every_way_says(pattern: str, name: str) -> None:
    assert Part(pattern).matches(name) == naive(pattern, name)


@given(st.text("ab*?[]{},!-/", max_size=40), st.text("ab", max_size=8))
def test_any_text_is_a_pattern_or_is_said_to_be_none(text: str, name: str) -> None:
    try:
        Part(text).matches(name)
    except Wrong:
        assert is_pattern(text)


@pytest.mark.parametrize("pattern", ["[", "a]", "{a", "}", "[a{b}]", "{a[b]}", "[!", "{{a}}"])
def test_a_bracket_that_does_not_end_is_wrong(pattern: str) -> None:
    with pytest.raises(Wrong):
        Part(pattern)


def test_a_star_does_not_go_beyond_its_part() -> None:
    addresses = ["/a/b", "/a/c", "/a/b/c", "/b"]
    assert reached("/a/*", addresses) == ["/a/b", "/a/c"]
    assert reached("/*/{b,c}", addresses) == ["/a/b", "/a/c"]
    assert reached("/*", addresses) == ["/b"]


@pytest.mark.parametrize(
    "pattern",
    ["*a" * 200 + "!", "{,a}" * 100 + "*" * 100 + "!", "*{a,aa,aaa}" * 40 + "!", "?*" * 250],
)
def test_work_grows_with_the_pattern_and_not_with_the_ways_through_it(pattern: str) -> None:
    assert not Part(pattern).matches("a" * 60)  # by trying every way this would never end
