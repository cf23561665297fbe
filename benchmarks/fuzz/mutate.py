"""Change valid documents where it hurts: parts of zips, XML, objects of PDFs, JSON."""

from __future__ import annotations

import base64
import email
import email.policy
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

NUMBERS = (
    "0", "-1", "1", "7", "65536", "1000000000", "99999999999999999999", "9" * 5000, "1e999",
    "-1e-9", "nan", "inf", "²", "①", "٣", "0.5", "", "x", "1 000", "%", "MMMM",
)  # fmt: skip
TEXTS = (
    "\u202e", "\x1b[2J", "\u2028", "\ufeff", "\x00", "\ud800", "é" * 300, "(" * 400, " " * 5000,
    "<!--", "]]>", "&#x0;", "&#55296;", "1.1.1.1.1.1.1.1.1.1", "OS 1", "31/12/0000", "²", "①",
    "OS OO OS OO", "-" * 500, "a)" * 200, "=1+1", "\r", "\t" * 50, "100 %", "1/0", "O.S.",
)  # fmt: skip
_ATTRIBUTE = re.compile(rb'(\s[\w:.-]+)="([^"]*)"')
_TAG = re.compile(rb"<[\w:.-]+(?:\s[^<>]*)?/?>")
_NUMBER = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
_OBJECT = re.compile(rb"\d+ 0 obj.*?endobj", re.S)
_LENGTH = re.compile(rb"/Length\s+\d+(?!\s+\d+ R)")
_SHOWN = re.compile(rb">([^<>]+)<")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _pick(random: Random, pattern: re.Pattern[bytes], data: bytes) -> re.Match[bytes] | None:
    """Return a random match; looked for from a random place, so that large files stay cheap."""
    start = random.randrange(max(len(data), 1))
    return pattern.search(data, start) or pattern.search(data)


def _replace(match: re.Match[bytes] | None, data: bytes, new: bytes, group: int = 0) -> bytes:
    if match is None:
        return data
    return data[: match.start(group)] + new + data[match.end(group) :]


def change_bytes(random: Random, data: bytes) -> bytes:
    """Flip, drop, double or cut bytes."""
    at = random.randrange(max(len(data), 1))
    length = random.choice((1, 1, 2, 8, 64, 1000))
    part = data[at : at + length]
    return random.choice(
        (
            data[:at] + random.randbytes(len(part)) + data[at + length :],
            data[:at] + data[at + length :],
            data[:at] + part * random.choice((2, 3, 50)) + data[at + length :],
            data[:at],
            data[:at] + _encode(random.choice(TEXTS)) + data[at:],
        )
    )


def change_xml(random: Random, data: bytes) -> bytes:
    """Change an attribute or a text, or drop, double, move or nest an element's tag."""
    kind = random.randrange(7)
    if kind <= 1:
        return _replace(
            _pick(random, _ATTRIBUTE, data), data, _encode(random.choice(NUMBERS)), group=2
        )
    if kind == 2:
        return _replace(_pick(random, _SHOWN, data), data, _encode(random.choice(TEXTS)), group=1)
    first, second = _pick(random, _TAG, data), _pick(random, _TAG, data)
    if not first or not second:
        return change_bytes(random, data)
    if kind == 3:
        return _replace(first, data, b"")
    if kind == 4:
        return _replace(first, data, second[0])
    low, high = sorted((first.start(), second.start()))
    if kind == 5:
        piece = data[low : min(high, low + 5000)]
        return data[:low] + piece * random.choice((2, 3, 3, 8)) + data[low:]
    return data[:low] + data[high:]


def change_zip(random: Random, data: bytes) -> bytes:
    """Change, drop or empty parts of a zip, and pack it again."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    for _ in range(random.choice((1, 1, 2, 5))):
        weights = [min(len(content), 100_000) + 50 for content in parts.values()]
        name = random.choices(list(parts), weights)[0]
        if random.random() < 0.03:
            parts[name] = b""
        elif random.random() < 0.03 and len(parts) > 2:
            del parts[name]
        else:
            inner = change_zip if parts[name].startswith(b"PK\3\4") else change_xml
            parts[name] = inner(random, parts[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    packed = out.getvalue()
    return change_bytes(random, packed) if random.random() < 0.03 else packed


def change_pdf(random: Random, data: bytes) -> bytes:
    """Change numbers of a PDF's objects or tokens of a content stream, or drop an object."""
    kind = random.randrange(6)
    if kind == 0:
        number = random.choice(NUMBERS)
        return _replace(_pick(random, _NUMBER, data), data, _encode(number)[:40])
    if kind == 1:
        return _replace(_pick(random, _OBJECT, data), data, b"")
    stream = _pick(random, _STREAM, data)
    if stream is None:
        return change_bytes(random, data)
    try:
        content = zlib.decompress(stream[1])
    except zlib.error:
        return change_bytes(random, data)
    for _ in range(random.choice((1, 3, 20))):
        content = _change_content(random, content)
    packed = zlib.compress(content)
    before = data[: stream.start()]
    at = before.rfind(b"/Length")
    if at >= 0:
        head = before[at:]
        before = before[:at] + _LENGTH.sub(b"/Length %d" % len(packed), head)
    return before + b"stream\n" + packed + b"\nendstream" + data[stream.end() :]


