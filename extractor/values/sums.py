"""What to add up: every printed euro of a plan once.

In: the nodes of a plan and its term. Out: for each amount of each node the euros that it adds to a
sum over the plan; the rule is told to users in `docs/data-dictionary.md`. In order:

1. A rate counts for its units: those that its text counts, else one year where a year stands
   beside it, else the years of the term. A rate by person or by hour cannot be counted (None).
2. Of a range the upper bound counts.
3. A printed total, or an amount that is the sum of two others or more beside it, counts for what
   its parts leave: its parts keep their year and payer. Where the parts exceed it, it counts alone.
   Likewise an amount and its parts (`dont 5.000 €`).
4. A level's own budget is the envelope of what stands below it: what those amounts leave counts.
5. Of several printings of an action, the first of the dearest counts.

Sums never depend on the order in which amounts are printed. Units: euros, cents rounded half up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from extractor.schema import Money, Node, Plan, Term

CENT = Decimal("0.01")
#: how often a year holds the unit of a rate; units that count people or hours have no such number
PER_YEAR = {"an": 1, "trimestre": 4, "mois": 12, "semaine": 52}
#: legislatures begin in December of an election year: their first budget is that of the next one
ELECTION_YEARS = frozenset({2012, 2018, 2024, 2030})

Counted = list[Decimal | None]


def budget_years(term: Term) -> int:
    """Return the number of budget years of a term, 1 when it is not known.

    >>> budget_years(Term(start=2024, end=2030)), budget_years(Term(start=2019, end=2024))
    (6, 6)
    """
    if term.start is None or term.end is None or term.end < term.start:
        return 1
    years = term.end - term.start + 1
    return years - 1 if term.start in ELECTION_YEARS and term.end in ELECTION_YEARS else years


def amounts_for_sums(plan: Plan) -> dict[str, list[float | None]]:
    """Return, by node id, one number for each entry of the node's `budget`, in its order.

    Their sum over the plan counts every printed euro once. An entry without an amount in euros,
    or whose rate nothing counts, has None; one that is counted elsewhere has 0.
    """
    years = budget_years(plan.term)
    counted: dict[str, Counted] = {}
    whole: dict[str, Decimal] = {}
    for root in plan.tree:
        _count(root, years, counted, whole)
    for node_id in _repeated(plan.tree, whole):
        counted[node_id] = [None if value is None else Decimal(0) for value in counted[node_id]]
    return {
        node_id: [None if value is None else float(value) for value in values]
        for node_id, values in counted.items()
        if values
    }


def total_for_sums(plan: Plan) -> float:
    """Return the euros of a plan, each counted once; 0 when none is printed."""
    entries = (value for values in amounts_for_sums(plan).values() for value in values)
    return round(sum(value for value in entries if value is not None), 2)


def count_budget(budget: Sequence[Money], years: int) -> Counted:
    """Return what each amount of one node adds to the node's sum (rules 1 to 3)."""
    values = [_value(money, years) for money in budget]
    counted: Counted = [None if value is None else Decimal(0) for value in values]
    places = [place for place, value in enumerate(values) if value is not None]
    places = _without_low_ends(budget, places)
    alone = {place: values[place] or Decimal(0) for place in places}
    for place, value in _settled(budget, alone).items():
        counted[place] = value
    return counted


def _value(money: Money, years: int) -> Decimal | None:
    """Return the euros of an amount over the term (rule 1)."""
    if money.amount is None or money.currency not in (None, "EUR"):
        return None
    amount = Decimal(str(money.amount))
    if money.rate and money.times:
        amount *= money.times
    elif money.rate:
        if money.rate not in PER_YEAR:
            return None
        amount *= PER_YEAR[money.rate] * (1 if money.year else years)
    return amount.quantize(CENT, ROUND_HALF_UP)


def _without_low_ends(budget: Sequence[Money], places: Iterable[int]) -> list[int]:
    """Leave out the lower bounds of ranges: both bounds carry the text of the range (rule 2)."""
    tops = {budget[place].text for place in places if budget[place].role == "max"}
    return [p for p in places if not (budget[p].role == "min" and budget[p].text in tops)]


