"""A pattern file for REAPER: its transport and the parameters of an effect play Timbrel."""

from __future__ import annotations

HEAD = """\
# Timbrel from REAPER. Put this file into REAPER's folder OSC, then in the preferences,
# Control/OSC/web, add an OSC surface with it; device port 7711, device IP 127.0.0.1 (that of
# Timbrel), and a local port of your own, 9001 say. REAPER cannot ask for feedback: a terminal does,
#   oscsend 127.0.0.1 7711 /timbrel/subscribe ss 127.0.0.1:9001 normalized
#
# Play and stop begin and silence the live sound, record begins a recording of it. The parameters
# 1 and so on of the effect that REAPER's OSC follows are the knobs by their number:
"""


def reaper(knobs: tuple[str, ...]) -> bytes:
    names = [f"#   {number}  {knob}" for number, knob in enumerate(knobs, 1)]
    lines = [
        "DEVICE_TRACK_COUNT 8",
        f"DEVICE_FX_PARAM_COUNT {len(knobs)}",
        "",
        "PLAY t/timbrel/main/transport/start",
        "STOP t/timbrel/main/transport/stop",
        "RECORD t/timbrel/main/transport/record",
        "FX_PARAM_VALUE n/timbrel/main/knob/@",
    ]
    return "\n".join([HEAD.rstrip(), *names, "", *lines, ""]).encode()
