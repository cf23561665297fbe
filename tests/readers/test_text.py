"""Plain text: encodings, line ends, pages, indents."""

from __future__ import annotations

import pytest

from extractor.diagnostics import UnreadableDocument
from extractor.readers import detect, read_bytes
from extractor.readers.decode import decode, find_encoding
from extractor.readers.text.plain import split_lines

PLAIN = "OS 1 : Être un CPAS où l'accueil compte\nDéjà à l'été, près de ça\n"
TYPOGRAPHIC = PLAIN.replace("'", "’") + "L’œuvre « sociale » – suite…\n"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        *((name, TYPOGRAPHIC) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-32")),
        *((name, TYPOGRAPHIC) for name in ("utf-16-le", "utf-16-be", "cp1252", "mac_roman")),
        *((name, PLAIN) for name in ("latin-1", "cp850", "cp1252", "mac_roman")),
        ("latin-1", "ÊTRE UNE COMMUNE OÙ L'ÉTÉ DÉBUTE\n"),
        ("cp850", "A. Objectif stratégique\nB. Cohésion\n"),
        ("cp1252", "•\tcréer\n•\tcréer\n"),
    ],
)
def test_encodings(encoding: str, text: str) -> None:
    data = text.encode(encoding)
    assert detect(data) == "text/plain"
    assert decode(data) == text
    assert [line.text for line in read_bytes(data, "plan").lines] == text.splitlines()


def test_stray_byte_in_utf8() -> None:
    data = ("é" * 30).encode() + b"\x92" + "été\n".encode()
    assert find_encoding(data) == "utf-8"
    assert decode(data) == "é" * 30 + "’été\n"


def test_lines_misread_once_are_repaired() -> None:
    good = "Créer un toit décent à l’Écluse : 147 km²"
    bad = good.encode().decode("cp1252", "replace")
    assert decode(f"Être « prêt »\n{bad}\n".encode()) == f"Être « prêt »\n{good}\n"


def test_decomposed_accents_become_nfc() -> None:
    assert read_bytes("e\u0301te\u0301".encode(), "a").lines[0].text == "été"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    document = read_bytes(end.join(["Un", "", "Deux"]).encode() + end.encode(), "a")
    assert [(line.index, line.text, line.gap) for line in document.lines] == [
        (1, "Un", 0),
        (2, "", 0),
        (3, "Deux", 1),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\fb\n", [("a", 1), ("b", 2)]),
        ("a\fb\nc\n", [("a", 1), ("b", 2), ("c", 2)]),
        ("a\f\nb", [("a", 1), ("b", 2)]),
        ("\fa\n\f\fb", [("a", 2), ("b", 4)]),
        ("a\f  \fb", [("a", 1), ("b", 3)]),
        ("a\n\n", [("a", 1), ("", 1)]),
    ],
)
def test_form_feeds(text: str, expected: list[tuple[str, int]]) -> None:
    assert split_lines(text) == expected


def test_pages_only_with_form_feeds() -> None:
    assert {line.page for line in read_bytes(b"a\nb", "a").lines} == {None}
    document = read_bytes(b"a\n\fb\n\f", "a")
    assert [line.page for line in document.lines] == [1, 2, 3]
    assert document.pages == 2


def test_indent_counts_blanks_and_tabs() -> None:
    document = read_bytes("a\n  b\n\tc\n \td\n\u00a0e\n   \n".encode(), "a")
    assert [line.indent for line in document.lines] == [0, 2, 8, 8, 1, 0]
    assert document.lines[1].text == "  b"


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "\ufeff\n".encode()])
def test_no_text(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"empty|no text"):
        read_bytes(data, "a")
