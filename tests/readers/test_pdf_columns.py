"""Gutters between columns and rows of borderless tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.document import BBox
from extractor.readers.pdf.glyphs.lines import DraftLine, build_line, build_rows
from extractor.readers.pdf.glyphs.marks import Face, Piece
from extractor.readers.pdf.regions.cover import Known, cut_rows, find_zones
from extractor.readers.pdf.regions.gutters import Zone, make_rows
from extractor.readers.pdf.regions.rows import find_rows, is_rest

FACE = Face("Times", bold=False, italic=False, symbol=False)


def words(top: float, *parts: tuple[float, str], size: float = 10.0) -> list[Piece]:
    return [
        Piece(text, x0, x0 + size / 2 * len(text), top, top + size, top + size, size, FACE)
        for x0, text in parts
        if text
    ]


def test_short_lists_in_columns_vouch_for_each_other() -> None:
    """Each has too few lines to show its gutter, and one its list signs in fewer rows."""
    title = (50, "Un titre qui va d'un bord de la page jusqu'à l'autre bord")
    beside = (
        ["-", "Planter douze tilleuls", "-", "Semer un grand pré"],
        ["", "sur la place", "", "au bord du canal"],
    )
    more = (
        ["", "du village", "-", "Curer tous les"],
        ["-", "Réparer les ponts", "", "ruisseaux du village"],
    )
    rows = []
    long = [*beside, *more, ["", "", "", "et des fossés voisins"]]
    for top, entries in ((0, long), (100, long), (200, beside)):
        rows.append(words(top, title))
        for n, entry in enumerate(entries):
            at = zip((40, 50, 230, 240), entry, strict=True)
            rows.append(words(top + 12 * n + 20, *at))
    zones = find_zones(make_rows(rows, []), [], Known())
    assert [(zone.kind, zone.edges) for zone in zones] == [("columns", [230.0])] * 3


def test_a_table_of_two_rows_below_another_with_its_edges() -> None:
    rows = []
    for top, entries in ((0.0, 4), (300.0, 2)):
        title = words(top, (50, "Un titre qui va d'un bord de la page jusqu'à l'autre bord"))
        rows.append(title)
        for n in range(entries):
            at = top + 60 * n + 30
            rows.append(words(at, (50, "Verdir les rues et"), (240, "- Planter douze tilleuls")))
            rows.append(words(at + 12, (50, "les places"), (250, "au bord du canal")))
            rows.append(words(at + 24, (240, "- Semer des prés")))
            rows.append(words(at + 36, (250, "avec les riverains")))
    zones = find_zones(make_rows(rows, []), [], Known())
    assert [(zone.kind, len(zone.table)) for zone in zones] == [("table", 4), ("table", 2)]


def test_a_big_number_takes_no_letters_from_the_line_below_its_title() -> None:
    number = words(20, (40, "3.1"), size=30)
    title = words(35, (90, "Mieux"), (135, "vivre"), size=15)
    below = words(53, (90, "au"), (128, "à"), size=15)
    raised = [piece._replace(base=41.0) for piece in words(31, (175, "er"))]
    rows = build_rows([*number, *title, *below, *raised])
    assert [[piece.text for piece in row] for row in rows] == [
        ["3.1", "Mieux", "vivre", "er"],
        ["au", "à"],
    ]


def test_a_title_in_capitals_that_goes_on_beside_another_starts_no_row() -> None:
    def cell(x0: float, *parts: str) -> list[DraftLine]:
        return [
            DraftLine(text, BBox(x0, 12.0 * n, x0 + 90, 12.0 * n + 10), 10.0, gap=0.2)
            for n, text in enumerate(parts, 2)
        ]

    def head(x0: float, text: str) -> list[DraftLine]:
        return [DraftLine(text, BBox(x0, 0, x0 + 90, 10), 10.0)]

    columns = [
        head(70, "OO") + cell(70, "VERDIR LES RUES", "DU CENTRE"),
        head(200, "Action") + cell(200, "Planter des arbres le", "long du canal"),
        head(330, "Délai") + cell(330, "Printemps"),
    ]
    columns = [[part[0], replace(part[1], gap=1.4), *part[2:]] for part in columns]
    rows = find_rows(columns, least=2)
    assert [[len(lines) for lines in row] for row in rows] == [[1, 1, 1], [2, 2, 1]]


@pytest.mark.parametrize(("below", "rows_found"), [(90.0, 5), (12.0, 4)])
def test_a_last_cell_with_nothing_beside_it_ends_its_table(below: float, rows_found: int) -> None:
    """What stands nearer to the text below is its heading."""
    rows = []
    for n in range(4):
        rows.append(words(60 * n, (50, "Verdir les rues et"), (240, "- Planter douze tilleuls")))
        rows.append(words(60 * n + 12, (50, "les places"), (250, "au bord du canal")))
        rows.append(words(60 * n + 24, (240, "- Semer des prés")))
        rows.append(words(60 * n + 36, (250, "avec les riverains")))
    rows.append(words(240, (50, "Rembourser ce que")))
    rows.append(words(252, (50, "la commune doit")))
    rows.append(
        words(262 + below, (50, "Un titre qui va d'un bord de la page jusqu'à l'autre bord"))
    )
    (zone,) = find_zones(make_rows(rows, []), [], Known())
    assert (zone.kind, len(zone.table)) == ("table", rows_found)


HEADER = ((50, "OO"), (240, "Projet"), (400, "Action"))


def test_a_header_known_from_another_page_tells_a_short_table() -> None:
    def page(*rows: list[Piece]) -> list[Zone]:
        return find_zones(make_rows(rows, []), [], known)

    known = Known()
    body = [
        words(30 * n, (50, "Verdir les rues"), (240, "Plantations"), (400, "Semer des prés"))
        for n in range(1, 6)
    ]
    page(words(0, *HEADER), *body)
    page(words(0, (50, "Une page de texte qui va d'un bord à l'autre")))
    (zone,) = page(words(0, *HEADER), words(30, (50, "Apaiser")), words(90, (50, "Titre"), size=14))
    assert (zone.kind, zone.first, zone.last) == ("table", 0, 1)
    assert [[len(cell) for cell in row] for row in zone.table] == [[1, 1, 1], [1, 0, 0]]


def typed(top: float, x0: float, text: str) -> list[Piece]:
    """Return the words of a text, a blank written behind each but the last."""
    pieces: list[Piece] = []
    for word in text.split():
        pieces += words(top, (x0, word))
        x0 = pieces[-1].x1 + 5
    return [piece._replace(spaced=piece is not pieces[-1]) for piece in pieces]


@pytest.mark.parametrize("gap", [10.0, 4.0])
def test_a_single_value_near_its_label_at_a_known_edge(gap: float) -> None:
    """No blank is written between the two, however near they stand."""
    known = Known(tables={(160.0,)})
    title = "Un titre qui va d'un bord de la page jusqu'à l'autre bord"
    label = "Indicateurs de suivi"
    left = typed(30, 160 - gap - 5 * len(label), label)
    rows = [typed(0, 50, title), [*left, *typed(30, 160, "Nombre d'arbres plantés")]]
    zones = find_zones(make_rows([*rows, typed(60, 50, title)], []), [], known)
    assert [zone.kind for zone in zones] == ["table"]


@pytest.mark.parametrize("lines", [12, 6])
def test_a_short_column_beside_lines_that_wrap_before_it(lines: int) -> None:
    rows = [words(0, (50, "Nos services sont proches des gens"), (240, "Apaiser les rues"))]
    rows += [words(15, (50, "de tous les villages, du matin au"), (250, "et les chemins"))]
    rows += [words(30, (50, "soir, sur place et à leur domicile"), (240, "Verdir les places"))]
    rows += [words(45 + 15 * n, (50, "avec les aides et les associations")) for n in range(lines)]
    zones = find_zones(make_rows(rows, []), [], Known())
    assert [zone.kind for zone in zones] == ["columns"]


@pytest.mark.parametrize(("lines", "kind"), [(14, "columns"), (2, "table")])
def test_short_columns_beside_a_column_are_no_table(lines: int, kind: str) -> None:
    """Their first lines stand level by chance."""
    cells = [(50, "Planter des arbres sur les places"), (250, "Semer des prés fleuris")]
    rows = [words(24 * n, *cells) for n in range(5)]
    rows += [words(130 + 12 * n, (50, "avec les aides et les associations")) for n in range(lines)]
    rows += [words(400 + 12 * n, (50, "Un texte sur toute la largeur de la page, sans plus"))
             for n in range(3)]  # fmt: skip
    zones = find_zones(make_rows(rows, []), [], Known())
    assert [zone.kind for zone in zones] == [kind]


def test_a_header_with_lines_of_one_column_right_below_it() -> None:
    """The page goes on with the last column of a row that began on the page before."""
    rows = [words(0, *HEADER), *(words(15 * n, (400, "Semer des prés")) for n in (1, 2))]
    known = Known(tables={(240.0, 400.0)}, headers={("oo", "projet", "action")})
    (zone,) = find_zones(make_rows(rows, []), [], known)
    assert [[len(cell) for cell in row] for row in zone.table] == [[1, 1, 1], [0, 0, 2]]


def test_a_column_that_leads_more_rows_is_spanned_by_those_at_its_left() -> None:
    def column(x0: float, width: float, *parts: str) -> list[DraftLine]:
        return [
            DraftLine(text, BBox(x0, 10.0 * n, x0 + width, 10.0 * n + 10), 10.0)
            for n, text in enumerate(parts)
            if text
        ]

    columns = [
        column(0, 80, "OO 1.1 : SOIGNER LES", "CHEMINS DU VILLAGE", "ET LES SENTIERS", "DU BOIS",
               "OO 1.2 : OUVRIR UN", "GUICHET UNIQUE"),
        column(90, 200, "Curer les fossés avec", "les riverains", "Planter des haies le",
               "long des routes", "Former deux agents", "Aménager le hall"),
        column(300, 90, "Travaux", "", "Parcs", "", "Accueil", "Travaux"),
        column(400, 60, "2025", "", "2026", "", "2027", "2028"),
    ]  # fmt: skip
    rows = find_rows(columns, least=2)
    assert [[len(lines) for lines in row] for row in rows] == [
        [4, 2, 1, 1], [0, 2, 1, 1], [2, 1, 1, 1], [0, 1, 1, 1],
    ]  # fmt: skip


def test_letters_that_stand_apart_are_words() -> None:
    """Each is drawn by itself, as far from the next as a narrow blank is wide."""
    at, pieces = 50.0, []
    for letter in "DÉFI N° 5 (volet interne)":
        if letter != " ":
            pieces.append(Piece(letter, at, at + 5, 0, 10, 10, 10.0, FACE))
        at += 4.4 if letter == " " else 6.6
    line = build_line(pieces)
    assert line is not None
    assert line.text == "DÉFI N° 5 (volet interne)"


def test_dots_that_lead_to_a_page_are_no_letters_that_stand_apart() -> None:
    """In a contents page; the blanks between the words before them stay."""
    title = words(0, (50, "VOLET"), (77.5, "INTERNE"))
    dots = [(115.0 + 5.5 * n, ".") for n in range(30)]
    line = build_line(title + [piece._replace(x1=piece.x0 + 2.8) for piece in words(0, *dots)])
    assert line is not None
    assert line.text.startswith("VOLET INTERNE")


@pytest.mark.parametrize(("right", "rows"), [((5, 6, 7, 8), 0), ((1, 1, 1, 1), 4)])
def test_columns_whose_numbers_run_on_are_no_table(right: tuple[int, ...], rows: int) -> None:
    numbers = (1, 2, 3, 4), right
    columns = [
        [
            DraftLine(f"{number}. Planter", BBox(x0, 30.0 * n, x0 + 90, 30.0 * n + 10), 10.0, gap=2)
            for n, number in enumerate(column)
        ]
        for x0, column in zip((50, 200), numbers, strict=True)
    ]
    assert len(find_rows(columns)) == rows


@pytest.mark.parametrize(
    ("text", "rest"), [("». Ouvrir", True), ("avec", True), ("« Lire »", False)]
)
def test_lines_that_begin_as_the_rest_of_a_text(text: str, rest: bool) -> None:
    assert is_rest(DraftLine(text, BBox(0, 0, 50, 10), 10.0)) is rest


@pytest.mark.parametrize(("label", "rows"), [("OO 3.2", 0), ("Action 3.1.1", 4)])
def test_a_labelled_title_beside_the_next_one_makes_no_row(label: str, rows: int) -> None:
    def column(x0: float, *parts: str) -> list[DraftLine]:
        return [
            DraftLine(text, BBox(x0, 20.0 * n, x0 + 90, 20.0 * n + 10), 10.0, gap=1.0)
            for n, text in enumerate(parts)
        ]

    left = column(50, "OO 3.1 Accueillir", "• Ouvrir une crèche", "• Rénover la cour", "• Jouer")
    right = column(240, f"{label} Écouter", "• Relancer un conseil", "• Prêter un local", "• Lire")
    assert len(find_rows([left, right])) == rows


def test_a_word_with_a_blank_before_it_begins_no_cell() -> None:
    """Though it stands by chance where the texts of three other rows begin: unless the rows around
    it leave that place free, where a cell may be full and go on below."""
    rows = [[*words(20 * n, (50, "Pilote")), *words(20 * n, (140, "Travaux"))] for n in range(3)]
    chance = typed(80, 60, "Planter cinq les haies du village")
    shift = 140 - chance[2].x0
    chance = [piece._replace(x0=piece.x0 + shift, x1=piece.x1 + shift) for piece in chance]
    over = words(92, (60, "intercommunalement"))
    cuts = cut_rows(make_rows([*rows, chance, over], []))
    assert [len(cut.parts) for cut in cuts] == [2, 2, 2, 1, 1]
    free = [words(92 + 12 * n, (60, "haie")) for n in range(2)]
    for between, parts in ((1, 1), (2, 2)):  # two rows on either side are looked at
        far = words(92 + 12 * between, (60, "intercommunalement"))
        cuts = cut_rows(make_rows([*rows, chance, *free[:between], far], []))
        assert len(cuts[3].parts) == parts
    cuts = cut_rows(make_rows([*rows, chance], []))
    assert [len(cut.parts) for cut in cuts] == [2, 2, 2, 2]
    chance[1] = chance[1]._replace(spaced=False)
    cuts = cut_rows(make_rows([*rows, chance, over], []))
    assert [len(cut.parts) for cut in cuts] == [2, 2, 2, 2, 1]


@pytest.mark.parametrize(("gap", "last"), [(300.0, 3), (85.0, 3), (75.0, 4), (20.0, 4)])
def test_the_foot_of_the_page_is_no_row_of_the_table_above(gap: float, last: int) -> None:
    cells = [(50, "Verdir les rues"), (240, "Plantations"), (400, "Semer"), (500, "2027")]
    rows = [words(30 * n, *cells) for n in range(4)]
    rows.append(words(100 + gap, (50, "Plan de la commune"), (510, "3")))
    (zone,) = find_zones(make_rows(rows, []), [], Known())
    assert (zone.kind, zone.last) == ("table", last)


def test_the_foot_of_a_page_takes_no_columns_of_the_page_before() -> None:
    foot = words(700, (50, "Plan de la commune"), (510, "3"))
    text = words(0, (50, "Une page de texte qui va d'un bord à l'autre, sans plus rien"))
    known = Known(tables={(240.0, 400.0, 500.0)})
    assert find_zones(make_rows([text, foot], []), [], known) == []


def test_blocks_that_are_read_already_may_stand_in_columns_without_a_line() -> None:
    units = [BBox(50 + 200 * (n % 2), 60 * n, 200 + 200 * (n % 2), 60 * n + 75) for n in range(6)]
    assert find_zones(make_rows([], units), [], Known()) == []
