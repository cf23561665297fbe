"""Every printed euro is added up once: over roles, levels, years of a rate and printings."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.schema import (
    Attributes,
    Coverage,
    ExtractorInfo,
    Institution,
    Level,
    Money,
    Node,
    Plan,
    SourceFile,
    SourceSpan,
    Term,
)
from extractor.values import parse_money
from extractor.values.sums import (
    amounts_for_sums,
    budget_years,
    count_budget,
    total_for_sums,
)


def read(text: str) -> list[Money]:
    """Return the amounts of a budget field as the output holds them."""
    return [
        Money(
            text=m.text,
            amount=None if m.amount is None else float(m.amount),
            currency=m.currency,
            year=m.year,
            funding=m.funding,
            role=m.role,
            rate=m.per,
            times=m.times,
            share=None if m.share is None else float(m.share),
        )
        for m in parse_money(text)
    ]


def summed(budget: list[Money], years: int = 6) -> float:
    return float(sum(value or 0 for value in count_budget(budget, years)))


def node(name: str, level: Level, budget: str = "", *children: Node, same: str = "") -> Node:
    return Node(
        id=f"p/{name}",
        level=level,
        title=name,
        title_normalized=name,
        attributes=Attributes(budget=read(budget)),
        source=SourceSpan(lines=(1, 1), text=name),
        same_as=f"p/{same}" if same else None,
        children=list(children),
    )


def plan(*tree: Node) -> Plan:
    return Plan(
        plan_id="p",
        institution=Institution(),
        term=Term(start=2024, end=2030),
        source=SourceFile(filename="p", media_type="text/plain", sha256="0", size_bytes=0),
        extractor=ExtractorInfo(name="pst", version="0"),
        tree=list(tree),
        coverage=Coverage(lines=0, in_nodes=0, in_front_matter=0),
    )


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("5.000 € (2020) ; 3.000 € (2021) ; total 8.000 €", 8000),
        ("total 9.000 € ; 5.000 € (2020) ; 3.000 € (2021)", 9000),  # one part is not printed
        ("5.000 € (2020) ; 5.000 € (2021) ; total 8.000 €", 8000),  # the total is what is adopted
        ("2020 : 4.000 € ; 2021 : 4.000 € ; 2022 : 8.000 €", 16000),  # no total: a third year
        ("8.000 € (5.000 € Région + 3.000 € commune)", 8000),
        ("150.000 € dont 120.000 € de subsides", 150_000),
        ("dont 120.000 € de subsides", 120_000),
        ("80 k€ dont 50 % Région", 80_000),
        ("entre 1.000 et 2.000 €", 2000),
        ("au moins 1.000 €", 1000),
        ("1.500 €/an", 9000),
        ("2026 : 1.500 €/an", 1500),
        ("1.500 €/an pendant 3 ans", 4500),
        ("100 €/mois", 7200),
        ("100 € x 12 mois", 1200),
        ("2.000 €/an, soit 12.000 € au total", 12_000),
        ("à définir", 0),
        ("25 €/participant", 0),
    ],
)
def test_one_budget(text: str, euros: float) -> None:
    assert summed(read(text)) == euros


def test_parts_keep_their_payer_and_the_whole_keeps_the_rest() -> None:
    budget = read("80 k€ dont 50 % Région")
    assert [(m.amount, m.role, m.share, m.funding) for m in budget] == [
        (80_000, None, None, None),
        (40_000, "part", 50, "wallonie"),
    ]
    assert [float(value or 0) for value in count_budget(budget, 6)] == [40_000, 40_000]


def test_a_rate_that_nothing_counts_has_no_sum() -> None:
    assert count_budget(read("25 €/participant"), 6) == [None]


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [(2024, 2030, 6), (2018, 2024, 6), (2019, 2024, 6), (2025, 2030, 6), (None, 2030, 1)],
)
def test_years_of_a_term(start: int | None, end: int, years: int) -> None:
    assert budget_years(Term(start=start, end=end)) == years


def test_an_objective_whose_budget_sums_its_actions_is_counted_once() -> None:
    actions = node("a", Level.ACTION, "3.000 €"), node("b", Level.ACTION, "5.000 €")
    assert total_for_sums(plan(node("os", Level.OS, "8.000 €", *actions))) == 8000
    assert total_for_sums(plan(node("os", Level.OS, "10.000 €", *actions))) == 10_000
    assert total_for_sums(plan(node("os", Level.OS, "2.000 €", *actions))) == 8000


def test_an_action_printed_twice_is_counted_once() -> None:
    first = node("a", Level.ACTION, "3.000 €", node("a1", Level.SOUS_ACTION, "1.000 €"))
    again = node(
        "b", Level.ACTION, "4.000 €", node("b1", Level.SOUS_ACTION, "1.000 €", same="a1"), same="a"
    )
    both = plan(node("os", Level.OS, "", first), node("os2", Level.OS, "4.000 €", again))
    assert total_for_sums(both) == 4000  # the dearest printing, and no envelope beside it
    assert amounts_for_sums(both)["p/a"] == [0]


AMOUNTS = st.builds(
    Money,
    text=st.sampled_from("abcdef"),
    amount=st.integers(0, 10_000_000).map(lambda cents: cents / 100),
    currency=st.just("EUR"),
    year=st.sampled_from([None, 2025, 2026]),
    role=st.sampled_from([None, None, "part", "total", "min", "max", "about"]),
    rate=st.sampled_from([None, None, None, "an", "mois", "personne"]),
)


@given(st.lists(AMOUNTS, max_size=4))
def test_the_sum_does_not_depend_on_the_order(budget: list[Money]) -> None:
    sums = {round(summed(list(order)), 2) for order in permutations(budget)}
    assert len(sums) == 1


@given(st.lists(AMOUNTS, max_size=6))
def test_the_sum_is_never_above_the_largest_total(budget: list[Money]) -> None:
    flat = [m.model_copy(update={"rate": None}) for m in budget]
    totals = [m.amount or 0 for m in flat if m.role == "total" and m.year is None]
    if totals:
        assert summed(flat) <= max(totals) + 0.001


@given(st.lists(AMOUNTS, max_size=6))
def test_nothing_is_counted_below_zero_or_above_what_is_printed(budget: list[Money]) -> None:
    for money, value in zip(budget, count_budget(budget, 6), strict=True):
        if value is not None:
            assert 0 <= float(value) <= (money.amount or 0) * 72 + 0.001


@given(st.permutations([3000, 5000, 700, 12_000]), st.integers(0, 30_000))
def test_levels_count_the_larger_of_envelope_and_actions(amounts: list[int], envelope: int) -> None:
    actions = [node(f"a{k}", Level.ACTION, f"{amount} €") for k, amount in enumerate(amounts)]
    tree = node("os", Level.OS, f"{envelope} €", *actions)
    assert total_for_sums(plan(tree)) == max(envelope, sum(amounts))
