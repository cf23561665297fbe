"""Budget tables: source × year matrices checked against their printed totals, and rows of lines.

Narrow cells break numbers (`4907.` above `5`, `39549 7.17`). A broken number is put together only
when a printed total proves it: its row adds up to its total, or its column to the last row. An
unproved one has no amount and is listed among the disagreements, as is every total that its parts
do not add up to. Rows that a page break cut off (no source, digits only) are joined to the row
above; repeated headers are skipped (prints of iA.PST).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from extractor.text import collapse_spaces, fold, join_lines
from extractor.values.folding import vocabulary
from extractor.values.funding import parse_funding
from extractor.values.money import CURRENCY, Money
from extractor.values.numbers import parse_number

TOLERANCE = Decimal("0.01")  # euro; totals are printed with the cents of their parts
_TOTAL = -1  # column key of the total in place of a year


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One amount of the matrix; `year` None is the printed total of the source."""

    source: str
    funding: str | None
    year: int | None
    amount: Decimal | None
    text: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A total that its parts do not add up to, or a broken number that no total proves.

    `where` is the source or the year (`Totaux` for the last row's own total) in words.
    """

    where: str
    printed: str
    computed: Decimal | None


@dataclass(frozen=True, slots=True)
class MatrixBudget:
    """A budget matrix: amounts by source and year, the printed totals, what does not add up."""

    lines: tuple[MatrixLine, ...]
    by_source: tuple[MatrixLine, ...]
    by_year: tuple[MatrixLine, ...]
    total: Decimal | None
    disagreements: tuple[Disagreement, ...]


@dataclass(slots=True)
class _Cell:
    text: str
    amount: Decimal | None
    broken: bool
    proved: bool = False

    @property
    def value(self) -> Decimal:
        return self.amount or Decimal(0)


@dataclass(frozen=True, slots=True)
class _Row:
    source: str
    cells: dict[int, _Cell]


@cache
def _columns() -> dict[str, frozenset[str]]:
    table = vocabulary("money")["columns"]
    return {
        name: frozenset(map(_glued, forms)) for name, forms in table.items() if name != "source"
    }


def _glued(text: str) -> str:
    """Fold and drop blanks: a header broken by a narrow column (`Anné e`) is whole again."""
    return re.sub(r"\s", "", fold(text))


def _header(row: Sequence[str]) -> dict[int, int] | None:
    """Return column → year (or the total's key) when `row` is a matrix header, else None."""
    years: dict[int, int] = {}
    for index, cell in enumerate(row):
        glued = _glued(cell)
        if re.fullmatch(r"20\d\d", glued):
            years[index] = int(glued)
        elif glued in _columns()["total"]:
            years[index] = _TOTAL
    return years if any(year != _TOTAL for year in years.values()) else None


def _cell(text: str) -> _Cell:
    printed = collapse_spaces(text)
    if not printed or _glued(printed) in _columns()["none"]:
        return _Cell(printed, None, False)
    grouped = re.fullmatch(r"-?\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?|\S+", printed) is not None
    whole = not printed.endswith((".", ","))
    return _Cell(printed, parse_number(printed.rstrip(".,")), not (grouped and whole))


def _is_continuation(row: Sequence[str]) -> bool:
    rest = [cell for cell in row[1:] if cell.strip()]
    return not row[0].strip() and bool(rest) and all(re.fullmatch(r"[\d\s.,]+", c) for c in rest)


def _joined(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Put together the rows that page breaks cut."""
    done: list[list[str]] = []
    for row in rows:
        if done and row and _is_continuation(row) and _header(row) is None:
            last = done[-1]
            done[-1] = [f"{a}\n{b}".strip() for a, b in zip(last, row, strict=False)]
        elif any(cell.strip() for cell in row):
            done.append(list(row))
    return done


def _read(rows: list[list[str]]) -> list[_Row]:
    columns: dict[int, int] = {}
    found = []
    for row in rows:
        header = _header(row)
        if header is not None:
            columns = columns or header
            continue
        cells = {columns[i]: _cell(text) for i, text in enumerate(row) if i in columns}
        if cells and row[0].strip():
            found.append(_Row(join_lines(row[0].split("\n")), cells))
    return found


def _check(total: _Cell | None, parts: list[_Cell]) -> bool:
    """Mark the cells as proved and return True when the parts add up to a printed total."""
    if total is None or total.amount is None:
        return False
    if abs(total.amount - sum((part.value for part in parts), Decimal(0))) >= TOLERANCE:
        return False
    for cell in (total, *parts):
        cell.proved = True
    return True


def _verify(rows: list[_Row], totals: _Row | None, columns: list[int]) -> list[Disagreement]:
    """Check every row and column; return what does not add up."""
    sums: list[tuple[str, _Cell, list[_Cell]]] = []
    for row in [*rows, *([totals] if totals else [])]:
        if _TOTAL in row.cells:
            parts = [cell for year, cell in row.cells.items() if year != _TOTAL]
            sums.append((row.source, row.cells[_TOTAL], parts))
    for year in columns if totals else []:
        assert totals is not None
        name = totals.source if year == _TOTAL else str(year)
        parts = [row.cells[year] for row in rows if year in row.cells]
        if year in totals.cells:
            sums.append((name, totals.cells[year], parts))
    failed = [entry for entry in sums if not _check(entry[1], entry[2])]
    found = []
    for name, total, parts in failed:
        computed = sum((part.value for part in parts), Decimal(0))
        if total.amount is not None or computed:
            found.append(Disagreement(name, total.text, computed))
    return found


def _settle(rows: Iterable[_Row]) -> list[Disagreement]:
    """Take the amount from broken numbers that nothing proves, and report them."""
    found = []
    for row in rows:
        for year, cell in row.cells.items():
            if cell.broken and not cell.proved:
                cell.amount = None
                where = row.source if year == _TOTAL else f"{row.source} {year}"
                found.append(Disagreement(where, cell.text, None))
    return found


def _is_total(row: _Row) -> bool:
    return _glued(row.source) in _columns()["total"]


def _line(row: _Row, year: int) -> MatrixLine:
    cell = row.cells[year]
    printed = None if year == _TOTAL else year
    return MatrixLine(row.source, parse_funding(row.source), printed, cell.amount, cell.text)


def parse_budget_matrix(rows: Sequence[Sequence[str]]) -> MatrixBudget:
    """Read a source × year table; the first row with years is its header.

    `lines` holds every printed amount of a year, `by_source` the printed totals of the rows,
    `by_year` those of the columns. Cells printed as none (`-`) give no line. Without a header
    nothing is read.
    """
    found = _read(_joined(rows))
    totals = next((row for row in found if _is_total(row)), None)
    sources = [row for row in found if not _is_total(row)]
    columns = list(dict.fromkeys(year for row in found for year in row.cells))
    disagreements = _verify(sources, totals, columns) + _settle(found)

    def lines(of: Iterable[_Row], wanted: Callable[[int], bool]) -> tuple[MatrixLine, ...]:
        return tuple(
            _line(row, year)
            for row in of
            for year, cell in row.cells.items()
            if wanted(year) and (cell.amount is not None or cell.broken)
        )

    grand = totals.cells.get(_TOTAL) if totals else None
    return MatrixBudget(
        lines(sources, lambda year: year != _TOTAL),
        lines(sources, lambda year: year == _TOTAL),
        lines([totals] if totals else [], lambda year: year != _TOTAL),
        grand.amount if grand else None,
        tuple(disagreements),
    )


def _column(header: Sequence[str], name: str) -> int | None:
    """Return the column of `header` whose wording is, or begins with, one of the known ones."""
    forms = _columns()[name]
    glued = [_glued(cell) for cell in header]
    exact = next((i for i, cell in enumerate(glued) if cell in forms), None)
    if exact is not None:
        return exact
    prefixes = tuple(form for form in forms if len(form) > 4)
    return next((i for i, cell in enumerate(glued) if cell.startswith(prefixes)), None)


def parse_budget_rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Money]:
    """Return one `Money` per row of a `Type de budget | Année | Montant | Commentaire` table.

    The text holds every printed cell of the row, joined by ` | `. Without an amount column there is
    nothing to read; a row whose amount cannot be read keeps its text with `amount` None.
    """
    places = {name: _column(header, name) for name in ("source_of", "year", "amount")}
    found = []
    for row in rows:
        if not any(cell.strip() for cell in row) or places["amount"] is None:
            continue

        def at(name: str, cells: Sequence[str] = row) -> str:
            index = places[name]
            return cells[index] if index is not None and index < len(cells) else ""

        text = " | ".join(collapse_spaces(cell) for cell in row if cell.strip())
        amount = parse_number(re.sub(r"[€]|eur(?:os?)?", "", fold(at("amount"))).strip())
        year = re.fullmatch(r"20\d\d", _glued(at("year")))
        found.append(
            Money(
                text,
                amount,
                CURRENCY if amount is not None else None,
                int(year.group()) if year else None,
                parse_funding(at("source_of")),
                "total" if _glued(row[0]) in _columns()["total"] else None,
            )
        )
    return found
