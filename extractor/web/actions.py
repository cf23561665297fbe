"""What a request asks for → an entry of the corrections file.

In: JSON from the page, which names nodes by their handles. Out: an `Entry` with anchors, the
present value as `from`, the value asked for as `to`, typed. Raises `BadAction` on what makes no
sense and `Stale` when the client saw another value than the present one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from extractor.corrections.apply import Applier
from extractor.corrections.model import Entry, MarkedLine, new_entry
from extractor.corrections.operations import value_of
from extractor.corrections.typed import parse_attribute
from extractor.corrections.workspace import Item
from extractor.schema import Level, Plan, Term
from extractor.web.session import Stale

MAX_TEXT = 100_000  # characters of a value; a title of 10,000 is far below
_VALUES = ("title", "level", "code", "volet", "description", "sections")


class BadAction(ValueError):
    """A request that makes no sense; the message is for developers."""


def entry_maker(data: dict[str, Any], by: str) -> Callable[[Applier], Entry]:
    """Return the function that makes the entry once the plan is held."""
    kind = data.get("kind")
    if not isinstance(kind, str):
        raise BadAction("an action has a kind")

    def make(applier: Applier) -> Entry:
        find = _Finder(applier)
        item = find(data.get("on"))
        more = _arguments(applier, kind, data, item, find)
        try:
            return new_entry(
                kind,  # type: ignore[arg-type]
                by=by,
                read_in=applier.read.source.sha256,
                on=applier.anchor(item) if item else None,
                **more,
            )
        except (ValidationError, ValueError) as error:
            raise BadAction(str(error)) from None

    return make


class _Finder:
    def __init__(self, applier: Applier) -> None:
        self._applier = applier

    def __call__(self, handle: Any) -> Item | None:
        if handle is None:
            return None
        item = self._applier.workspace.by_handle.get(str(handle))
        if item is None:
            raise Stale(None)
        return item

    def anchor(self, handle: Any) -> Any:
        item = self(handle)
        return self._applier.anchor(item) if item else None


def _arguments(
    applier: Applier, kind: str, data: dict[str, Any], item: Item | None, find: _Finder
) -> dict[str, Any]:
    new = data.get("to")
    if isinstance(new, str) and len(new) > MAX_TEXT:
        raise BadAction("too long")
    if kind == "document":
        return _document(applier, data)
    if kind == "mark":
        return {"new": new}
    if kind == "add":
        return {
            "new": new,
            "lines": [MarkedLine.model_validate(line) for line in data.get("lines") or []],
            "parent": find.anchor(data.get("parent")),
            "after": find.anchor(data.get("after")),
        }
    if item is None:
        raise BadAction("this action is about a node")
    if kind in _VALUES:
        old = value_of(item, kind)
        _check_seen(data, old)
        return {"old": old, "new": new}
    if kind == "attribute":
        return _attribute(applier, data, item)
    if kind == "place":
        return {
            "old": value_of(item, "place"),
            "new": Level(new).value if new else item.node.level.value,
            "parent": find.anchor(data.get("parent")),
            "after": find.anchor(data.get("after")),
        }
    if kind == "split":
        _check_seen(data, item.node.title)
        return {"old": item.node.title, "new": new}
    if kind == "merge":
        return {"after": find.anchor(data.get("after"))}
    return {"old": item.node.title} if kind == "remove" else {}


def _check_seen(data: dict[str, Any], old: Any) -> None:
    if "seen" in data and (data["seen"] or None) != (old or None):
        raise Stale(old)


def _attribute(applier: Applier, data: dict[str, Any], item: Item) -> dict[str, Any]:
    key, new = str(data.get("key")), data.get("to")
    old = value_of(item, "attribute", key)
    _check_seen(data, old)
    term = applier.workspace.document.get("term", applier.read.term)
    if "text" in data:
        new = parse_attribute(key, str(data["text"]), term)
    elif key == "budget" and isinstance(new, list):
        new = [money for row in new for money in _read_again(row, term)] or None
    return {"key": key, "old": old, "new": new}


def _read_again(row: Any, term: Term) -> list[Any]:
    """Return the amounts of a row of the form; a text that was rewritten is read again."""
    if isinstance(row, dict) and row.get("reread"):
        return list(parse_attribute("budget", str(row.get("text") or ""), term) or [])
    return [row]


def _document(applier: Applier, data: dict[str, Any]) -> dict[str, Any]:
    key, plan = str(data.get("key")), applier.read
    if key not in Plan.model_fields:
        raise BadAction(f"a document has no {key}")
    value = applier.workspace.document.get(key, getattr(plan, key))
    old = value.model_dump(mode="json") if hasattr(value, "model_dump") else value
    if hasattr(old, "isoformat"):
        old = old.isoformat()
    _check_seen(data, old)
    return {"key": key, "old": old, "new": data.get("to")}
