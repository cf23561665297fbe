"""Reading the plans of an output folder, and making their identifiers distinct.

Two sources may be the same institution's plan of the same term, hence share a `plan_id`. Both are
exported, each under an identifier of its own: `…~` and the first 8 digits of its SHA-256, which
does not depend on the files beside it. The same bytes twice are exported once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from extractor.diagnostics import ExtractorError, Report
from extractor.foreign import parse_json
from extractor.schema import Plan

RUN_FILE = "run.json"


def load_plans(folder: Path) -> Iterator[Plan]:
    """Yield the plans of `folder/*.json` in the order of their names, or the one plan of a file.

    JSON files that are no plans (`run.json`, an export's metadata) are passed over; a plan that
    does not keep to the schema raises `ExtractorError`.
    """
    if not folder.exists():
        raise ExtractorError(f"{folder}: no such file or folder")
    for path in [folder] if folder.is_file() else sorted(folder.glob("*.json")):
        if path.name != RUN_FILE and (plan := _read_plan(path)):
            yield plan


def _read_plan(path: Path) -> Plan | None:
    try:
        data = parse_json(path.read_bytes())
    except ValueError as error:
        raise ExtractorError(f"{path.name}: {error}") from None
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise ExtractorError(f"{path.name}: it cannot be read ({reason})") from None
    if not isinstance(data, dict) or "plan_id" not in data:
        return None
    try:
        return Plan.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ExtractorError(f"{path.name}: not a valid plan: {place}: {first['msg']}") from None


def distinct_plans(plans: Iterable[Plan], report: Report) -> Iterator[Plan]:
    """Yield `plans` with distinct `plan_id`s; raise `ExtractorError` on a node id used twice."""
    known = list(plans)
    sharing = Counter(plan_id for plan_id, _ in {(p.plan_id, p.source.sha256) for p in known})
    seen: set[tuple[str, str]] = set()
    for plan in known:
        counts = Counter(node.id for node in plan.nodes())
        if twice := next((node_id for node_id, count in counts.items() if count > 1), None):
            raise ExtractorError(f"{plan.plan_id}: node {twice} appears twice; run `pst check`")
        if (key := (plan.plan_id, plan.source.sha256)) in seen:
            report.add(
                "format-limit", f"{plan.source.filename}: the same document is exported already"
            )
            continue
        seen.add(key)
        if sharing[plan.plan_id] > 1:
            plan_id = f"{plan.plan_id}~{plan.source.sha256[:8]}"
            report.add(
                "format-limit",
                f"{plan.plan_id}: another plan has this identifier; "
                f"{plan.source.filename} is exported as {plan_id}",
            )
            plan = _renamed(plan, plan_id)
        _report_dangling(plan, report)
        yield plan


def _renamed(plan: Plan, plan_id: str) -> Plan:
    """Return a copy of `plan` under another identifier."""
    old, copy = plan.plan_id + "/", plan.model_copy(deep=True)

    def rename(node_id: str | None) -> str | None:
        if node_id is None or not node_id.startswith(old):
            return node_id
        return f"{plan_id}/{node_id.removeprefix(old)}"

    copy.plan_id = plan_id
    for node in copy.nodes():
        node.id, node.same_as = rename(node.id) or node.id, rename(node.same_as)
    for item in copy.diagnostics:
        item.node_id = rename(item.node_id)
    return copy


def _report_dangling(plan: Plan, report: Report) -> None:
    """Report references to nodes that the plan does not hold: exports leave them empty."""
    ids = {node.id for node in plan.nodes()}
    targets = [node.same_as for node in plan.nodes()]
    targets += [item.node_id for item in plan.diagnostics]
    for target in targets:
        if target is not None and target not in ids:
            report.add("format-limit", f"{plan.plan_id}: no node {target}: reference left empty")
