"""What this machine has, and what is said when something is wrong with it."""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from timbrel import Kernel, offers, start
from timbrel_doctor.finding import Finding, isolated
from timbrel_doctor.folders import folders
from timbrel_doctor.libraries import libraries, program, torch_pair
from timbrel_doctor.plugins import plugins
from timbrel_doctor.sound import ffmpeg, outputs, soundfile
from timbrel_doctor.witness import asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def faked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Puts a library in the way of the installed one, for the witnesses alone."""
    site = tmp_path / "fakes"
    site.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(site))

    def fake(name: str, code: str) -> None:
        (site / f"{name}.py").write_text(code)

    return fake


@cache
def whole() -> dict[str, Any]:
    kernel = start()
    return kernel.host.find(offers.Action, "doctor").bound(kernel)()


def of(findings: Any, topic: str) -> list[Finding]:
    return [finding for finding in findings if finding.topic == topic]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Any:
    monkeypatch.setenv("TIMBREL_HOME", str(tmp_path_factory.getbasetemp() / "doctor"))
    return whole()


def test_every_part_of_the_machine_is_looked_at(answer: dict[str, Any]) -> None:
    topics = {finding["topic"] for finding in answer["findings"]}
    assert topics >= {"timbrel", "torch", "device", "torchaudio", "numpy", "soundfile", "codecs"}
    assert topics >= {"ffmpeg", "outputs", "plugins", "models", "gradio", "mcp", "python-osc"}


def test_the_answer_is_json_and_words(answer: dict[str, Any]) -> None:
    assert json.loads(json.dumps(answer)) == answer
    lines = answer["says"].splitlines()
    assert len(lines) > len(answer["findings"])
    assert any("Opus" in line for line in lines) and any("cpu" in line for line in lines)


def test_what_is_wrong_is_counted_and_has_a_mend(answer: dict[str, Any]) -> None:
    wrong = [finding for finding in answer["findings"] if finding["state"] == "wrong"]
    assert answer["well"] == (not wrong)
    assert all(finding["mend"] for finding in wrong)
    assert answer["says"].endswith(f"{len(wrong)} to mend." if wrong else "All is well.")


def test_the_program_says_where_it_runs(kernel: Kernel) -> None:
    (found,) = program(kernel)
    assert found.facts["python"] == sys.version.split()[0]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise OSError('libc10_cuda.so: cannot open')", "libc10_cuda.so"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGABRT)", "ended with code -6"),
        ("raise SystemExit(7)", "SystemExit: 7"),
        ("print('answer: {}'); import os; os._exit(0)", "ended with code 0"),
    ],
)
def test_a_library_that_breaks_breaks_nothing_else(
    faked: Callable[[str, str], None], code: str, reason: str
) -> None:
    faked("timbrel_fake_library", code)
    assert reason in asked("timbrel_fake_library")["error"]


def test_noise_of_a_library_does_not_hide_its_answer(faked: Callable[[str, str], None]) -> None:
    noise = "import atexit; print('hello\\n{'); atexit.register(print, 'bye'); __version__ = '1.2'"
    faked("timbrel_fake_library", noise)
    assert asked("timbrel_fake_library") == {"version": "1.2"}


TORCH = """
__version__ = "2.11.0"
class version: cuda = "13.0"
class cuda:
    device_count = staticmethod(lambda: 1)
    get_device_name = staticmethod(lambda name: "Old Card")
class backends:
    class mps: is_available = staticmethod(lambda: False)
get_num_threads = lambda: 4
def ones(count, device):
    if device != "cpu":
        raise RuntimeError("CUDA error: no kernel image\\nadvice")
    class Tensor:
        def sum(self): return 8.0
    return Tensor()
"""


def test_a_device_that_cannot_add_is_named_and_the_next_is_chosen(
    kernel: Kernel, faked: Callable[[str, str], None]
) -> None:
    faked("torch", TORCH)
    faked("torchaudio", "")
    gpu, cpu = of(torch_pair(kernel), "device")
    assert gpu.state == "wrong" and "Old Card fails: CUDA error: no kernel image" in gpu.what
    assert cpu.state == "ok" and "first choice" in cpu.what


def test_a_torchaudio_that_is_no_pair_is_told_with_what_to_install(
    kernel: Kernel, faked: Callable[[str, str], None], tmp_path: Path
) -> None:
    faked("torch", TORCH)
    faked("torchaudio", "raise OSError('undefined symbol')")
    (found,) = of(torch_pair(kernel), "torchaudio")
    assert found.state == "wrong" and "undefined symbol" in found.what
    assert "torch>=2.10,<2.12" in found.mend


def test_a_torchaudio_of_another_version_is_no_pair_though_it_imports(
    kernel: Kernel,
    faked: Callable[[str, str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faked("torch", TORCH)
    faked("torchaudio", "")
    facts = tmp_path / "newer" / "torch-2.99.0.dist-info"
    facts.mkdir(parents=True)
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: torch\nVersion: 2.99.0\n")
    monkeypatch.syspath_prepend(str(facts.parent))
    (found,) = of(torch_pair(kernel), "torchaudio")
    assert found.state == "wrong" and "but torch is 2.99.0: they are no pair" in found.what


def test_a_torch_that_cannot_be_imported_is_told_with_what_to_install(
    kernel: Kernel, faked: Callable[[str, str], None]
) -> None:
    faked("torch", "raise ImportError('no libtorch')")
    found, *_ = torch_pair(kernel)
    assert found.state == "wrong" and "no libtorch" in found.what and "torch>=2.10" in found.mend


def test_a_broken_numpy_is_told_and_the_others_are_seen(
    kernel: Kernel, faked: Callable[[str, str], None]
) -> None:
    faked("numpy", "raise ImportError('wrong ABI')")
    found = list(libraries(kernel))
    assert of(found, "numpy")[0].state == "wrong"
    assert of(found, "typer")[0].state == "ok"


def test_an_old_libsndfile_is_told_by_what_it_lacks(
    kernel: Kernel, faked: Callable[[str, str], None]
) -> None:
    old = """