def _settled(budget: Sequence[Money], values: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Take from every total what its parts count already (rule 3).

    Totals first, then parts from their wholes: parts never change the sum.
    """
    parts = {place for place in values if budget[place].role == "part"}
    wholes = {place: value for place, value in values.items() if place not in parts}
    if not wholes:
        return dict(values)
    totals = [place for place in wholes if budget[place].role == "total"]
    yearly = defaultdict(list)
    for place in wholes:
        if budget[place].year:
            yearly[budget[place].year].append(place)
    counted = dict(wholes)
    for places in yearly.values():  # `total 2026` is the total of its year
        if own := [place for place in places if place in totals]:
            _settle(max(own, key=lambda p: wholes[p]), places, counted)
    grand = [place for place in totals if not budget[place].year]
    top = max(grand, key=lambda p: wholes[p]) if grand else _implied_total(budget, wholes)
    if top is not None:
        _settle(top, list(wholes), counted)
    return _with_parts({part: values[part] for part in sorted(parts)}, counted)


def _settle(total: int, places: Iterable[int], counted: dict[int, Decimal]) -> None:
    """Leave of a total what the others do not count; where they exceed it, it counts alone."""
    others = [place for place in places if place != total]
    rest = counted[total] - sum((counted[place] for place in others), Decimal(0))
    if rest < 0:
        counted |= dict.fromkeys(others, Decimal(0))
    else:
        counted[total] = rest


def _with_parts(parts: Mapping[int, Decimal], counted: dict[int, Decimal]) -> dict[int, Decimal]:
    """Take parts from the whole printed last before them, else from the first after them.

    Where they exceed what the whole counts, they count nothing.
    """
    owned = defaultdict(list)
    for part in parts:
        before = [whole for whole in counted if whole < part]
        owned[max(before) if before else min(counted)].append(part)
    for owner, own in owned.items():
        together = sum((parts[part] for part in own), Decimal(0))
        fits = together <= counted[owner]
        counted |= {part: parts[part] if fits else Decimal(0) for part in own}
        counted[owner] -= together if fits else Decimal(0)
    return counted


def _implied_total(budget: Sequence[Money], values: Mapping[int, Decimal]) -> int | None:
    """Return the amount that is the sum of all the others: `8.000 € (5.000 € + 3.000 €)`."""
    if len(values) < 3:
        return None
    top = max(values, key=lambda place: values[place])
    rest = sum(values.values(), Decimal(0)) - values[top]
    own_year = budget[top].year is not None and {budget[p].year for p in values} != {
        budget[top].year
    }  # the amount of a third year may be the sum of two others by chance
    return top if 0 < values[top] == rest and not own_year else None


def _count(
    node: Node, years: int, counted: dict[str, Counted], whole: dict[str, Decimal]
) -> Decimal:
    """Fill `counted` for a node and all below it; return the euros of both (rule 4)."""
    below = sum((_count(child, years, counted, whole) for child in node.children), Decimal(0))
    own = count_budget(node.attributes.budget, years)
    envelope = sum((value for value in own if value is not None), Decimal(0))
    counted[node.id] = _reduced(own, node.attributes.budget, below)
    whole[node.id] = max(envelope, below)
    return whole[node.id]


def _reduced(own: Counted, budget: Sequence[Money], below: Decimal) -> Counted:
    """Take `below` from the entries of an envelope: totals first, then the largest amounts."""
    reduced = list(own)
    places = [place for place, value in enumerate(own) if value]
    places.sort(key=lambda p: (budget[p].role != "total", -(own[p] or 0), budget[p].text))
    for place in places:
        taken = min(below, reduced[place] or Decimal(0))
        reduced[place] = (reduced[place] or Decimal(0)) - taken
        below -= taken
    return reduced


def _repeated(tree: Iterable[Node], whole: Mapping[str, Decimal]) -> Iterator[str]:
    """Yield the ids of printings, and of all below them, that another printing counts (rule 5)."""
    nodes = {node.id: node for root in tree for node in root.walk()}
    printings: dict[str, list[Node]] = {node_id: [] for node_id in nodes}
    for node in nodes.values():
        if node.same_as in nodes:
            printings[str(node.same_as)].append(node)
    dropped: set[str] = set()
    for first, later in printings.items():  # in document order: an action before its sub-actions
        every = [node for node in (nodes[first], *later) if node.id not in dropped]
        kept = max(every, key=lambda node: whole[node.id], default=None)  # the first among equals
        for node in every:
            if later and node is not kept:
                dropped |= {below.id for below in node.walk()}
    yield from dropped
