"""Running headers, footers, page numbers and tables of contents get a role; nothing else does."""

from __future__ import annotations

import pytest

from extractor.document import BBox, Cell, CellRef, Line, Role, SourceDocument, Table
from extractor.furniture import find_roles


def paged(pages: list[list[str]]) -> SourceDocument:
    """Return a PDF: the first line of a page at its top, the last at its bottom."""
    lines: list[Line] = []
    for number, texts in enumerate(pages, 1):
        for rank, text in enumerate(texts):
            top = 780.0 if rank == len(texts) - 1 else 40.0 + 30 * rank
            box = BBox(70, top, 70 + 5 * len(text), top + 11)
            lines.append(Line(len(lines) + 1, text, number, box, 11.0, indent=70, gap=1))
    return SourceDocument("application/pdf", tuple(lines), pages=len(pages))


def unpaged(text: str) -> SourceDocument:
    """Return plain text without form feeds."""
    lines: list[Line] = []
    gap = 0
    for index, part in enumerate(text.split("\n"), 1):
        lines.append(Line(index, part, indent=len(part) - len(part.lstrip()), gap=gap))
        gap = 0 if part.strip() else gap + 1
    return SourceDocument("text/plain", tuple(lines))


def test_a_title_repeated_in_small_type_is_a_running_header() -> None:
    lines: list[Line] = []

    def put(text: str, page: int, top: float, size: float) -> None:
        box = BBox(70, top, 70 + 5 * len(text), top + size)
        lines.append(Line(len(lines) + 1, text, page, box, size, indent=70, gap=1))

    for page in range(1, 5):
        put("OS 1 | Être une commune où l’on respire", page, 30, 8)
        if page == 1:
            put("OS 1 Être une commune où l’on respire", page, 80, 18)
        put("OO 1.1 Planter des haies", page, 120, 12)
        put("OO 1.2 Creuser des mares", page, 780, 12)
    found = find_roles(SourceDocument("application/pdf", tuple(lines), pages=4))
    marked = [line.text for line in lines if line.index in found]
    assert marked == ["OS 1 | Être une commune où l’on respire"] * 4


def roles(document: SourceDocument) -> dict[str, Role]:
    found = find_roles(document)
    return {line.text.strip(): found[line.index] for line in document.lines if line.index in found}


BODY = ["Le texte de la page parle du plan {n}.", "Une autre phrase pour la page {n}."]


def pages(top: str, bottom: str, number: int = 5) -> list[list[str]]:
    return [
        [t.replace("{n}", str(n)) for t in (top, f"Titre {'abcdefg'[n]}", *BODY, bottom)]
        for n in range(1, number + 1)
    ]


@pytest.mark.parametrize(
    ("top", "bottom", "expected"),
    [
        ("PST 2019-2024", "{n}", {"PST 2019-2024": Role.PAGE_HEADER, "3": Role.PAGE_NUMBER}),
        ("PST – page {n}", "Page {n} sur 5",
         {"PST – page 2": Role.PAGE_HEADER, "Page 2 sur 5": Role.PAGE_NUMBER}),
        ("Un début {n}", "Commune de Belleherbe – {n}",
         {"Commune de Belleherbe – 4": Role.PAGE_FOOTER}),
        ("Un début {n}", "- {n} -", {"- 1 -": Role.PAGE_NUMBER}),
        ("Un début {n}", "{n}/5", {"5/5": Role.PAGE_NUMBER}),
    ],
)  # fmt: skip
def test_running_lines_of_pages(top: str, bottom: str, expected: dict[str, Role]) -> None:
    found = roles(paged(pages(top, bottom)))
    assert {text: found.get(text) for text in expected} == expected


@pytest.mark.parametrize(
    "line",
    ["OS 1 : Être une commune sûre", "Objectif opérationnel 1.1", "Pilote : le service travaux",
     "Volet externe", "Axe 1 : Solidarité"],
)  # fmt: skip
def test_a_line_that_names_structure_never_runs(line: str) -> None:
    assert line not in roles(paged(pages(line, "{n}")))


def long_pages(middle: str) -> list[list[str]]:
    """Return pages of nine lines with one line in the middle of each."""
    body = [[f"Phrase {'abcdefgh'[k] * n}." for k in range(8)] for n in range(1, 5)]
    return [["En-tête", *b[:4], middle, *b[4:], str(n)] for n, b in enumerate(body, 1)]


