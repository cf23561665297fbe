"""The program from Python: `import extractor as pst`.

    >>> import extractor as pst
    >>> plan = pst.extract("raw/vert-ruisseau-pst-commun.xlsx", nlp=False)
    >>> plan.institution.name, plan.term.start, sum(1 for node in plan.nodes())
    ('Commune et CPAS de Vert-Ruisseau', 2024, 41)
    >>> [node.title for node in plan.nodes() if node.level == "OO"][0]
    'Rapprocher les services de la commune et du CPAS'

A plan shows itself as a tree in a terminal (`rich.print(plan)`) and in a notebook, and gives its
nodes as a pandas table, which needs the extra `analysis`:

    >>> frame = plan.to_frame()
    >>> frame[frame["level"] == "ACTION"].shape[0]
    24
    >>> sorted(set(frame["status"].dropna()))
    ['abandonne', 'en_attente', 'en_cours', 'non_commence', 'termine']
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from extractor.diagnostics import ExtractorError
from extractor.pipeline import extract as _extract
from extractor.schema import Plan as _Plan

if TYPE_CHECKING:
    import pandas
    import pyarrow
    from rich.console import RenderableType

__all__ = ["Plan", "extract", "read_output", "read_plan", "read_plans"]

_NEEDS = "{} is needed here: pip install 'pst-extractor[analysis]'"


class Plan(_Plan):
    """A plan, with what Python users ask of it; its data are those of the JSON."""

    def to_frame(self) -> pandas.DataFrame:
        """Return one row per node, in document order, with its attributes and sums.

        The columns are those of the table `nodes`, then deadline, status, progress, priority,
        lists joined by ` ; `, and `amount_for_sums`. Needs pandas.
        """
        pandas = _pandas()
        from extractor.exports.frame import frame_columns

        return pandas.DataFrame(frame_columns(self)).convert_dtypes()

    def amount_for_sums(self) -> float:
        """Return the euros that the plan prints, each counted once."""
        from extractor.values.sums import total_for_sums

        return total_for_sums(self)

    def save(self, path: str | Path) -> None:
        """Write the JSON of the plan."""
        Path(path).write_text(self.to_json(), "utf-8")

    def __rich__(self) -> RenderableType:
        """Return the tree, as `pst show` prints it."""
        from extractor.show import render_plan

        return render_plan(self.model_dump(mode="json"))

    def _repr_html_(self) -> str:
        """Return the tree as HTML, for notebooks."""
        from extractor.exports.page import fragment

        return fragment(self)


def extract(source: str | Path, *, nlp: bool = True, institution: str | None = None) -> Plan:
    """Extract the plan of a document.

    `institution` names who adopted it, whatever is printed; `nlp=False` leaves the enrichment out.
    Raise `FileNotFoundError` on a missing path and `extractor.UnreadableDocument` on bad input; a
    document without a plan gives one without nodes, whose `has_errors()` is true.
    """
    return _own(_extract(Path(source), nlp=nlp, institution=institution))


def read_plans(source: str | Path) -> Iterator[Plan]:
    """Yield the plans of a folder of JSON, or of one file, in the order of their names."""
    from extractor.exports import load_plans

    return map(_own, load_plans(Path(source)))


def read_plan(path: str | Path) -> Plan:
    """Return the plan of one JSON file; raise `ExtractorError` when it is none."""
    plan = next(read_plans(path), None)
    if plan is None:
        raise ExtractorError(f"{path}: not the JSON of a plan; run `pst extract` first")
    return plan


def read_output(
    folder: str | Path, kind: Literal["pandas", "arrow"] = "pandas"
) -> dict[str, pandas.DataFrame] | dict[str, pyarrow.Table]:
    """Return the tables of the plans in a folder, by name, as pandas frames or Arrow tables.

    They are the tables of `pst export`, described in `docs/data-dictionary.md`: `plans`, `nodes`,
    `budgets`, `actors`, `deadlines`… Needs the extra `analysis`.
    """
    from extractor.exports.frame import arrow_tables
    from extractor.exports.plans import distinct_plans

    _pandas()
    tables = arrow_tables(distinct_plans(read_plans(folder), _report()))
    if kind == "arrow":
        return tables
    return {name: table.to_pandas() for name, table in tables.items()}


def _own(plan: _Plan) -> Plan:
    return Plan.model_construct(_fields_set=None, **dict(plan))


def _report() -> Any:
    from extractor.diagnostics import Report

    return Report()


def _pandas() -> Any:
    try:
        import pandas
        import pyarrow  # noqa: F401
    except ImportError:
        raise ExtractorError(_NEEDS.format("pandas with pyarrow")) from None
    return pandas
