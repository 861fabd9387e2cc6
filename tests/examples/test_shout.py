"""A stranger's plugin, installed as a stranger would and used in a process of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
SHOUT = ROOT / "examples" / "shout"

USED = """
import json, sys
from pathlib import Path
import numpy as np
from timbrel import Audio, Take, offers, start
kernel = start(Path(sys.argv[1]))
ramp = np.linspace(-0.5, 0.5, 200, dtype="float32").reshape(2, 100)
take = Take({"made": "by hand"}, 48000, 2, 100, lambda: iter([Audio(ramp, 48000)]))
path = kernel.session.save(take, Path(sys.argv[1]) / "a.raw", {"gain": 99.0})
print(json.dumps({"path": str(path), "broken": kernel.host.broken}))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling, of the dev group, is not installed")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    command += ["--no-build-isolation", "--disable-pip-version-check", "--target", str(folder)]
    done = subprocess.run([*command, str(SHOUT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_it_writes_a_take_after_a_plain_install(site: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", USED, str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": str(site)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    samples = np.fromfile(answer["path"], "<f4").reshape(100, 2)
    assert answer["broken"] == {}
    assert samples[0, 0] == pytest.approx(-0.5 * 10 ** (24 / 20))
    assert samples[-1, 1] == -samples[0, 0]
    recipe = json.loads(Path(f"{answer['path']}.json").read_text())
    assert recipe["options"] == {"gain": 24.0}


def test_the_page_on_plugins_shows_it_as_it_is() -> None:
    page = (ROOT / "docs" / "plugins.md").read_text()
    assert f"```python\n{(SHOUT / 'timbrel_shout.py').read_text()}```" in page
    assert '[project.entry-points.timbrel]\nshout = "timbrel_shout"' in page
    assert 'shout = "timbrel_shout"' in (SHOUT / "pyproject.toml").read_text()


def test_the_verb_on_that_page_works(tmp_path: Path, trained: object) -> None:
    from timbrel import Kernel, offers

    page = (ROOT / "docs" / "plugins.md").read_text()
    *_, code = (part.partition("```")[0] for part in page.split("```python\n")[1:])
    path = tmp_path / "timbrel_loudest.py"
    path.write_text(code)
    spec = importlib.util.spec_from_file_location("timbrel_loudest", path)
    assert spec is not None and spec.loader is not None
    plugin = importlib.util.module_from_spec(spec)
    sys.modules["timbrel_loudest"] = plugin
    spec.loader.exec_module(plugin)
    assert isinstance(trained, Kernel)
    trained.host.add(plugin, "loudest")
    answer = trained.host.find(offers.Action, "loudest").bound(trained)("bell", seed=3)
    assert answer["peak"] == pytest.approx(0.5, abs=0.01)
    assert answer["says"] == "bell peaks at 0.50"