@pytest.mark.parametrize("middle", ["Le texte revient ici.", "12", "Page 3"])
def test_what_returns_in_the_middle_of_pages_is_no_furniture(middle: str) -> None:
    found = roles(paged(long_pages(middle)))
    assert middle not in found
    assert (found["En-tête"], found["4"]) == (Role.PAGE_HEADER, Role.PAGE_NUMBER)


def test_a_line_on_two_pages_of_many_is_a_coincidence() -> None:
    texts = pages("Ouverture {n} unique", "Fin", 5)
    for n, page in enumerate(texts):
        page[0] = "Même début" if n in (1, 3) else f"Début {'abcde'[n] * 4}"
    assert "Même début" not in roles(paged(texts))


def test_a_value_that_ends_a_page_is_no_page_number() -> None:
    texts = pages("Ouverture {n}", "Fin de la page", 5)
    texts[2].append("13")
    lines = []
    for number, page in enumerate(texts, 1):
        for at, text in enumerate(page):
            box = BBox(70, 60.0 + 20 * at, 200, 70.0 + 20 * at)
            lines.append(Line(len(lines) + 1, text, number, box, 10.0))
        place = BBox(300, 800, 310, 808)
        lines.append(Line(len(lines) + 1, f"– {number + 4}", number, place, 8.0))
    found = roles(SourceDocument("application/pdf", tuple(lines), pages=5))
    assert "13" not in found
    assert found["– 7"] is Role.PAGE_NUMBER


def test_page_number_and_footer_in_text_without_pages() -> None:
    text = (
        "Un paragraphe.\n\n6\nPlan stratégique transversal de Belleherbe\n\nLa suite.\n\n"
        "OS 1 : Être ici\n\n12 agents\n\nFin."
    )
    assert roles(unpaged(text)) == {
        "6": Role.PAGE_NUMBER,
        "Plan stratégique transversal de Belleherbe": Role.PAGE_FOOTER,
    }


CONTENTS = """\
Table des matières
Introduction ............................ 2
OS 1 : Être une commune sûre ............ 4
OO 1.1 : Éclairer les rues et les
sentiers du village ..................... 5

OS 1 : Être une commune sûre
OO 1.1 : Éclairer les rues
"""


def test_dotted_table_of_contents() -> None:
    found = find_roles(unpaged(CONTENTS))
    assert {index for index, role in found.items() if role is Role.TOC} == {1, 2, 3, 4, 5}


def test_contents_without_dots_need_their_title() -> None:
    entries = "Introduction 2\nÊtre une commune sûre 4\nÉclairer les rues 5\nAnnexes 9\n"
    assert Role.TOC in find_roles(unpaged(f"Sommaire\n{entries}\nLe plan.")).values()
    assert Role.TOC not in find_roles(unpaged(f"{entries}\nLe plan.")).values()


def entry_lines(*entries: tuple[str, float, float]) -> SourceDocument:
    """Return the lines of one page: text, right edge, white space above."""
    lines = [
        Line(number, text, 1, BBox(70, 20.0 * number, edge, 20.0 * number + 10), 10.0, gap=gap)
        for number, (text, edge, gap) in enumerate(entries, 1)
    ]
    return SourceDocument("application/pdf", tuple(lines), pages=1)


HEAD = [("Sommaire", 120.0, 2.0), *((f"Axe {n} : être sûre 2", 500.0, 0.9) for n in "ABC")]


@pytest.mark.parametrize(
    ("below", "count"),
    [
        ([("Éclairer les rues et sentiers3", 500.0, 0.9)], 5),  # ends where the others do
        ([("Éclairer les rues et sentiers3", 430.0, 0.9)], 4),
        ([("Éclairer les rues", 300.0, 0.9), ("14", 500.0, 0.0)], 6),  # in a cell of its own
        ([("Éclairer", 300.0, 0.9), ("14", 430.0, 0.0), ("rues", 300.0, 0.9)], 4),
        ([("PST de Belleherbe 1", 500.0, 0.9)], 4),  # page numbers never fall
        ([(f"Axe {n}", 500.0, 0.9) for n in ("D 20", "E 3", "F 3")], 7),  # a misread number
        ([("Éclairer", 300.0, 0.9), *7 * [("les rues", 300.0, 0.2)], ("rues 2", 500.0, 0.2)], 13),
        ([("Éclairer", 300.0, 0.9), *7 * [("les rues", 300.0, 0.9)], ("rues 2", 500.0, 0.9)], 4),
    ],
)
def test_where_contents_end(below: list[tuple[str, float, float]], count: int) -> None:
    assert set(find_roles(entry_lines(*HEAD, *below))) == set(range(1, count + 1))


