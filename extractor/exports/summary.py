"""The sheets `Sommaire` and `Totaux` of the workbook.

The totals are formulas over the sheet `Budgets`, so that they follow what is corrected there; their
results are written too, for programs that do not calculate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractor.exports.sheets import LINE, LINE_HEIGHT, Painter, Record, load_sheets, set_paper
from extractor.exports.tables import Value
from extractor.messages import fill

_EURO = '#,##0.00 "€"'
_UNSAID = "(non précisé)"
_HEAD = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "text_wrap": True}
LEGEND = (
    ("Sûr", "le niveau, l’intitulé et le parent sont justes dans neuf cas sur dix au moins"),
    ("Probable", "à regarder si l’élément compte"),
    ("À vérifier", "à comparer avec le document"),
)


def write_summary(sheet: Any, painter: Painter, records: dict[str, list[Record]]) -> None:
    """Write the first sheet: what is where, where the documents lie, what colours mean."""
    sheet.hide_gridlines(2)
    for column, width in enumerate((3, 26, 92)):
        sheet.set_column(column, column, width)
    title = painter.format(bold=True, font_size=16, font_color="#1F4E79")
    bold, plain = painter.format(bold=True), painter.format(text_wrap=True)
    sheet.set_row(0, 26)
    sheet.write_string(0, 1, "Programmes stratégiques transversaux", title)
    counts = len(records["Plans"]), len(records["Objectifs"]), len(records["Actions"])
    told = (
        "{0} {0|plan|plans}, {1} {1|objectif ou projet|objectifs et projets}, "
        "{2} {2|action|actions}"
    )
    sheet.write_string(1, 1, fill(told, counts, "fr"), painter.format())
    box = painter.format(bg_color="#FFF9E5", border=1, border_color="#C5A94A")
    sheet.write_string(3, 1, "Dossier des documents", bold)
    sheet.write_string(3, 2, "", box)
    help_text = (
        "Chemin ou adresse où se trouvent les PDF, avec la barre finale (ex. : "
        "C:/PST/raw/) ; vide : à côté de ce classeur. Les numéros de page y mènent."
    )
    sheet.set_row(4, 2 * LINE_HEIGHT)
    sheet.write_string(4, 2, help_text, painter.format(text_wrap=True, font_color="#5B6876"))
    link = painter.format(font_color="#0B5CAD", underline=1)
    row = 6
    sheet.write_string(row, 1, "Feuilles", bold)
    sheets = [(look.name, look.says) for look in load_sheets().values()]
    sheets.insert(3, ("Totaux", "Sommes par institution, par financement et par année."))
    for name, says in sheets:
        row += 1
        sheet.write_url(row, 1, f"internal:'{name}'!A1", link, name)
        sheet.write_string(row, 2, says, plain)
    row += 2
    sheet.write_string(row, 1, "Certitude", bold)
    for word, meaning in LEGEND:
        row += 1
        sheet.write_string(row, 1, word, plain)
        sheet.write_string(row, 2, meaning, plain)
    row += 2
    sheet.write_string(row, 1, "Colonnes repliées", bold)
    folded = "Le signe + au-dessus des colonnes déplie le détail : description, financement, ODD…"
    sheet.write_string(row, 2, folded, plain)
    set_paper(sheet, "Sommaire")


def write_totals(sheet: Any, painter: Painter, budgets: Sequence[Record]) -> None:
    """Write the sums of `Montant à additionner` by institution and payer, and by year."""
    columns = [column.key for column in load_sheets()["Budgets"].columns]
    last = max(len(budgets) + 1, 2)

    def area(key: str) -> str:
        letter = chr(ord("A") + columns.index(key))
        return f"Budgets!${letter}$2:${letter}${last}"

    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 12, 17)
    row = _table(sheet, painter, budgets, 0, "Financement", "funding", area)
    row = _table(sheet, painter, budgets, row + 2, "Année", "year", area)
    note = "Chaque euro compte une fois : ni deux fois un total et ses parts, ni deux impressions."
    sheet.write_string(row + 2, 0, note, painter.format(italic=True, font_color="#5B6876"))
    sheet.freeze_panes(0, 1)
    set_paper(sheet, "Totaux")


def _table(
    sheet: Any,
    painter: Painter,
    budgets: Sequence[Record],
    top: int,
    heading: str,
    key: str,
    area: Any,
) -> int:
    """Write one table of sums, institutions down and the values of `key` across."""
    bodies = list(dict.fromkeys(record["institution"] for record in budgets))
    found = {record[key] for record in budgets if record["counted"] is not None}
    across: list[Value] = sorted((value for value in found if value is not None), key=str)
    across += [None] if None in found else []
    head, euro = painter.format(**_HEAD), painter.format(num_format=_EURO, **LINE)
    bold = painter.format(num_format=_EURO, bold=True, top=1)
    sheet.write_string(top, 0, heading, head)
    names = [_UNSAID if value is None else str(value) for value in across]
    for at, name in enumerate([*names, "Total"], 1):
        sheet.write_string(top, at, name, head)
    for row, body in enumerate(bodies, top + 1):
        sheet.write_string(row, 0, str(body or "Institution inconnue"), painter.format(**LINE))
        for at, value in enumerate(across, 1):
            criteria = '""' if value is None else _quoted(value)
            who = '""' if body is None else _quoted(body)
            formula = (
                f"=SUMIFS({area('counted')},{area('institution')},{who},{area(key)},{criteria})"
            )
            total = _sum(budgets, institution=body, **{key: value})
            sheet.write_formula(row, at, formula, euro, total)
        if across:
            cells = f"B{row + 1}:{chr(ord('A') + len(across))}{row + 1}"
            sheet.write_formula(
                row, len(across) + 1, f"=SUM({cells})", euro, _sum(budgets, institution=body)
            )
    bottom = top + len(bodies) + 1
    sheet.write_string(bottom, 0, "Total", bold)
    results = [_sum(budgets, **{key: value}) for value in across]
    for at, result in enumerate([*results, _sum(budgets)], 1):
        letter = chr(ord("A") + at)
        formula = f"=SUM({letter}{top + 2}:{letter}{bottom})" if bodies else "=0"
        sheet.write_formula(bottom, at, formula, bold, result)
    return bottom


def _quoted(value: object) -> str:
    """Return a value as a criterion: a number, or a text whose wildcards mean themselves."""
    if isinstance(value, int | float):
        return str(value)
    text = str(value).replace('"', '""')
    for sign in "~*?":
        text = text.replace(sign, f"~{sign}")
    return f'"{text}"'


def _sum(budgets: Sequence[Record], **wanted: object) -> float:
    chosen = (r for r in budgets if all(r[key] == value for key, value in wanted.items()))
    return round(sum(float(str(r["counted"])) for r in chosen if r["counted"] is not None), 2)
