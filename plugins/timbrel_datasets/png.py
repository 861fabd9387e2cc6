"""A picture of few colours as a PNG file (ISO 15948), by the standard library alone."""

from __future__ import annotations

import struct
import zlib

MARK = b"\x89PNG\r\n\x1a\n"
INDEXED = 3


def png(pixels: bytes, width: int, palette: tuple[tuple[int, int, int, int], ...]) -> bytes:
    """``pixels`` are indices into ``palette`` (red, green, blue, opacity), row by row."""
    height = len(pixels) // width
    rows = b"".join(b"\0" + pixels[i * width : (i + 1) * width] for i in range(height))
    colours = b"".join(bytes(colour[:3]) for colour in palette)
    opacity = bytes(colour[3] for colour in palette)
    head = struct.pack(">IIBBBBB", width, height, 8, INDEXED, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", colours), (b"tRNS", opacity))
    every = (*parts, (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return MARK + b"".join(_chunk(kind, data) for kind, data in every)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))
