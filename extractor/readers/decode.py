"""Bytes to text: which encoding, and the text in NFC.

Order of precedence: a byte order mark; UTF-16 by its zero bytes; UTF-8 (a few stray bytes are
read as Windows-1252); else the single-byte encoding in which the accented characters make French
words. charset-normalizer is asked only when none of them does. Lines that were misread once and
saved so are repaired. The clock, the locale and the file
name play no part.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE = ("cp1252", "latin-1", "mac_roman", "cp850")  # the first wins a tie
_FRENCH = frozenset("éèêëàâäçùûüôöîïœæÿÉÈÊËÀÂÄÇÙÛÜÔÖÎÏŒÆŸ")
_PUNCTUATION = frozenset("’‘“”«»–—…€°•·§²³\u00a0№")
_MISREAD = re.compile("Ã[\x80-\xbf€-™ŒœŠšŸŽžƒˆ˜]|â€|Â[\xa0-\xbf]")
_STRAY = re.compile("[\udc80-\udcff]")
SAMPLE = 200_000  # bytes; enough to tell encodings apart


def decode(data: bytes) -> str:
    """Return the text of `data`, NFC, without byte order mark and NUL characters."""
    text = _decode(data)
    if _MISREAD.search(text):
        text = "\n".join(map(_repaired, text.split("\n")))
    return unicodedata.normalize("NFC", text.lstrip("\ufeff").replace("\0", ""))


def _repaired(line: str) -> str:
    """Undo the reading of UTF-8 as Windows-1252 that somebody saved: `dÃ©cent`, `lâ€™accueil`."""
    if not _MISREAD.search(line):
        return line
    from ftfy import fix_encoding

    return fix_encoding(line)


def find_encoding(data: bytes) -> str:
    """Name the encoding of `data`; `utf-8` also stands for UTF-8 with a few stray bytes."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    sample = data[:SAMPLE]
    wide = _find_wide(sample)
    if wide:
        return wide
    if _is_utf8(sample):
        return "utf-8"
    return _find_single_byte(sample)


def _decode(data: bytes) -> str:
    encoding = find_encoding(data)
    if encoding != "utf-8":
        return data.decode(encoding, "replace")
    text = data.decode("utf-8", "surrogateescape")
    return _STRAY.sub(lambda m: _stray_char(ord(m.group()) - 0xDC00), text)


def _stray_char(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "replace")


def _find_wide(sample: bytes) -> str | None:
    """Recognise UTF-16 without mark: western text has a zero in every second byte."""
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > 0.6 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.6 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return None


def _is_utf8(sample: bytes) -> bool:
    """Accept UTF-8, also when cut at the sample's end or damaged in few places."""
    text = sample.decode("utf-8", "surrogateescape")
    stray = len(_STRAY.findall(text[:-4])) + len(_STRAY.findall(text[-4:])) * (len(sample) < SAMPLE)
    accented = sum(1 for c in text if c > "\x7f") - len(_STRAY.findall(text))
    return stray == 0 or stray * 10 <= accented


def _find_single_byte(sample: bytes) -> str:
    scores = {name: _score_french(sample.decode(name, "replace")) for name in _SINGLE_BYTE}
    best = max(_SINGLE_BYTE, key=lambda name: scores[name])
    if scores[best] > 0:
        return best
    from charset_normalizer import from_bytes

    match = from_bytes(sample).best()
    return match.encoding if match else "cp1252"


def _score_french(text: str) -> int:
    """Count the accented characters that stand where French has them, less the others."""
    score = 0
    for position, char in enumerate(text):
        if char < "\x80":
            continue
        before = text[position - 1 : position]
        after = text[position + 1 : position + 2]
        if char in _FRENCH:
            score += -2 if char.isupper() and before.islower() else 2
        elif char in _PUNCTUATION:
            inside = before.isalpha() and after.isalpha()
            score += -1 if inside and char not in "’‘·" else 1
        else:
            score -= 2
    return score
