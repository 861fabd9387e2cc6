"""The program itself and the libraries it stands on."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from timbrel_doctor.finding import Finding
from timbrel_doctor.witness import asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel import Kernel

PAIR = 'pip install "torch>=2.10,<2.12" "torchaudio>=2.10,<2.12"'
IMPORTED = ("numpy", "scipy", "numba", "sklearn")
LISTED = ("gradio", "fastapi", "mcp", "python-osc", "typer", "pluggy", "safetensors", "mutagen")


def program(kernel: Kernel) -> Iterator[Finding]:
    python, system = platform.python_version(), f"{platform.system()} {platform.machine()}"
    ours = _installed("timbrel")
    facts = {"timbrel": ours, "python": python, "executable": sys.executable, "system": system}
    yield Finding("timbrel", f"{ours} on Python {python}, {system}", facts=facts)


def torch_pair(kernel: Kernel) -> Iterator[Finding]:
    """Torch with its devices, and torchaudio, which imports beside its own torch only."""
    torch = asked("torch")
    if "error" in torch:
        yield Finding("torch", f"cannot be used: {torch['error']}", "wrong", PAIR)
    else:
        yield Finding("torch", f"{torch['version']}, {torch['threads']} threads", facts=torch)
        yield from _devices(torch["devices"])
    yield _torchaudio(_installed("torch"))


def _devices(devices: dict[str, Any]) -> Iterator[Finding]:
    best = next((name for name, device in devices.items() if not device["error"]), "")
    for name, device in devices.items():
        what = f"{name} {device['model']}".strip()
        if device["error"]:
            mend = "Work goes on on the CPU. Look at the driver, or install torch for the CPU."
            yield Finding("device", f"{what} fails: {device['error']}", "wrong", mend, device)
        else:
            chosen = ", the first choice" if name == best else ""
            yield Finding("device", f"{what}{chosen}", facts=device)


def _torchaudio(torch: str) -> Finding:
    facts, ours = asked("torchaudio"), _installed("torchaudio")
    if ours.split(".")[:2] != torch.split(".")[:2]:
        what = f"{ours or 'absent'}, but torch is {torch or 'absent'}: they are no pair"
        return Finding("torchaudio", what, "wrong", PAIR, facts)
    if "error" in facts:
        return Finding("torchaudio", f"{ours} cannot be used: {facts['error']}", "wrong", PAIR)
    return Finding("torchaudio", f"{ours}, the pair of torch", facts=facts)


def libraries(kernel: Kernel) -> Iterator[Finding]:
    for name in IMPORTED:
        facts = asked(name)
        if "error" in facts:
            mend = f"pip install --force-reinstall {'scikit-learn' if name == 'sklearn' else name}"
            yield Finding(name, f"cannot be used: {facts['error']}", "wrong", mend)
        else:
            yield Finding(name, facts["version"], facts=facts)
    for name in LISTED:
        ours = _installed(name)
        if ours:
            yield Finding(name, ours, facts={"version": ours})
        else:
            yield Finding(name, "is not installed", "wrong", f"pip install {name}")


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
