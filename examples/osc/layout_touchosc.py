"""A layout for TouchOSC (the one of 2021 and later): faders, and buttons for the live sound."""

from __future__ import annotations

import uuid
import zlib
from xml.etree import ElementTree as Xml

BUTTONS = (
    *("subscribe", "transport/start", "transport/panic", "transport/record", "transport/keep"),
    *("generate", "params"),
)
WIDE, HIGH = 1024, 768
BACK = 9001  # the receive port of its connection
SPACE = uuid.UUID("5d1c7f8e-36a1-4a0e-9a6c-2f4be2a1c0de")


def touchosc(knobs: tuple[str, ...]) -> bytes:
    root = Xml.Element("lexml", version="3")
    group = _node(root, "GROUP", "timbrel", (0, 0, WIDE, HIGH))
    children = Xml.SubElement(group, "children")
    faders = {knob: f"param/{knob}/normalized" for knob in knobs}
    faders["live-volume"] = "transport/volume"
    step = WIDE // len(faders)
    for number, (name, end) in enumerate(faders.items()):
        fader = _node(children, "FADER", name, (number * step + 4, 10, step - 8, 560))
        _values(fader)
        _message(fader, f"/timbrel/main/{end}", value=True)
        label = _node(children, "LABEL", f"{name}-name", (number * step, 575, step, 30))
        _text(label, name)
    for number, verb in enumerate(BUTTONS):
        frame = (number * WIDE // len(BUTTONS) + 4, 640, WIDE // len(BUTTONS) - 8, 110)
        button = _node(children, "BUTTON", verb, frame)
        _values(button)
        label = _node(children, "LABEL", f"{verb}-name", (frame[0], 612, frame[2], 26))
        _text(label, verb.rpartition("/")[2])
        _message(button, f"/timbrel/main/{verb}", value=verb.startswith("transport"))
    text = Xml.tostring(root, encoding="UTF-8", xml_declaration=True)
    return zlib.compress(text, 9)


def _node(parent: Xml.Element, kind: str, name: str, frame: tuple[int, ...]) -> Xml.Element:
    node = Xml.SubElement(parent, "node", ID=str(uuid.uuid5(SPACE, name)), type=kind)
    properties = Xml.SubElement(node, "properties")
    _property(properties, "s", "name").text = name
    place = _property(properties, "r", "frame")
    for side, value in zip("xywh", frame, strict=True):
        Xml.SubElement(place, side).text = str(value)
    return node


def _property(properties: Xml.Element, kind: str, key: str) -> Xml.Element:
    one = Xml.SubElement(properties, "property", type=kind)
    Xml.SubElement(one, "key").text = key
    return Xml.SubElement(one, "value")


def _values(node: Xml.Element) -> None:
    values = Xml.SubElement(node, "values")
    for key, default in (("x", "0"), ("touch", "false")):
        value = Xml.SubElement(values, "value")
        facts = {"key": key, "locked": "0", "lockedDefaultCurrent": "0"}
        for name, text in {**facts, "default": default, "defaultPull": "0"}.items():
            Xml.SubElement(value, name).text = text


def _text(node: Xml.Element, says: str) -> None:
    value = Xml.SubElement(Xml.SubElement(node, "values"), "value")
    for name, text in {"key": "text", "locked": "0", "default": says, "defaultPull": "0"}.items():
        Xml.SubElement(value, name).text = text


def _message(node: Xml.Element, address: str, value: bool) -> None:
    osc = Xml.SubElement(Xml.SubElement(node, "messages"), "osc")
    for name, text in {"enabled": "1", "send": "1", "receive": "1", "feedback": "0"}.items():
        Xml.SubElement(osc, name).text = text
    Xml.SubElement(osc, "connections").text = "0000000001"
    trigger = Xml.SubElement(Xml.SubElement(osc, "triggers"), "trigger")
    Xml.SubElement(trigger, "var").text = "x"
    Xml.SubElement(trigger, "condition").text = "ANY" if value else "RISE"
    _partial(Xml.SubElement(osc, "path"), "CONSTANT", "STRING", address)
    arguments = Xml.SubElement(osc, "arguments")
    if value:
        _partial(arguments, "VALUE", "FLOAT", "x")
    elif address.endswith("/subscribe"):
        _partial(arguments, "CONSTANT", "INTEGER", str(BACK))
        _partial(arguments, "CONSTANT", "STRING", "normalized")


def _partial(parent: Xml.Element, kind: str, conversion: str, text: str) -> None:
    partial = Xml.SubElement(parent, "partial")
    facts = {"type": kind, "conversion": conversion, "value": text}
    for name, told in {**facts, "scaleMin": "0", "scaleMax": "1"}.items():
        Xml.SubElement(partial, name).text = told