def test_an_abbreviation_ends_no_statement_between_entries() -> None:
    dotted = "OS 1 : Être une commune sûre ....... 4\n{}\nplus proche ............ 5\n"
    assert len(find_roles(unpaged(dotted.format("OS 2 : Être un C.P.A.S.")))) == 3
    assert len(find_roles(unpaged(dotted.format("Il reste à élire un président.")))) == 2


def test_entries_that_the_source_marks_as_such() -> None:
    lines = (Line(1, "Être sûre\t4", style="toc 1"), Line(2, "Être sûre", style="heading 1"))
    document = SourceDocument("application/vnd.openxmlformats-officedocument", lines)
    assert find_roles(document) == {1: Role.TOC}


def test_no_role_on_an_empty_document() -> None:
    assert find_roles(SourceDocument("text/plain", ())) == {}
    assert find_roles(unpaged("")) == {}


def test_the_same_value_at_the_end_of_every_page_is_no_footer() -> None:
    lines: list[Line] = []
    tables: list[Table] = []
    for page in range(1, 5):
        cells = []
        rows = [("Pilote", f"Agent {'abcde'[page]}"), ("Stade", "À lancer, lancé ou abouti")]
        for row, texts in enumerate(rows * 2):
            for column, text in enumerate(texts):
                box = BBox(70 + 120 * column, 700 + 15 * row, 150 + 120 * column, 711 + 15 * row)
                place = CellRef(page - 1, row, column)
                lines.append(Line(len(lines) + 1, text, page, box, 11.0, indent=70, cell=place))
                cells.append(Cell(row, column, lines=(len(lines),)))
        tables.append(Table(page - 1, 4, 2, tuple(cells), page, kind="unruled"))
    document = SourceDocument("application/pdf", tuple(lines), tuple(tables), pages=4)
    assert find_roles(document) == {}


def test_a_header_that_names_columns_on_every_page_is_no_running_line() -> None:
    lines: list[Line] = []
    tables: list[Table] = []
    for page in range(1, 5):
        cells = []
        texts = [["Ce que nous ferons", "Quand"], [f"Semer {'abcde'[page]}", f"le {page}"]]
        for row, pair in enumerate(texts):
            for column, text in enumerate(pair):
                place = CellRef(page - 1, row, column)
                lines.append(Line(len(lines) + 1, text, page, cell=place))
                cells.append(Cell(row, column, lines=(len(lines),), header=row == 0))
        tables.append(Table(page - 1, 2, 2, tuple(cells), page, kind="unruled"))
        lines.append(Line(len(lines) + 1, f"La fin du chapitre {'abcde'[page]}", page))
    document = SourceDocument("text/plain", tuple(lines), tuple(tables), pages=4)
    assert find_roles(document) == {}


def test_titles_that_begin_alike_are_no_running_headers() -> None:
    lines: list[Line] = []

    def put(text: str, page: int, top: float, size: float) -> None:
        box = BBox(70, top, 70 + 5 * len(text), top + size)
        lines.append(Line(len(lines) + 1, text, page, box, size, indent=70, gap=1))

    for page in range(1, 4):
        put(f"OS {page} Mettre en place des outils neufs", page, 30, 18)
        put(f"OO {page}.1 Mettre en place des haies", page, 780, 11)
    assert not find_roles(SourceDocument("application/pdf", tuple(lines), pages=3))


@pytest.mark.parametrize(("sign", "running"), [("✓", False), ("–", True)])
def test_an_item_that_stands_at_the_top_of_several_pages(sign: str, running: bool) -> None:
    pages = [[f"{sign} Rénover la halle", f"du village {'abc'[n]}", "Fin"] for n in range(3)]
    assert bool(find_roles(paged(pages)).get(1)) is running


def test_a_page_number_that_only_its_own_page_prints_apart() -> None:
    """On the other pages it is read together with the footer."""
    pages = [
        [f"OS {n} Être {'abc'[n]}", "Suite du texte", f"PST Belleherbe Page {n + 1}"]
        for n in range(3)
    ]
    pages[1][-1:] = ["Encore", "PST Belleherbe", "Page 2"]
    document = paged(pages)
    found = find_roles(document)
    assert [line.text for line in document.lines if found.get(line.index) is Role.PAGE_NUMBER] == [
        "Page 2"
    ]
