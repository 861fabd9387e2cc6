"""A file from a stranger that is not as it should be is refused, and leaves nothing behind."""

from __future__ import annotations

import io
import json
import os
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.plugins.library.parcels import Parcel, act, held, sealed_again

from timbrel import Kernel, Problem
from timbrel_library.parcel import MOST_BYTES, SEAL

if TYPE_CHECKING:
    from collections.abc import Callable

MANY = settings(
    deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
GIB = 2**30


@pytest.fixture
def bell(trained: Kernel, tmp_path: Path) -> Path:
    return Path(act(trained, "models_export", "bell", tmp_path / "bell")["path"])


@pytest.fixture
def odd(bell: Path) -> Parcel:
    return Parcel.of(bell)


@pytest.fixture
def refused(trained: Kernel) -> Callable[[Path], str]:
    """Why a file is not taken in: refused(path)."""
    before = held(trained)

    def why(path: Path) -> str:
        with pytest.raises(Problem) as problem:
            act(trained, "models_import", path)
        assert held(trained) == before
        assert path.name in str(problem.value) and problem.value.mend
        return problem.value.what

    return why


def tensors(header: bytes, numbers: bytes = b"", length: int | None = None) -> bytes:
    return struct.pack("<Q", len(header) if length is None else length) + header + numbers


def listed(odd: Parcel, name: str, content: bytes) -> Parcel:
    """With another part, which the manifest knows and tells the truth of."""
    from hashlib import sha256

    odd.parts[name] = content
    parts = [one for one in odd.manifest["parts"] if one["name"] != name]
    one = {"name": name, "size": len(content), "sha256": sha256(content).hexdigest()}
    odd.manifest["parts"] = [*parts, one]
    return odd


def test_a_file_written_by_hand_as_it_should_be_is_taken_in(trained: Kernel, odd: Parcel) -> None:
    path = odd.write(trained.places.home / "again.timbrel")
    assert act(trained, "models_import", path)["model"] == "bell-2"


@MANY
@given(data=st.data())
def test_a_flipped_bit_anywhere_is_noticed(
    bell: Path, refused: Callable[[Path], str], data: st.DataObject
) -> None:
    content = bytearray(bell.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path = bell.with_name("flipped.timbrel")
    path.write_bytes(content)
    refused(path)


@MANY
@given(data=st.data())
def test_a_file_that_ends_early_is_refused(
    bell: Path, refused: Callable[[Path], str], data: st.DataObject
) -> None:
    content = bell.read_bytes()
    path = bell.with_name("short.timbrel")
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    assert "is not taken in: it is" in refused(path)


@MANY
@given(data=st.data())
def test_bytes_that_somebody_altered_and_sealed_again_are_refused_or_do_no_harm(
    bell: Path, trained: Kernel, data: st.DataObject
) -> None:
    content = bytearray(bell.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = sealed_again(bell.with_name("altered.timbrel"), bytes(content))
    before = held(trained)
    try:
        name = act(trained, "models_import", path)["model"]
    except Problem:
        assert held(trained) == before
    else:
        assert name in [one["name"] for one in act(trained, "models_list")["models"]]
        act(trained, "models_show", name)
        act(trained, "models_delete", name)


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\3\4", b"RIFF" + bytes(200), b"\0" * 500])
def test_what_is_no_zip_is_refused(
    tmp_path: Path, refused: Callable[[Path], str], content: bytes
) -> None:
    path = tmp_path / "song.timbrel"
    path.write_bytes(content)
    assert "is not taken in" in refused(path)


def test_a_zip_of_something_else_is_refused(tmp_path: Path, refused: Callable[[Path], str]) -> None:
    with ZipFile(tmp_path / "x.timbrel", "w") as other:
        other.writestr("letter.txt", "Dear all")
    assert "not a model that Timbrel exported" in refused(tmp_path / "x.timbrel")


def test_a_folder_or_a_pipe_is_no_file(trained: Kernel, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(Problem, match="There is no file"):
            act(trained, "models_import", path)


NAMES = [
    *("../x.json", "/etc/x.json", "a/b.json", "a\\b.json", "..json", "C:x.json", ".x.json"),
    *(
        "x.pkl",
        "x.py",
        "x",
        "nul.json",
        "COM1.json",
        "x.json\n",
        "\u202ex.json",
        "x" * 200 + ".json",
    ),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_not_plain_is_refused(
    tmp_path: Path, odd: Parcel, refused: Callable[[Path], str], name: str
) -> None:
    why = refused(listed(odd, name, b"{}").write(tmp_path / "odd.timbrel"))
    assert "is not plain" in why or "belong into a model" in why
    assert not list(tmp_path.parent.rglob("x.json"))


def test_a_part_that_is_missing_is_named(
    tmp_path: Path, odd: Parcel, refused: Callable[[Path], str]
) -> None:
    listed(odd, "more.json", b"{}")
    del odd.parts["more.json"]
    assert "its part more.json is missing" in refused(odd.write(tmp_path / "odd.timbrel"))


def test_a_part_that_the_manifest_does_not_know_is_refused(
    tmp_path: Path, odd: Parcel, refused: Callable[[Path], str]
) -> None:
    odd.parts["more.json"] = b"{}"
    why = refused(odd.write(tmp_path / "odd.timbrel"))
    assert "parts that its manifest does not know" in why


@pytest.mark.parametrize(
    ("fact", "value", "says"),
    [
        ("sha256", "0" * 64, "is not what its manifest says"),
        ("size", 1, "has another size"),
        ("size", -1, "something odd of a part"),
        ("size", True, "has another size"),
        ("size", MOST_BYTES + 1, "too large together"),
        ("sha256", 7, "something odd of a part"),
        ("name", "manifest.json", "have the same name"),
    ],
)
def test_a_manifest_that_lies_of_a_part_is_refused(
    tmp_path: Path,
    odd: Parcel,
    refused: Callable[[Path], str],
    fact: str,
    value: Any,
    says: str,
) -> None:
    odd.manifest["parts"][0][fact] = value
    assert says in refused(odd.write(tmp_path / "odd.timbrel"))


def test_names_that_differ_only_in_capitals_are_the_same(
    tmp_path: Path, odd: Parcel, refused: Callable[[Path], str]
) -> None:
    listed(odd, "Tone.json", b"{}")
    assert "have the same name" in refused(odd.write(tmp_path / "odd.timbrel"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_refused(
    tmp_path: Path, bell: Path, refused: Callable[[Path], str]
) -> None:
    page = io.BytesIO(bell.read_bytes()[:-SEAL])
    odd = Parcel.of(bell)
    with ZipFile(page, "w") as twice:
        twice.writestr("manifest.json", json.dumps(odd.manifest))
        for _ in range(2):
            twice.writestr("tone.json", odd.parts["tone.json"])
        twice.comment = bytes(SEAL)
    refused(sealed_again(tmp_path / "twice.timbrel", page.getvalue()))


def test_too_many_parts_are_refused(
    tmp_path: Path, odd: Parcel, refused: Callable[[Path], str]
) -> None:
    for number in range(64):
        listed(odd, f"{number}.json", b"{}")
    assert "parts, and at most 64 are read" in refused(odd.write(tmp_path / "odd.timbrel"))


def test_a_zip_bomb_is_refused_before_it_goes_off(
    tmp_path: Path, odd: Parcel, refused: Callable[[Path], str]
) -> None:
    path = listed(odd, "big.json", b" " * 10_000_000).write(tmp_path / "bomb.timbrel", tight=True)
    assert path.stat().st_size < 100_000
    assert "is no plain file" in refused(path)


@pytest.mark.parametrize(
    ("way", "value"),
    [("external_attr", 0o120777 << 16), ("external_attr", 0o40755 << 16), ("extra", b"\1\0\0\0")],
)
def test_a_link_or_a_folder_is_refused(
    tmp_path: Path, odd: Parcel, refused: Callable[[Path], str], way: str, value: Any
) -> None:
    odd.ways["tone.json"] = {way: value}
    assert "is no plain file" in refused(odd.write(tmp_path / "odd.timbrel"))


def test_a_part_that_is_locked_is_refused(
    tmp_path: Path, bell: Path, refused: Callable[[Path], str]
) -> None:
    content = bytearray(bell.read_bytes())
    entry = content.rindex(b"PK\1\2")
    content[entry + 8] |= 1  # APPNOTE.TXT, 4.4.4: encrypted
    path = sealed_again(tmp_path / "locked.timbrel", bytes(content))
    assert "is no plain file" in refused(path)


def test_something_hidden_between_the_parts_is_refused(
    tmp_path: Path, bell: Path, refused: Callable[[Path], str]
) -> None:
    content = bell.read_bytes()
    list_, end = content.index(b"PK\1\2"), len(content) - SEAL - 22
    moved = bytearray(content[:list_] + b"hidden" + content[list_:])
    moved[end + 6 + 16 : end + 6 + 20] = struct.pack("<L", list_ + 6)
    path = sealed_again(tmp_path / "hiding.timbrel", bytes(moved))
    assert "not on its list" in refused(path)


def test_a_list_that_would_fill_the_memory_is_not_read(
    tmp_path: Path, bell: Path, refused: Callable[[Path], str]
) -> None:
    content = bytearray(bell.read_bytes())
    end = len(content) - SEAL - 22
    content[end + 12 : end + 16] = struct.pack("<L", 2**31 - 1)
    path = sealed_again(tmp_path / "listing.timbrel", bytes(content))
    assert "list of parts is not where it should be" in refused(path)


def test_a_long_list_of_parts_is_not_read(
    tmp_path: Path, odd: Parcel, refused: Callable[[Path], str]
) -> None:
    for number in range(40):
        listed(odd, f"{number}.json", b"{}")
        odd.ways[f"{number}.json"] = {"comment": b"x" * 2000}
    why = refused(odd.write(tmp_path / "odd.timbrel"))
    assert "list of parts is not where it should be" in why


def test_parts_that_are_listed_in_another_order_are_refused(
    tmp_path: Path, odd: Parcel, refused: Callable[[Path], str]
) -> None:
    listed(odd, "more.json", b"{}")
    path = odd.write(tmp_path / "odd.timbrel")
    content = path.read_bytes()
    list_, second = content.index(b"PK\1\2"), content.rindex(b"PK\1\2")
    first, end = content.index(b"PK\1\2", list_ + 1), len(content) - SEAL - 22
    moved = content[:first] + content[second:end] + content[first:second] + content[end:]
    assert "is not where it should be" in refused(sealed_again(path, moved))


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, refused: Callable[[Path], str]
) -> None:
    path = tmp_path / "huge.timbrel"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert "is larger than 2048 MiB" in refused(path)


def test_a_manifest_that_is_too_large_is_not_read(
    tmp_path: Path, odd: Parcel, refused: Callable[[Path], str]
) -> None:
    text = json.dumps(odd.manifest).encode() + b" " * 2**20
    why = refused(odd.write(tmp_path / "odd.timbrel", text))
    assert "a manifest of at most 1 MiB" in why


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{", b"[" * 100_000, b"\xff", b'{"a": 1' + b"0" * 5000]
)
def test_a_manifest_that_is_none_is_refused(
    tmp_path: Path, odd: Parcel, refused: Callable[[Path], str], text: bytes
) -> None:
    assert "its manifest cannot be read" in refused(odd.write(tmp_path / "odd.timbrel", text))


def test_a_file_of_a_newer_timbrel_says_so(
    tmp_path: Path, odd: Parcel, refused: Callable[[Path], str]
) -> None:
    odd.manifest["edition"] = 2
    assert "a newer Timbrel made it" in refused(odd.write(tmp_path / "odd.timbrel"))
    odd.manifest["format"] = "timbrel-preset"
    assert "is not one of a model" in refused(odd.write(tmp_path / "odd.timbrel"))


SMALL = b'{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}'
HEADERS = [
    (tensors(b"{}", length=2 * GIB), "said to be 2048 MiB long"),
    (tensors(b"{}", length=2**64 - 1), "MiB long"),
    (b"\1\2", "the header of w.safetensors cannot be read"),
    (tensors(b"[" * 1000), "the header of w.safetensors cannot be read"),
    (
        tensors(b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}', bytes(4)),
        "no sound",
    ),
    (tensors(SMALL, bytes(8)), "no sound file of weights"),
    (tensors(SMALL, b""), "no sound file of weights"),
    (tensors(SMALL, struct.pack("<f", float("nan"))), "weights that are no numbers"),
    (tensors(SMALL, struct.pack("<f", float("-inf"))), "weights that are no numbers"),
    (
        tensors(json.dumps({f"{n}": {} for n in range(4098)}).encode()),
        "more than 4096 tensors",
    ),
]


@pytest.mark.parametrize(("content", "says"), HEADERS)
def test_weights_that_are_none_are_refused(
    tmp_path: Path, odd: Parcel, refused: Callable[[Path], str], content: bytes, says: str
) -> None:
    path = listed(odd, "w.safetensors", content).write(tmp_path / "odd.timbrel")
    assert says in refused(path)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("g.flac", b"fLaC" + bytes(50), "no sound file of FLAC"),
        ("g.flac", b"\0" * 100, "no sound file of FLAC"),
        ("m.json", b"{", "m.json cannot be read"),
        ("m.json", b" " * (16 * 2**20 + 1), "m.json is larger than 16 MiB"),
        ("tone.json", b'{"hertz": "high"}', "no model that plays"),
        ("tone.json", b'{"loud": 1}', "no model that plays"),
    ],
)
def test_parts_that_are_not_what_they_are_called_are_refused(
    tmp_path: Path,
    odd: Parcel,
    refused: Callable[[Path], str],
    name: str,
    content: bytes,
    says: str,
) -> None:
    assert says in refused(listed(odd, name, content).write(tmp_path / "odd.timbrel"))


def test_a_recording_in_another_format_is_no_flac(
    tmp_path: Path, odd: Parcel, refused: Callable[[Path], str]
) -> None:
    import numpy as np
    import soundfile

    soundfile.write(tmp_path / "g.wav", np.zeros(100), 48000)
    path = listed(odd, "g.flac", (tmp_path / "g.wav").read_bytes()).write(tmp_path / "o.timbrel")
    assert "no recording that Timbrel would make" in refused(path)