def _change_content(random: Random, content: bytes) -> bytes:
    kind = random.randrange(5)
    if kind == 0:
        number = random.choice(NUMBERS)
        return _replace(_pick(random, _NUMBER, content), content, _encode(number)[:40])
    if kind == 1:
        return _replace(_pick(random, re.compile(rb"[()<>\[\]]"), content), content, b"")
    if kind == 2:
        word = random.choice(
            (b"(", b"[", b"<<", b"BT", b"ET", b"q ", b"Q ", b"BI ", b"Tf ", b"cm ")
        )
        at = random.randrange(len(content) + 1)
        return content[:at] + b" " + word + content[at:]
    if kind == 3:
        at, length = random.randrange(len(content) + 1), random.choice((10, 200))
        return content[:at] + content[at : at + length] * random.choice((0, 2, 30)) + content[at:]
    return change_bytes(random, content)


def change_text(random: Random, data: bytes) -> bytes:
    """Move, double or drop lines, or put hostile text among them."""
    lines = data.split(b"\n")
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    kind = random.randrange(6)
    if kind == 0:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 1:
        lines[at:at] = [lines[other]] * random.choice((1, 2, 5, 5, 30))
    elif kind == 2:
        del lines[at : at + random.choice((1, 3))]
    elif kind == 3:
        lines[at] = _replace(
            _pick(random, _NUMBER, lines[at]), lines[at], _encode(random.choice(NUMBERS))
        )
    elif kind == 4:
        lines[at] += _encode(random.choice(TEXTS))
    else:
        return change_bytes(random, data)
    return b"\n".join(lines)


def change_eml(random: Random, data: bytes) -> bytes:
    """Change a line of an e-mail, or the document that it carries."""
    if random.random() < 0.5:
        return change_text(random, data)
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content.startswith(b"PK\3\4"):
            part.set_payload(base64.encodebytes(change_zip(random, content)).decode())
    return message.as_bytes()


def change_json(random: Random, data: bytes) -> bytes:
    """Change values, keys and types of a plan's JSON."""
    root = json.loads(data)
    for _ in range(random.choice((1, 1, 2, 6))):
        holder: Any = root
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            if not keys:
                break
            key = random.choice(keys)
            value = holder[key]
            if isinstance(value, (dict, list)) and value and random.random() < 0.8:
                holder = value
                continue
            _change_value(random, holder, key)
            break
    text = json.dumps(root, ensure_ascii=random.random() < 0.5)
    if random.random() < 0.05:
        return change_bytes(random, _encode(text))
    return _encode(text)


def _change_value(random: Random, holder: Any, key: Any) -> None:
    kind = random.randrange(6)
    if kind == 0:
        del holder[key]
    elif kind == 1:
        holder[key] = random.choice(TEXTS)
    elif kind == 2:
        values = (None, True, [], {}, -1, 10**30, float("nan"), float("inf"), 1e308, 0.5, "", [[]])
        holder[key] = random.choice(values)
    elif kind == 3:
        holder[key] = random.choice(NUMBERS)
    elif kind == 4 and isinstance(holder, dict):
        holder[random.choice(TEXTS)] = holder.pop(key)
    else:
        holder[key] = [holder[key]] * random.choice((1, 3, 200))


CHANGES: dict[str, Callable[[Random, bytes], bytes]] = {
    "docx": change_zip, "odt": change_zip, "xlsx": change_zip, "ods": change_zip,
    "pptx": change_zip, "odp": change_zip, "pdf": change_pdf, "html": change_xml,
    "txt": change_text, "csv": change_text, "md": change_text, "rtf": change_bytes,
    "eml": change_eml, "zip": change_zip, "fodt": change_xml, "json": change_json,
}  # fmt: skip
