"""The command line, by the plugin of a stranger that has every kind of verb."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from timbrel import Job
from timbrel_cli.meter import lines
from timbrel_cli.run import run
from timbrel_cli.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ODD = '''
import os, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Annotated, Any, Literal
from timbrel import Job, Kernel, Problem, hookimpl, offers

def repeat(
    kernel: Kernel,
    word: Annotated[str, "What to say"],
    *,
    times: Annotated[int, "How often"] = 1,
    loud: Annotated[bool, "In capitals"] = False,
    kind: Annotated[bool, "Politely"] = True,
    set_: Annotated[list[str] | None, "knob=value"] = None,
    way: Annotated[Literal["up", "down"], "Which way"] = "up",
    out_file: Annotated[Path | None, "Where to"] = None,
) -> dict[str, Any]:
    """Say a word again. And again."""
    shown = word.upper() if loud else word
    given = {"kind": kind, "set": set_, "way": way, "out": out_file and str(out_file)}
    return {"says": " ".join([shown] * times), "nan": float("nan"), **given}

def fail(kernel: Kernel, how: Annotated[str, "How"]) -> dict[str, Any]:
    """Fail in some way."""
    if how == "bug":
        raise RuntimeError("a cable \\x1b[31mcame off")
    if how == "ctrl-c":
        raise KeyboardInterrupt
    raise Problem("It is not so.", "Make it so.", how)

def noise(kernel: Kernel) -> dict[str, Any]:
    """Print where only the answer belongs."""
    print("python noise")
    os.write(1, b"c noise\\n")
    return {"says": "quiet"}

def walk(kernel: Kernel) -> Job:
    """Take a hundred steps."""
    def work(job: Job) -> dict[str, Any]:
        for step in range(101):
            job.advance(step / 100, f"step {step}")
        return {"says": "there"}
    return kernel.jobs.start("walk", work)

def train_on(
    kernel: Kernel, *, fruitless: Annotated[bool, "Learn nothing"] = False
) -> Job:
    """Go on until stopped."""
    def work(job: Job) -> dict[str, Any]:
        while job.advance(0.5, "half"):
            Event().wait(0.01)
        if fruitless:
            raise Problem("Nothing was learnt yet.")
        return {"says": "kept", "kept": True}
    return kernel.jobs.start("train", work)

def stubborn(kernel: Kernel) -> Job:
    """Never stop, with a thread of a library that Python waits for at its end."""
    def forever(job: Job) -> None:
        while True:
            job.advance(0.5, "half")
            Event().wait(0.01)
    def work(job: Job) -> None:
        ThreadPoolExecutor(1).submit(forever, job).result()
    return kernel.jobs.start("stubborn", work)

def list_(kernel: Kernel) -> dict[str, Any]:
    """List the knots."""
    return {"says": "reef, bowline"}

def tie(kernel: Kernel, name: Annotated[str, "Which"]) -> dict[str, Any]:
    """Tie a knot."""
    return {"says": f"tied {name}"}

def strange(kernel: Kernel, thing: "NoSuchType") -> None:
    """Take what no surface can draw."""

class Near(offers.Surface):
    name, says = "near", "Waits"
    def serve(self, kernel, stop):
        asked = [kernel.settings[name] for name in ("host", "osc_port", "roots")]
        words = " ".join(["near at", *map(str, asked)])  # one piece: the other speaks meanwhile
        print(words, file=sys.stderr, flush=True)
        stop.wait()

class Broken(offers.Surface):
    name, says = "broken", "Cannot start"
    def serve(self, kernel, stop):
        raise Problem("Port 7860 is taken.", "Choose another by --port.", "unavailable")

class Alone(offers.Surface):
    name, says, alone = "hermit", "Speaks on the standard streams", True
    def serve(self, kernel, stop):
        for line in sys.stdin:
            print(*kernel.settings["roots"], "heard", line.strip(), flush=True)

@hookimpl
def actions():
    verbs = [repeat, fail, noise, walk, train_on, stubborn, strange]
    knots = [offers.Action(list_, group="knots"), offers.Action(tie, group="knots")]
    return [*map(offers.Action, verbs), *knots]

@hookimpl
def surfaces():
    return [Near(), Broken(), Alone()]
'''
OURS = ("web", "osc", "mcp")


@pytest.fixture(autouse=True)
def home(
    stranger: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    stranger("odd", ODD)
    monkeypatch.setenv("TIMBREL_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TIMBREL_DEBUG", raising=False)
    return tmp_path / "home"


def document(capfd: pytest.CaptureFixture[str]) -> Any:
    out, err = capfd.readouterr()
    assert err == ""
    return json.loads(out)


@contextmanager
def started(*words: str) -> Iterator[subprocess.Popen[str]]:
    """The program in a process of its own, that hears Ctrl-C whatever hears it above."""
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from timbrel_cli import main; main()"
    )
    command = [sys.executable, "-c", code, *words]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as child:
        try:
            yield child
        finally:
            child.kill()


def heard(child: subprocess.Popen[str], *words: str) -> None:
    """Read its remarks until they have had all of these words."""
    assert child.stderr is not None
    wanted = set(words)
    for line in child.stderr:
        wanted -= {word for word in wanted if word in line}
        if not wanted:
            return
    raise AssertionError(f"it ended without a word of {wanted}")


def test_every_action_is_a_command_with_its_words(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["repeat", "--help"]) == 0
    page = capfd.readouterr().out
    for words in ("Say a word again. And again.", "What to say", "--times", "How often", "--set"):
        assert words in page
    for words in ("--no-kind", "--out-file", "<up|down>", "--json"):
        assert words in page
    assert "--no-loud" not in page


def test_arguments_and_options_get_to_the_verb(capfd: pytest.CaptureFixture[str]) -> None:
    words = ["repeat", "ding", "--times", "2", "--loud", "--no-kind", "--set", "a=1", "--set"]
    assert run([*words, "b=2", "--way", "down", "--out-file", "x/y.wav", "--json"]) == 0
    assert document(capfd) == {
        "says": "DING DING",
        "nan": None,
        "kind": False,
        "set": ["a=1", "b=2"],
        "way": "down",
        "out": "x/y.wav",
    }


def test_an_answer_for_a_person_is_its_words_alone(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["repeat", "ding"]) == 0
    assert capfd.readouterr() == ("ding\n", "")


def test_json_is_taken_before_the_command_too(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--json", "repeat", "ding"]) == 0
    assert document(capfd)["says"] == "ding"


def test_what_follows_two_dashes_is_no_option(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["repeat", "--", "--json"]) == 0
    assert capfd.readouterr().out == "--json\n"


@pytest.mark.parametrize("words", [["knots"], ["knots", "list"]])
def test_a_group_alone_lists(words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 0
    assert capfd.readouterr().out == "reef, bowline\n"
    assert run([*words, "--json"]) == 0
    assert document(capfd) == {"says": "reef, bowline"}


def test_a_verb_of_a_group_has_its_own_arguments(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["knots", "tie", "reef"]) == 0
    assert capfd.readouterr().out == "tied reef\n"


@pytest.mark.parametrize(("kind", "code"), [("input", 1), ("missing", 3), ("unavailable", 4)])
def test_a_problem_is_a_sentence_and_an_exit_code(
    kind: str, code: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["fail", kind]) == code
    assert capfd.readouterr() == ("", "It is not so. Make it so.\n")
    assert run(["fail", kind, "--json"]) == code
    error = {"kind": kind, "what": "It is not so.", "mend": "Make it so."}
    assert document(capfd) == {"error": error}


@pytest.mark.parametrize(
    "words", [["sing"], ["repeat"], ["repeat", "a", "--times", "x"], ["knots", "cut"], ["--loud"]]
)
def test_misuse_is_a_sentence_and_code_2(
    words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    out, err = capfd.readouterr()
    assert out == "" and "--help" in err and "Traceback" not in err
    assert run([*words, "--json"]) == 2
    assert document(capfd)["error"]["kind"] == "usage"


def test_no_words_at_all_are_answered_with_the_commands(capfd: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    page = capfd.readouterr().out
    assert all(words in page for words in ("repeat", "knots", "serve", "hermit", "--without"))
    assert "near" not in page


def test_the_version_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capfd.readouterr().out.startswith("timbrel 0.")


def test_a_bug_leaves_its_traceback_in_the_log_that_it_names(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["fail", "bug"]) == 1
    out, err = capfd.readouterr()
    log = home / "logs" / "timbrel.log"
    assert out == "" and str(log) in err and err.count("\n") == 1
    assert "Traceback" in log.read_text() and "a cable" in log.read_text()
    assert run(["fail", "bug", "--json"]) == 1
    assert document(capfd)["error"]["kind"] == "bug"


def test_a_bug_shows_its_traceback_to_whoever_asks(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMBREL_DEBUG", "1")
    assert run(["fail", "bug"]) == 1
    err = capfd.readouterr().err
    assert "Traceback" in err and "\x1b" not in err


def test_a_bug_is_said_though_no_log_can_be_written(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    home.write_text("a file in the way")
    assert run(["fail", "bug"]) == 1
    assert "TIMBREL_DEBUG" in capfd.readouterr().err


def test_nothing_that_a_verb_prints_gets_into_its_answer(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert run(["noise", "--json"]) == 0
    out, err = capfd.readouterr()
    assert json.loads(out) == {"says": "quiet"}
    assert "python noise" in err and "c noise" in err


def test_names_do_nothing_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    evil = "a\x1b[2J\u202ewav\x07\r\udcff é鐘"
    assert run(["repeat", evil]) == 0
    assert capfd.readouterr().out == "a\\x1b[2J\\u202ewav\\x07\\r\\udcff é鐘\n"
    assert run([evil]) == 2
    assert "\x1b" not in capfd.readouterr().err
    assert run(["repeat", evil, "--json"]) == 0
    out = capfd.readouterr().out
    assert out.isascii() and json.loads(out)["says"] == evil


def test_a_plugin_left_out_brings_no_command(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--without", "odd", "repeat", "ding"]) == 2
    assert run(["--without", "odd", "--without", "train", "--help"]) == 0
    page = capfd.readouterr().out
    assert "repeat" not in page and "train" not in page and "models" in page


def test_a_plugin_set_aside_is_named_when_a_command_is_missed(
    stranger: Callable[[str, str], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    stranger("torn", "import no_such_thing")
    assert run(["warble"]) == 2
    assert "torn; see 'timbrel doctor'" in capfd.readouterr().err
    assert run(["repeat", "ding"]) == 0


def test_a_verb_that_cannot_be_drawn_is_set_aside(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["strange", "1j"]) == 2
    assert "strange; see 'timbrel doctor'" in capfd.readouterr().err


def test_another_home_may_be_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(tmp_path / "other"), "models"]) == 0
    assert (tmp_path / "other" / "models").is_dir()
    assert not (tmp_path / "home").exists()


def test_progress_is_on_stderr_and_the_answer_on_stdout(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert run(["walk", "--json"]) == 0
    out, err = capfd.readouterr()
    assert json.loads(out) == {"says": "there"}
    assert err.splitlines()[-1] == "100% step 100"


def test_progress_is_at_most_a_line_for_a_twentieth(capfd: pytest.CaptureFixture[str]) -> None:
    job, show = Job("walk"), lines(Voice())
    for step in range(1001):
        job.advance(step / 1000, "so \x1b[2Jfar")
        show(job)
    said = capfd.readouterr().err.splitlines()
    assert 15 <= len(said) <= 20
    assert said[0] == "  5% so \\x1b[2Jfar"


def test_ctrl_c_stops_a_job_gently_and_keeps_what_there_is() -> None:
    with started("train-on", "--json") as child:
        heard(child, "50%")
        child.send_signal(signal.SIGINT)
        out, _ = child.communicate(timeout=20)
    assert child.returncode == 130
    assert json.loads(out) == {"says": "kept", "kept": True}


def test_a_polite_kill_stops_a_job_as_gently() -> None:
    with started("train-on", "--json") as child:
        heard(child, "50%")
        child.terminate()
        out, _ = child.communicate(timeout=20)
    assert child.returncode == 130
    assert json.loads(out)["kept"]


def test_ctrl_c_before_there_is_anything_is_one_document_too() -> None:
    with started("train-on", "--fruitless", "--json") as child:
        heard(child, "50%")
        child.send_signal(signal.SIGINT)
        out, _ = child.communicate(timeout=20)
    assert child.returncode == 130
    assert json.loads(out)["error"]["what"] == "Nothing was learnt yet."


def test_a_second_ctrl_c_ends_what_would_not_stop() -> None:
    with started("stubborn", "--json") as child:
        heard(child, "50%")
        child.send_signal(signal.SIGINT)
        heard(child, "Ctrl-C again")
        child.send_signal(signal.SIGINT)
        out, _ = child.communicate(timeout=20)
    assert child.returncode == 130
    assert json.loads(out)["error"]["kind"] == "interrupted"


def test_ctrl_c_without_a_job_is_a_word_and_130(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["fail", "ctrl-c", "--json"]) == 130
    assert document(capfd)["error"]["kind"] == "interrupted"


def test_serve_goes_on_with_the_surfaces_that_work_until_ctrl_c() -> None:
    without = [word for name in OURS for word in ("--without", name)]
    with started(*without, "serve", "--osc-port", "9111", "--no-open", "--json") as child:
        heard(child, "near at 127.0.0.1 9111 []", "broken: Port 7860 is taken.")
        child.send_signal(signal.SIGINT)
        out, _ = child.communicate(timeout=20)
    assert child.returncode == 0
    answer = json.loads(out)
    assert answer["served"] == ["near", "broken"]
    assert answer["failed"] == {"broken": "Port 7860 is taken. Choose another by --port."}


@pytest.mark.parametrize("host", ["example.org", "here", "1.2.3", ""])
def test_serve_listens_on_no_name_that_could_lead_anywhere(
    host: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", "--host", host, "--json"]) == 1
    assert document(capfd)["error"]["kind"] == "input"


def test_a_surface_that_is_alone_has_the_standard_streams() -> None:
    with started("hermit", "--root", "a", "--root", "b") as child:
        out, err = child.communicate("ding\ndong\n", timeout=20)
    assert (child.returncode, out, err) == (0, "a b heard ding\na b heard dong\n", "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="There is no /dev/full here")
def test_an_answer_that_cannot_be_written_is_said() -> None:
    command = [sys.executable, "-c", "from timbrel_cli import main; main()", "repeat", "ding"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 4
    assert done.stderr.startswith("The answer could not be written") and "Trace" not in done.stderr


def test_a_reader_that_leaves_early_is_no_error() -> None:
    with started("walk") as child:
        assert child.stdout is not None
        child.stdout.close()
        child.stdout = None
        heard(child, "100%")
        assert child.wait(timeout=20) == 0
