"""Amounts: a table of printed forms, funding sources, budget tables."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.values.budgets import parse_budget_matrix, parse_budget_rows
from extractor.values.folding import vocabulary
from extractor.values.funding import KINDS, parse_funding
from extractor.values.money import Money, parse_money
from extractor.values.numbers import parse_number

TABLE = Path(__file__).with_name("money.txt")


def rows() -> list[tuple[str, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cases = [line.rpartition(" =>")[::2] for line in lines if line and not line.startswith("#")]
    blanks = {"~": "\u00a0", "^": "\u202f", "\\n": "\n"}
    found = []
    for text, wanted in cases:
        for mark, blank in blanks.items():
            text = text if text.startswith("~ ") else text.replace(mark, blank)
        found.append((text, wanted.strip()))
    return found


def shown(money: Money) -> str:
    amount = "-" if money.amount is None else f"{money.amount.normalize():f}"
    times = None if money.times is None else f"x{money.times}"
    share = None if money.share is None else f"{money.share.normalize():f}%"
    values = (money.year, money.funding, money.role, money.per, times, share)
    return " ".join([amount, *(str(v) for v in values if v is not None)])


def test_the_table_is_large_enough_and_has_no_duplicate() -> None:
    texts = [text for text, _ in rows()]
    assert len(texts) >= 120
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(("text", "wanted"), rows())
def test_amount(text: str, wanted: str) -> None:
    found = parse_money(text)
    assert "; ".join(map(shown, found)) == wanted
    for money in found:
        assert (money.currency == "EUR") == (money.amount is not None)


def test_each_amount_keeps_its_own_words() -> None:
    found = parse_money("10.000 € (Région wallonne) et 5.000 €\u00a0(fonds propres)")
    assert [m.text for m in found] == ["10.000 € (Région wallonne)", "5.000 € (fonds propres)"]


def test_both_bounds_of_a_range_keep_the_range() -> None:
    found = parse_money("entre 5.000 et 10.000 € par an")
    assert [m.text for m in found] == ["entre 5.000 et 10.000 € par an"] * 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Europe", "europe"),
        ("Fédéral", "federal"),
        ("Wallonie", "wallonie"),
        ("Fédération Wallonie-Bruxelles", "fwb"),
        ("Fédération Wallonie- Bruxelles", "fwb"),
        ("Province", "province"),
        ("Ville", "propre"),
        ("Autres", "autre"),
        ("Etat fédéral", "federal"),
        ("subside de la Région Wallonne (SPW)", "wallonie"),
        ("S.P.W.", "wallonie"),
        ("subside", "autre"),
        ("Wallonie et Europe", None),
        ("mobilier", None),
        ("", None),
    ],
)
def test_funding(text: str, wanted: str | None) -> None:
    assert parse_funding(text) == wanted


def test_the_funding_vocabulary_is_sourced_and_gives_each_wording_one_kind() -> None:
    words = vocabulary("funding")
    assert set(words) == {*KINDS, "generic", "source"}
    seen: dict[str, str] = {}
    for kind in (*KINDS, "generic"):
        assert words[kind]["source"]
        for form in words[kind]["forms"]:
            assert seen.setdefault(form.casefold(), kind) == kind


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12.500,50", "12500.50"),
        ("1 000,0", "1000.0"),
        ("5300.0", "5300.0"),
        ("x", None),
        ("", None),
    ],
)
def test_number(text: str, wanted: str | None) -> None:
    assert parse_number(text) == (Decimal(wanted) if wanted else None)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_number_survives_belgian_printing(value: Decimal) -> None:
    printed = f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    (money,) = parse_money(f"{printed} €")
    assert money.amount == value


@given(st.text(alphabet="0123456789.,€ k-+/|aàetn\n", max_size=20))
def test_any_text_is_read_without_error(text: str) -> None:
    assert bool(parse_money(text)) == bool(text.strip())


# --- tables ---------------------------------------------------------------------------------------

HEADER = ["", "Global", "2019", "2020", "2021"]


def amounts(rows: list[list[str]]) -> dict[tuple[str, int | None], Decimal | None]:
    return {(line.source, line.year): line.amount for line in parse_budget_matrix(rows).lines}


def test_matrix_reads_lines_and_totals() -> None:
    matrix = parse_budget_matrix(
        [
            HEADER,
            ["Europe", "300.0", "100.0", "200.0", "-"],
            ["Ville", "50.5", "-", "-", "50.5"],
            ["Fédéral", "-", "-", "-", "-"],
            ["Totaux", "350.5", "100.0", "200.0", "50.5"],
        ]
    )
    assert [(x.source, x.funding, x.year, x.amount) for x in matrix.lines] == [
        ("Europe", "europe", 2019, Decimal("100.0")),
        ("Europe", "europe", 2020, Decimal("200.0")),
        ("Ville", "propre", 2021, Decimal("50.5")),
    ]
    assert {x.source: x.amount for x in matrix.by_source} == {
        "Europe": Decimal("300.0"),
        "Ville": Decimal("50.5"),
    }
    assert {x.year: x.amount for x in matrix.by_year} == {
        2019: Decimal("100.0"),
        2020: Decimal("200.0"),
        2021: Decimal("50.5"),
    }
    assert matrix.total == Decimal("350.5")
    assert matrix.disagreements == ()


def test_matrix_reports_totals_that_do_not_add_up() -> None:
    matrix = parse_budget_matrix(
        [
            HEADER,
            ["Europe", "300.0", "100.0", "201.0", "-"],
            ["Totaux", "300.0", "100.0", "200.0", "-"],
        ]
    )
    assert [(d.where, d.printed, d.computed) for d in matrix.disagreements] == [
        ("Europe", "300.0", Decimal("301.0")),
        ("2020", "200.0", Decimal("201.0")),
    ]
    assert amounts([HEADER, ["Europe", "300.0", "100.0", "201.0", "-"]])[("Europe", 2020)] == 201


def test_broken_number_is_put_together_when_its_row_proves_it() -> None:
    found = amounts([HEADER, ["Wallonie", "395597.17", "39549 7.17", "100.\n0", "-"]])
    assert found == {
        ("Wallonie", 2019): Decimal("395497.17"),
        ("Wallonie", 2020): Decimal("100.0"),
    }


def test_broken_number_is_put_together_when_its_column_proves_it() -> None:
    rows = [
        ["", "2019"],
        ["Wallonie", "39549 7.17"],
        ["Europe", "2.83"],
        ["Totaux", "395500.00"],
    ]
    assert amounts(rows)[("Wallonie", 2019)] == Decimal("395497.17")


def test_broken_total_is_proved_by_its_parts() -> None:
    matrix = parse_budget_matrix([HEADER, ["Wallonie", "4907.\n5", "4900.0", "7.5", "-"]])
    assert [x.amount for x in matrix.by_source] == [Decimal("4907.5")]
    assert matrix.disagreements == ()


def test_broken_number_without_proof_has_no_amount_and_is_reported() -> None:
    matrix = parse_budget_matrix([["", "2019"], ["Wallonie", "39549 7.17"]])
    assert [(x.amount, x.text) for x in matrix.lines] == [(None, "39549 7.17")]
    assert [(d.where, d.printed) for d in matrix.disagreements] == [("Wallonie 2019", "39549 7.17")]


def test_thousands_separated_by_a_blank_are_no_broken_number() -> None:
    assert amounts([["", "2019"], ["Europe", "1\u00a0000,0"]]) == {("Europe", 2019): Decimal(1000)}


def test_matrix_cut_by_a_page_break() -> None:
    rows = [
        ["", "Globa\nl", "2019", "202\n0", "2021"],
        ["Europe", "5300.0", "5300.", "-", "-"],
        HEADER,
        ["", "", "0", "", ""],
        ["Fédération Wallonie-\nBruxelles", "10.0", "-", "10.0", "-"],
        ["Totaux", "5310.0", "5300.0", "10.0", "-"],
    ]
    matrix = parse_budget_matrix(rows)
    assert [(x.source, x.funding, x.year, x.amount) for x in matrix.lines] == [
        ("Europe", "europe", 2019, Decimal(5300)),
        ("Fédération Wallonie-Bruxelles", "fwb", 2020, Decimal(10)),
    ]
    assert matrix.disagreements == ()


def test_a_table_without_years_gives_nothing() -> None:
    matrix = parse_budget_matrix([["Nom", "Prénom"], ["Dupont", "Anne"]])
    assert (matrix.lines, matrix.by_source, matrix.total) == ((), (), None)


def test_budget_rows() -> None:
    header = ["Type de budget", "Anné\ne", "Montant", "Détail / Commentaire"]
    found = parse_budget_rows(
        header,
        [
            ["Wallonie", "2019", "1\u00a0000,0", ""],
            ["Ville", "201\n9", "215,50 €", "mobilier"],
            ["Europe", "2020", "à définir", ""],
            ["", "", "", ""],
        ],
    )
    assert [(m.text, m.amount, m.year, m.funding) for m in found] == [
        ("Wallonie | 2019 | 1 000,0", Decimal(1000), 2019, "wallonie"),
        ("Ville | 201 9 | 215,50 € | mobilier", Decimal("215.50"), 2019, "propre"),
        ("Europe | 2020 | à définir", None, 2020, "europe"),
    ]
    assert [m.currency for m in found] == ["EUR", "EUR", None]


def test_budget_rows_without_an_amount_column() -> None:
    assert parse_budget_rows(["Nom", "Année"], [["Europe", "2019"]]) == []