__version__, __libsndfile_version__ = "0.10", "libsndfile-1.0.28"
available_formats = lambda: {"WAV": "", "AIFF": "", "FLAC": "", "OGG": ""}
available_subtypes = lambda name: {"PCM_24": "", "VORBIS": ""}
"""
    faked("soundfile", old)
    lacking, has = of(soundfile(kernel), "codecs")
    assert lacking.what == "lacking: MP3, Opus" and lacking.state == "wrong"
    assert has.what == "WAV, AIFF, FLAC, OGG Vorbis"


def test_a_machine_without_ffmpeg_is_well_and_told_what_it_is_for(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (found,) = ffmpeg(kernel)
    assert found.state == "note" and "M4A" in found.mend


def test_the_outputs_of_a_sound_card_are_listed_with_the_default_first(
    kernel: Kernel, stranger: Callable[[str, str], Path]
) -> None:
    card = """
class default: device = (0, 2)
__version__ = "0.5"
def query_devices():
    names = [("Microphone", 0), ("Speakers", 2), ("Headphones", 2)]
    return [dict(name=n, index=i, max_output_channels=c) for i, (n, c) in enumerate(names)]
"""
    stranger("sounddevice", card)
    (found,) = outputs(kernel)
    assert found.what == "Headphones, Speakers"


def test_a_plugin_that_cannot_be_imported_is_named_with_a_mend(
    stranger: Callable[[str, str], Path], tmp_path: Path
) -> None:
    stranger("torn", "import no_such_thing")
    found = [f for f in plugins(start(tmp_path / "home")) if f.facts.get("plugin") == "torn"]
    assert found[0].state == "wrong" and "No module named 'no_such_thing'" in found[0].what
    assert "pip uninstall torn" in found[0].mend and "--without torn" in found[0].mend


LATE = """
from timbrel import hookimpl, offers
class Wax(offers.Exporter):
    name, says, needs = "wax", "Wax cylinder", ("no_such_lathe",)
@hookimpl
def exporters():
    return [Wax(), Wax()] if {twice} else [Wax()]
@hookimpl
def trainers():
    raise RuntimeError("not today")
"""


@pytest.mark.parametrize(
    ("twice", "words"), [(False, "needs no_such_lathe"), (True, "'wax' is offered twice")]
)
def test_what_breaks_only_when_asked_is_found_too(
    stranger: Callable[[str, str], Path], tmp_path: Path, twice: bool, words: str
) -> None:
    stranger("late", LATE.replace("{twice}", str(twice)))
    found = [f.what for f in plugins(start(tmp_path / "home")) if f.state == "wrong"]
    assert any(words in what for what in found)
    assert any("late was set aside: RuntimeError: not today" in what for what in found)


def test_folders_are_shown_with_what_is_free(kernel: Kernel) -> None:
    found = list(folders(kernel))
    assert {f.topic for f in found} == {"models", "renders", "datasets", "cache", "trash"}
    assert all(f.facts["free"] > 0 and str(kernel.places.home) in f.what for f in found)


def test_a_folder_that_cannot_be_made_has_a_mend(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way")
    found = list(folders(start(tmp_path / "home")))
    assert all(f.state == "wrong" and "TIMBREL_HOME" in f.mend for f in found)


def test_a_full_disk_is_seen_by_writing(kernel: Kernel, full_disk: Callable[[int], Any]) -> None:
    with full_disk(2):
        found = list(folders(kernel))
    assert all(f.state == "wrong" and "cannot be written" in f.what for f in found)


def test_a_probe_that_fails_is_a_finding(kernel: Kernel) -> None:
    def broken(kernel: Kernel) -> Iterator[Finding]:
        yield Finding("first", "well")
        raise RuntimeError("a loose wire")

    (found,) = isolated(broken, kernel)
    assert found.topic == "broken" and "a loose wire" in found.what and found.state == "wrong"
