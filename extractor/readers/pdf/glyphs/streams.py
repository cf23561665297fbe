"""A bound on what the streams of a PDF unpack to.

pdfminer unpacks a stream whole, however large it becomes, and a damaged one byte by byte, each time
copying all that came before. Its functions are replaced, once, by ones of the same result that
stop: a stream of 3 KB may ask for gigabytes, a page of a plan has a few megabytes.
"""

from __future__ import annotations

import zlib

from pdfminer import pdftypes

MAX_STREAM = 128 << 20  # bytes; maps and drawings of a page have up to 50 million
_STEP = 1 << 12  # bytes of a damaged stream that are unpacked together


class StreamTooLarge(Exception):
    """A stream unpacks to more than `MAX_STREAM`."""

    def __init__(self) -> None:
        super().__init__(f"a stream unpacks to more than {MAX_STREAM >> 20} MB")


class _Bounded:
    """What pdfminer uses of `zlib`."""

    error = zlib.error

    @staticmethod
    def decompress(data: bytes) -> bytes:
        unpacker = zlib.decompressobj()
        result = unpacker.decompress(data, MAX_STREAM)
        if unpacker.unconsumed_tail:
            raise StreamTooLarge
        if not unpacker.eof:
            raise zlib.error("incomplete or truncated stream")
        return result


def _decompress_damaged(data: bytes) -> bytes:
    """Return what can be unpacked; raise `zlib.error` when the damage is before the checksum."""
    unpacker = zlib.decompressobj()
    parts: list[bytes] = []
    size = 0
    for start in range(0, len(data), _STEP):
        before = unpacker.copy()
        piece = data[start : start + _STEP]
        try:
            parts.append(unpacker.decompress(piece, MAX_STREAM))
        except zlib.error:
            good, place = _until_damage(before, piece)
            if start + place < len(data) - 3:
                raise
            return b"".join([*parts, good])
        size += len(parts[-1])
        if size > MAX_STREAM or unpacker.unconsumed_tail:
            raise StreamTooLarge
    return b"".join(parts)


def _until_damage(unpacker: zlib._Decompress, piece: bytes) -> tuple[bytes, int]:
    """Unpack byte by byte; return what came out and the offset of the byte that fails."""
    parts: list[bytes] = []
    for place in range(len(piece)):
        try:
            parts.append(unpacker.decompress(piece[place : place + 1]))
        except zlib.error:
            return b"".join(parts), place
    return b"".join(parts), len(piece)


def bound_streams() -> None:
    """Make pdfminer keep to the bound, wherever it unpacks a stream of this process."""
    vars(pdftypes).update(zlib=_Bounded, decompress_corrupted=_decompress_damaged)
