"""RTF: characters, paragraphs, lists, tables inside tables."""

from __future__ import annotations

import pytest

from extractor.document import Role, SourceDocument
from extractor.pipeline import extract_bytes
from extractor.readers import detect, read_bytes

HEAD = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}}{\stylesheet{\s0 Normal;}" + (
    r"{\s1\outlinelevel0 Titre un;}{\s2 heading 2;}}"
)


def read(text: str) -> SourceDocument:
    data = (HEAD + text + "}").encode("cp1252")
    assert detect(data) == "application/rtf"
    return read_bytes(data, "plan.rtf")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\'catre accueillant", "Être accueillant"),
        (r"\u202?tre", "Être"),
        (r"l\rquote accueil \endash  oui", "l’accueil – oui"),
        (r"\uc2\u8217\'92xl", "’l"),
        (r"{\uc0\u8364}\~12", "€\xa012"),
        (r"a\-b\_c", "ab-c"),
        ("a\r\nb", "ab"),
        (r"\{accolades\} \\", "{accolades} \\"),
        (r"un{\*\inconnu secret} deux", "un deux"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt lien}}", "lien"),
        (r"{\pict\pngblip 89504e47}fin", "fin"),
    ],
)
def test_characters(text: str, expected: str) -> None:
    assert [line.text for line in read(text + r"\par").lines] == [expected]


def test_paragraphs_styles_and_lines() -> None:
    result = read(
        r"\pard\s1\b\fs32 OS 1\line Accueillir\b0\par"
        r"\pard\plain\s2 OO 1.1\par"
        r"\pard\plain\li720\fi-360{\listtext\pard 1)\tab}Ouvrir\par"
    )
    found = [(ln.text, ln.heading, ln.bold, ln.marker, ln.indent) for ln in result.lines]
    assert found == [
        ("OS 1", 1, True, None, 0.0),
        ("Accueillir", 1, True, None, 0.0),
        ("OO 1.1", 2, False, None, 0.0),
        ("Ouvrir", None, False, "1)", 18.0),
    ]
    assert result.lines[0].size == 16


def test_what_is_apart() -> None:
    result = read(
        r"{\header En-t\'eate\par}{\footer Pied\par}corps{\footnote la note}\par"
        r"{\v cach\'e9}{\strike 1.2 Parking}\par Cr\'e9er {\strike un parking }un parc\par"
    )
    assert [(line.text, line.role, line.printed) for line in result.lines] == [
        ("corps", None, "normal"),
        ("1.2 Parking", None, "struck"),
        ("Créer un parc", None, "normal"),
        ("En-tête", Role.PAGE_HEADER, "normal"),
        ("Pied", Role.PAGE_FOOTER, "normal"),
        ("la note", Role.NOTE, "normal"),
        ("caché", Role.HIDDEN, "hidden"),
        ("un parking", Role.STRUCK, "normal"),
    ]


def row(*cells: str, merges: tuple[str, ...] = ()) -> str:
    kinds = merges or ("",) * len(cells)
    definition = "".join(f"{kind}\\cellx{n}" for n, kind in enumerate(kinds, 1))
    return rf"\trowd{definition}" + "".join(rf"\pard\intbl {c}\cell" for c in cells) + r"\row"


def test_tables_with_merged_cells_and_one_inside() -> None:
    nested = (
        r"\pard\intbl\itap2 Action\nestcell Pilote\nestcell"
        r"{\*\nesttableprops\trowd\cellx1\cellx2\nestrow}\pard\intbl "
    )
    result = read(
        row("OO 1", "a\\par b", merges=(r"\clvmgf", ""))
        + row("", nested, merges=(r"\clvmrg", ""))
        + row("large", "", merges=(r"\clmgf", r"\clmrg"))
        + r"\pard fin\par"
    )
    outer, inner = result.tables
    assert [(c.row, c.column, c.row_span, c.column_span) for c in outer.cells] == [
        (0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1), (2, 0, 1, 2),
    ]  # fmt: skip
    assert inner.parent == (0, 1, 1) and (inner.rows, inner.columns) == (1, 2)
    assert [line.text for line in result.lines] == [
        "OO 1", "a", "b", "Action", "Pilote", "large", "fin",
    ]  # fmt: skip
    assert result.lines[-1].cell is None


def test_a_damaged_document_keeps_its_text() -> None:
    result = read(r"}}}un\par{\b deux\par\trowd\cellx1\pard\intbl trois\cell")
    assert [line.text for line in result.lines] == ["un", "deux", "trois"]


def test_a_plan() -> None:
    lines = [
        r"OS 1 : \'catre accueillant",
        "OO 1.1 : Ouvrir",
        r"Action 1.1.1 : Cr\'e9er un guichet",
    ]
    data = (HEAD + "".join(rf"\pard {line}\par" for line in lines) + "}").encode()
    plan = extract_bytes(data, "plan.rtf", nlp=False)
    assert [node.title for node in plan.nodes()] == [
        "Être accueillant",
        "Ouvrir",
        "Créer un guichet",
    ]
