"""The corrections file: what a person decided about one plan, one entry per decision.

`NAME.corrections.json` lies beside `NAME.json`. Its entries stand in the order in which they were
made, and each says what was decided, on which text, from what to what, by whom and when. An entry
names its node by an `Anchor`: the text as read, the number, the neighbours; never by rank or by
an identifier, which shift when the document or the program changes. This module holds the shape
of the file and decides nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from extractor.schema import Attributes, Institution, Level, Term, Volet

CORRECTIONS_VERSION = "1.0"

Kind = Literal[
    "title",
    "level",
    "code",
    "place",
    "split",
    "merge",
    "remove",
    "add",
    "attribute",
    "description",
    "volet",
    "sections",
    "document",
    "mark",
]
Mark = Literal["right", "again", "done"]
DOCUMENT_KEYS = ("institution", "term", "title", "adopted_on")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Anchor(_Model):
    """Which node: by its content. `made_by` names the entry that made it, where one did.

    `text` is the heading as read, `under` that of its parent, `previous` and `next` those of its
    neighbours in document order. `twins` counts the nodes of the plan with this text, `alike`
    those that also have these neighbours and this parent.
    """

    made_by: str | None = None
    level: Level | None = None
    code: str | None = None
    text: str = ""
    page: int | None = None
    lines: tuple[int, int] | None = None
    under: str | None = None
    previous: str | None = None
    next: str | None = None
    twins: int = 1
    alike: int = 1


class MarkedLine(_Model):
    """A line of the document that a person marked: its text as read, and where it stands."""

    text: str
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None


class Entry(_Model):
    """One decision. `on` is the node, null for the document as a whole.

    `key` names the attribute, or the value of the document. `from` is what stood there, `to` what
    was decided. `parent` and `after` say where a node goes: under which node (null: at the root)
    and after which of its children (null: first). `read_in` is the SHA-256 of the document that
    the person had before her.
    """

    id: str
    kind: Kind
    on: Anchor | None = None
    key: str | None = None
    old: Any = Field(None, alias="from")
    new: Any = Field(None, alias="to")
    parent: Anchor | None = None
    after: Anchor | None = None
    lines: list[MarkedLine] = []
    by: str
    at: str
    read_in: str

    @model_validator(mode="after")
    def _check(self) -> Entry:
        """Refuse a value that its place in the plan cannot hold, with `ValueError`."""
        if self.kind not in ("document", "mark", "add") and self.on is None:
            raise ValueError(f"a correction of kind {self.kind} names a node")
        _CHECKS[self.kind](self)
        return self


class Corrections(_Model):
    """The file. `undone` keeps what was taken back, the last one first to come again."""

    corrections_version: Literal["1.0"] = "1.0"
    entries: list[Entry] = []
    undone: list[Entry] = []

    def to_json(self) -> str:
        """Return the file's text: two-space indent, keys without value left out."""
        text = self.model_dump_json(indent=2, by_alias=True, exclude_none=True)
        return text + "\n"


def new_entry(kind: Kind, *, by: str, read_in: str, at: str | None = None, **more: Any) -> Entry:
    """Return an entry with a fresh id and the present time (UTC, seconds)."""
    now = at or datetime.now(UTC).isoformat(timespec="seconds")
    return Entry(id=secrets.token_hex(6), kind=kind, by=by, at=now, read_in=read_in, **more)


def _is_text(entry: Entry) -> None:
    if not isinstance(entry.new, str) or not entry.new.strip():
        raise ValueError("a title is text, and not empty")


def _is_optional_text(entry: Entry) -> None:
    if entry.new is not None and not isinstance(entry.new, str):
        raise ValueError(f"{entry.kind} is text or null")


def _is_level(entry: Entry) -> None:
    Level(entry.new)


def _is_place(entry: Entry) -> None:
    if entry.new is not None:
        Level(entry.new)


def _is_cut(entry: Entry) -> None:
    parts = entry.new
    if not isinstance(parts, list) or len(parts) != 2:
        raise ValueError("a split gives two titles")
    if not all(isinstance(part, str) and part.strip() for part in parts):
        raise ValueError("a split gives two titles, neither of them empty")


def _is_new(entry: Entry) -> None:
    if not entry.lines or not any(line.text.strip() for line in entry.lines):
        raise ValueError("a new node is made from lines of the document")
    data = entry.new
    if not isinstance(data, dict) or not str(data.get("title") or "").strip():
        raise ValueError("a new node has a title and a level")
    Level(str(data.get("level")))


def _is_attribute(entry: Entry) -> None:
    if entry.key not in Attributes.model_fields:
        raise ValueError(f"no attribute is called {entry.key!r}")
    if entry.new is not None:
        Attributes.model_validate({entry.key: entry.new})


def _is_volet(entry: Entry) -> None:
    if entry.new is not None and entry.new not in get_args(Volet):
        raise ValueError(f"no volet is called {entry.new!r}")


def _is_texts(entry: Entry) -> None:
    if not isinstance(entry.new, list) or not all(isinstance(text, str) for text in entry.new):
        raise ValueError("sections are a list of texts")


def _is_document(entry: Entry) -> None:
    if entry.key not in DOCUMENT_KEYS:
        raise ValueError(f"a document has no {entry.key!r} to correct")
    if entry.key == "institution":
        Institution.model_validate(entry.new)
    elif entry.key == "term":
        term = Term.model_validate(entry.new)
        if term.start and term.end and term.start > term.end:
            raise ValueError("the term ends before it starts")
    elif entry.key == "adopted_on":
        TypeAdapter(date | None).validate_python(entry.new)
    else:
        _is_optional_text(entry)


def _is_mark(entry: Entry) -> None:
    if entry.new is not None and entry.new not in get_args(Mark):
        raise ValueError(f"no mark is called {entry.new!r}")
    if entry.new == "done" and entry.on is not None:
        raise ValueError("only a document is marked done")


def _anything(entry: Entry) -> None:
    """A kind that carries no value of its own."""


_CHECKS: dict[str, Callable[[Entry], None]] = {
    "title": _is_text,
    "level": _is_level,
    "code": _is_optional_text,
    "place": _is_place,
    "split": _is_cut,
    "merge": _anything,
    "remove": _anything,
    "add": _is_new,
    "attribute": _is_attribute,
    "description": _is_optional_text,
    "volet": _is_volet,
    "sections": _is_texts,
    "document": _is_document,
    "mark": _is_mark,
}
