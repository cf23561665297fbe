"""`pst correct`: takes what a person changed in the JSON or in the workbook as corrections."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.files import BAD_SOURCE, MISUSE, display_name, fail, require, say
from extractor.cli.language import Localised
from extractor.messages import tell

if TYPE_CHECKING:
    from extractor.corpus.corrections import Held
    from extractor.corrections.apply import Applier
    from extractor.corrections.difference import Difference
    from extractor.corrections.workbook import Row
    from extractor.schema import Plan

_TAKEN = "{0} {0|correction|corrections} taken"
_WOULD = "{0} {0|correction|corrections} would be taken"


@click.command(cls=Localised)
@click.argument("output")
@click.argument("workbook", required=False)
@click.option("--by", metavar="NAME", help="Who decided (default: the name of your session).")
@click.option("--dry-run", is_flag=True, help="Say what would be taken; write nothing.")
def command(output: str, workbook: str | None, by: str | None, dry_run: bool) -> None:
    """Take what was edited by hand as corrections, which every later extraction keeps.

    OUTPUT is the folder of `pst batch`, or one plan in it. Without WORKBOOK, the JSON files that
    somebody edited are compared with what the program reads. With the workbook that `pst export
    --to xlsx` wrote, its changed cells are taken. Each decision is named, and so is each change
    that cannot be taken. They stand in NAME.corrections.json beside NAME.json.

    \b
    pst correct output
    pst correct output plans.xlsx --by "Anne Dupont"
    """
    from extractor.corpus.corrections import user_name
    from extractor.diagnostics import ExtractorError

    outputs = _outputs(require(output))
    name = by or user_name()
    try:
        if workbook:
            bad = _take_workbook(outputs, require(workbook), name, dry_run)
        else:
            bad = _take_edits(outputs, name, dry_run)
    except ExtractorError as error:
        fail(str(error), MISUSE)
    if bad:
        sys.exit(BAD_SOURCE)


def _outputs(path: Path) -> list[Path]:
    from extractor.corpus.corrections import is_corrections
    from extractor.corpus.record import RUN_FILE

    found = [path] if path.is_file() else sorted(path.glob("*.json"))
    return [item for item in found if item.name != RUN_FILE and not is_corrections(item)]


def _take_edits(outputs: list[Path], by: str, dry_run: bool) -> int:
    """Take the edits of the outputs, and of the copies set aside; return how many failed."""
    from extractor.corpus import corrections as store

    bad = taken = 0
    for output in outputs:
        aside = store.edited_path(output)
        for edited in (aside, output):
            if not edited.exists() or (edited is output and store.is_written_by_us(output)):
                continue
            done = _take_edit(output, edited, by, dry_run)
            bad += done is None
            taken += done or 0
    said = _WOULD if dry_run else _TAKEN
    say(tell(said, taken))
    return bad


def _take_edit(output: Path, edited: Path, by: str, dry_run: bool) -> int | None:
    """Take one edited plan; None when it cannot be, with the reason on standard error."""
    from pydantic import ValidationError

    from extractor.corpus import corrections as store
    from extractor.corrections.apply import Applier
    from extractor.corrections.difference import find_difference
    from extractor.schema import Plan

    name = display_name(output)
    try:
        data = json.loads(edited.read_bytes())
        if not isinstance(data, dict) or "plan_id" not in data:
            return 0  # no plan: another JSON that lies in the folder
        plan = Plan.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        say(tell(f"pst: {name}: not a valid plan: {place}: {first['msg']}"))
        return None
    except ValueError as error:
        say(tell(f"pst: {name}: not JSON ({error})"))
        return None
    with store.hold(output) as held:
        read = store.load_reading(output)
        former = store.reading_of_edited(output) if edited != output else None
        if read is None:
            message = "what the program reads is not kept; run `pst batch --force` once"
            say(tell(f"pst: {name}: {message}"))
            return None
        applier = Applier(former or read)
        applier.run(held.read().entries)
        known = len(applier.conflicts)
        difference = find_difference(applier, plan, by=by)
        del applier.conflicts[:known]
        _tell(name, difference)
        if not dry_run:
            _write(held, read, difference)
            store.forget_edited(output)
    return len(difference.entries)


def _take_workbook(outputs: list[Path], workbook: Path, by: str, dry_run: bool) -> int:
    from extractor.corrections.workbook import read_workbook

    returned = read_workbook(workbook)
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in returned.rows:
        rows[row.node_id.partition("/")[0]].append(row)
    taken = bad = 0
    for output, plan_id in _identifiers(outputs):
        if mine := rows.pop(plan_id, []):
            done = _take_rows(output, plan_id, mine, by, dry_run)
            bad += done is None
            taken += done or 0
    for plan_id, lost in rows.items():
        say(
            tell(
                "pst: {0}: {1} {1|row|rows} of a plan that is not in the output", plan_id, len(lost)
            )
        )
    for sheet, number in returned.without:
        say(tell("pst: {0}, row {1}: it names no node; a new row is not taken", sheet, number))
    said = _WOULD if dry_run else _TAKEN
    say(tell(said, taken))
    return bad + len(rows)


def _identifiers(outputs: list[Path]) -> list[tuple[Path, str]]:
    """Return the outputs with the `plan_id` that an export gives them: a double has `~2`."""
    found: list[tuple[Path, str]] = []
    seen: set[str] = set()
    for output in outputs:
        try:
            data = json.loads(output.read_bytes())
        except (OSError, ValueError):
            continue
        if not isinstance(data, dict) or "plan_id" not in data:
            continue
        first = plan_id = str(data["plan_id"])
        number = 1
        while plan_id in seen:
            number += 1
            plan_id = f"{first}~{number}"
        seen.add(plan_id)
        found.append((output, plan_id))
    return found


def _take_rows(output: Path, plan_id: str, rows: list[Row], by: str, dry_run: bool) -> int | None:
    from dataclasses import replace

    from extractor.corpus import corrections as store
    from extractor.corrections.apply import Applier
    from extractor.corrections.outcome import plan_id_of
    from extractor.corrections.workbook import take_rows

    name = display_name(output)
    with store.hold(output) as held:
        read = store.load_reading(output)
        if read is None:
            message = "what the program reads is not kept; run `pst batch --force` once"
            say(tell(f"pst: {name}: {message}"))
            return None
        applier: Applier = Applier(read)
        applier.run(held.read().entries)
        own = plan_id_of(applier.workspace)
        mine = [replace(row, node_id=own + row.node_id.removeprefix(plan_id)) for row in rows]
        difference = take_rows(applier, mine, by=by)
        _tell(name, difference)
        if not dry_run:
            _write(held, read, difference)
    return len(difference.entries)


def _tell(name: str, difference: Difference) -> None:
    """Name each correction and each change that is not taken."""
    for entry in difference.entries:
        text = " ".join((entry.on.text if entry.on else entry.key or "").split())[:60]
        what = entry.key if entry.key and entry.on else entry.kind
        change = what, repr(text), _shown(entry.old), _shown(entry.new)
        say(tell("{0}: {1} of {2}: {3} → {4}", name, *change))
    for note in difference.notes:
        say(tell("{0}: not taken: {1}", name, note))


def _shown(value: object) -> str:
    """Return a value of a plan in a few words: what it says as printed, a list by its members."""
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, dict):
        parts = [str(part) for part in value.values() if isinstance(part, str | int | float)]
        return _shown(value.get("text") or value.get("name") or "-".join(parts))
    if isinstance(value, list):
        return " ; ".join(map(_shown, value))
    text = " ".join(str(value).split())
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


_WIDEST = 60  # characters of a value that a line names


def _write(held: Held, read: Plan, difference: Difference) -> None:
    """Add the entries to the file and write the output that follows."""
    from extractor.corpus.files import write_atomically
    from extractor.corrections.apply import apply_corrections

    corrections = held.read()
    if difference.entries:
        corrections.entries += difference.entries
        corrections.undone = []
        held.write(corrections)
    plan, _ = apply_corrections(read, corrections)
    write_atomically(held.output, plan.to_json().encode())
    held.settle()
