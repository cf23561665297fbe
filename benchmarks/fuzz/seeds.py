"""The valid documents that the mutations start from, and texts made of the project's own words."""

from __future__ import annotations

import io
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.fuzz.mutate import NUMBERS, TEXTS

ROOT = Path(__file__).resolve().parents[2]
_LARGEST = 60_000  # bytes; larger ones show nothing more and take longer
_SIGNS = (":", "-", "–", ".", ")", "(", "•", ";", ",", "/", "|", "\t", "%", "€", "°", "«", "»", "→")
_ROWS = (
    ("N°", "Objectif opérationnel", "Action", "Pilote", "Échéance", "Budget"),
    (
        "1.1",
        "Offrir un accueil de qualité",
        "Ouvrir un guichet",
        "Service social",
        "2026",
        "1 000 €",
    ),
    ("1.1", "Offrir un accueil de qualité", "Former le personnel", "RH", "fin 2027", "2.500,50 €"),
    ("1.2", "Rénover la voirie", "Refaire la place", "Travaux", "T2 2028", "à définir"),
)


@cache
def seeds() -> dict[str, list[bytes]]:
    """Return the valid documents by their kind: the samples, and one of each layout of the zoo."""
    from tests.zoo.plans import random_plan
    from tests.zoo.renderers import load

    found: dict[str, list[bytes]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        layouts = [layout for name, layout in load().items() if "scan" not in name]
        for number, layout in enumerate(layouts):
            layout.render(random_plan(number + 1), folder / f"{number:03}{layout.suffix}")
        for path in sorted([*folder.iterdir(), *(ROOT / "raw").iterdir()]):
            if path.is_file() and path.stat().st_size < _LARGEST:
                found.setdefault(path.suffix.lstrip("."), []).append(path.read_bytes())
    found.setdefault("csv", []).append("\n".join(";".join(row) for row in _ROWS).encode())
    found["ods"] = [_ods()]
    found["rtf"] = [_rtf()]
    found["md"] = [
        b"# OS 1 : Vivre mieux\n\n## OO 1.1 : Agir\n\n- **Action 1** : Planter\n- Bouger\n"
    ]
    found["eml"] = [b"From: a@b.be\nSubject: PST\nContent-Type: text/plain\n\n" + found["txt"][0]]
    return found


def _ods() -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:number-columns-spanned="1" office:value-type="string">'
            f"<text:p>{value}</text:p></table:table-cell>"
            for value in row
        )
        + '<table:table-cell table:number-columns-repeated="3"/></table:table-row>'
        for row in _ROWS
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="PST">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return out.getvalue()


def _rtf() -> bytes:
    lines = (
        "OS 1 : Vivre mieux",
        "OO 1.1 : Agir",
        "Action 1.1.1 : Planter",
        "Action 1.1.2 : Rouler",
    )
    return rb"{\rtf1\ansi " + rb"\par ".join(line.encode() for line in lines) + b"}"


@cache
def words() -> tuple[str, ...]:
    """Return the wordings of the project's own data."""
    found: set[str] = set()
    for name in ("vocabulary", "values"):
        for path in sorted((ROOT / "extractor" / name).glob("*.toml")):
            found.update(_strings(tomllib.loads(path.read_text("utf-8"))))
    return tuple(sorted(word for word in found if len(word) < 60))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def random_text(random: Random) -> bytes:
    """Return lines of the project's words, numbers and signs in no order."""
    lines = []
    for _ in range(random.choice((1, 5, 20, 80))):
        parts = [
            random.choice(random.choice((words(), words(), NUMBERS, _SIGNS, TEXTS)))
            for _ in range(random.choice((0, 1, 2, 4, 8)))
        ]
        indent = " " * random.choice((0, 0, 0, 2, 8, 40))
        lines.append(indent + random.choice(("", " ", "  ", "   ")).join(parts)[:2000])
    separator = random.choice(("\n", "\n\n", "\r\n", "\f"))
    encoding = random.choice(("utf-8", "utf-8", "utf-16", "cp1252"))
    return separator.join(lines).encode(encoding, "replace")
