"""Make the few nouns that the tests of attributes need."""

from __future__ import annotations

from extractor.attributes import Context, build_attributes
from extractor.diagnostics import Report
from extractor.document import Cell, CellRef, Line, OutlineNode, RawField, SourceDocument, Table
from extractor.schema import Attributes, Level, Term


class Sheet:
    """A document under construction: lines and tables with their places."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.tables: list[Table] = []

    def line(self, text: str, cell: CellRef | None = None) -> int:
        self.lines.append(Line(len(self.lines) + 1, text, page=1, cell=cell))
        return len(self.lines)

    def table(
        self,
        rows: list[list[str]],
        parent: CellRef | None = None,
        shades: dict[tuple[int, int], str] | None = None,
    ) -> int:
        """Add a table; a newline in a cell makes two lines."""
        index = len(self.tables)
        cells = []
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                place = CellRef(index, r, c)
                lines = tuple(self.line(part, place) for part in text.split("\n") if part)
                cells.append(Cell(r, c, lines=lines, shade=(shades or {}).get((r, c))))
        self.tables.append(Table(index, len(rows), len(rows[0]), tuple(cells), 1, parent=parent))
        return index

    def document(self) -> SourceDocument:
        return SourceDocument("application/pdf", tuple(self.lines), tuple(self.tables))


def node(title: str = "Créer une donnerie", *fields: RawField, bold: bool = False) -> OutlineNode:
    made = OutlineNode(Level.ACTION, "1", "1.", title, (1,), bold=bold, page=1)
    made.fields = list(fields)
    return made


def build(
    made: OutlineNode,
    document: SourceDocument | None = None,
    *,
    bold_first: str | None = None,
    star_first: str | None = None,
) -> tuple[Attributes, str | None, list[str]]:
    """Return the attributes, the description and the codes of the diagnostics."""
    report = Report()
    context = Context(
        document or Sheet().document(), Term(start=2025, end=2030), bold_first, star_first
    )
    attributes, description = build_attributes(made, context, report, "plan/action-1")
    return attributes, description, [item.code for item in report.items]


def field(key: str, value: str, label: str = "Libellé") -> RawField:
    return RawField(key, label, value, (1,))
