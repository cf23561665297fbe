"""The figures as a text that one reads in a terminal: one row a document, then the details."""

from __future__ import annotations

import io
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from extractor.compare import LABELS
from extractor.messages import language, level_name, tell

WIDTH = 120  # characters; the same output wherever it is made


def as_table(result: dict[str, Any]) -> str:
    """Return the result of `evaluate` as plain text; an absent figure is `-`."""
    console = Console(file=io.StringIO(), width=WIDTH, color_system=None, legacy_windows=False)
    overall = result["overall"]
    console.print(_documents(result))
    levels = {level_name(level): row for level, row in overall["levels"].items()}
    console.print(_tallies(tell("level"), levels | {tell("all nodes"): overall["nodes"]}))
    if overall["metadata"]:
        shares = ", ".join(
            f"{tell(k)} {_figure(v)}" for k, v in overall["metadata"]["keys"].items()
        )
        console.print(tell("metadata: {0}", shares))
    if overall["attributes"]:
        keys = overall["attributes"]["keys"]
        rows = {tell(LABELS.get(key, key)): row for key, row in keys.items()}
        rows[tell("all attributes")] = overall["attributes"]["all"]
        console.print(_tallies(tell("attribute"), rows))
    if overall["themes"]:
        console.print(_tallies(tell("themes"), {tell("all themes"): overall["themes"]}))
        console.print(tell("first theme right: {0}", _figure(overall["themes"]["first"])))
    confidence = overall["confidence"]
    error, sure = _figure(confidence["calibration_error"]), _figure(confidence["right_when_sure"])
    sentence = "calibration error {0}; right at a confidence of 0.9 and above: {1}"
    console.print(tell(sentence, error, sure))
    console.print(_reliability(confidence["buckets"]))
    for side in ("golds", "outputs"):
        for name in result["unpaired"][side]:
            lacking = "not counted: {0} has no output"
            if side == "outputs":
                lacking = "not counted: {0} has no gold"
            console.print(tell(lacking, name), soft_wrap=True)
    file = console.file
    assert isinstance(file, io.StringIO)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def _figure(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}".replace(".", ",") if language() == "fr" else f"{value:.3f}"


def _documents(result: dict[str, Any]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(tell("document"), overflow="fold")
    columns = ("tree F1", "nodes F1", "parent", "title", "code", "volet", "metadata", "attr. F1")
    for name in (*columns, "calib. error"):
        table.add_column(tell(name), justify="right")
    rows = [
        (document["gold"].removesuffix(".gold.json"), document["figures"])
        for document in result["documents"]
    ]
    for number, (name, figures) in enumerate([*rows, (tell("all"), result["overall"])]):
        if number == len(rows):
            table.add_section()
        cells = [figures["tree_f1"], figures["nodes"]["f1"]]
        cells += [figures[key] for key in ("parent", "exact_title", "code", "volet")]
        cells.append((figures["metadata"] or {}).get("share"))
        cells.append((figures["attributes"] or {}).get("f1"))
        cells.append(figures["confidence"]["calibration_error"])
        table.add_row(name, *(_figure(cell) for cell in cells))
    return table


def _tallies(heading: str, rows: dict[str, dict[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(heading)
    for name in ("precision", "recall", "F1", "gold", "output", "right"):
        table.add_column(tell(name), justify="right")
    for name, row in rows.items():
        shares = (_figure(row[key]) for key in ("precision", "recall", "f1"))
        table.add_row(name, *shares, *(str(row[key]) for key in ("gold", "output", "right")))
    return table


def _reliability(buckets: list[dict[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("confidence", "nodes", "mean", "right"):
        table.add_column(tell(name), justify="right")
    for row in buckets:
        span = f"{row['from']:.1f}–{row['to']:.1f}"
        span = span.replace(".", ",") if language() == "fr" else span
        mean, right = _figure(row["confidence"]), _figure(row["right"])
        table.add_row(span, str(row["nodes"]), mean, right)
    return table
