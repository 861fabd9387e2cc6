"""The verb 'doctor', as every surface shows it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from timbrel import Kernel
from timbrel_doctor.finding import isolated
from timbrel_doctor.folders import folders
from timbrel_doctor.libraries import libraries, program, torch_pair
from timbrel_doctor.plugins import plugins
from timbrel_doctor.sound import ffmpeg, outputs, soundfile

PROBES = (program, torch_pair, libraries, soundfile, ffmpeg, outputs, plugins, folders)


def doctor(kernel: Kernel) -> dict[str, Any]:
    """Show what this machine has, and how to mend what is wrong."""
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda probe: isolated(probe, kernel), PROBES)
        findings = [finding for answer in answers for finding in answer]
    wrong = sum(finding.state == "wrong" for finding in findings)
    end = f"{wrong} to mend." if wrong else "All is well."
    says = "\n".join([*(finding.line() for finding in findings), end])
    return {"says": says, "well": not wrong, "findings": [asdict(f) for f in findings]}
