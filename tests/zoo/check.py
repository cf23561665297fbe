"""Compare an extracted plan with what was printed."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.zoo.expected import ExpectedNode, ExpectedPlan

Json = dict[str, Any]
QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "«": '"', "»": '"', "“": '"', "”": '"'})


def fold(text: object) -> str:
    """Put typography aside: quotes, dashes, blanks around signs, case and the final stop."""
    value = unicodedata.normalize("NFC", str(text)).translate(QUOTES)
    value = re.sub(r"[–—]", "-", value).replace("…", "...")
    value = re.sub(r"\s+", " ", value).strip().casefold()
    value = re.sub(r"\s*([,.;:!?()'\"/-])\s*", r"\1", value)
    return value.strip(' "').rstrip(" .;,:").strip('"')


@dataclass(frozen=True)
class Found:
    """A node of the extracted plan, flattened; `parent` is a rank."""

    level: str
    code: str | None
    title: str
    parent: int | None
    raw: Json


def flatten(contract: Json) -> list[Found]:
    """Return the nodes of the contract's tree in document order."""
    found: list[Found] = []

    def visit(node: Json, parent: int | None) -> None:
        rank = len(found)
        found.append(Found(str(node["level"]), node.get("code"), node["title"], parent, node))
        for child in node.get("children") or []:
            visit(child, rank)

    for root in contract.get("tree") or []:
        visit(root, None)
    return found


def align(expected: ExpectedPlan, found: list[Found]) -> dict[int, int]:
    """Match nodes of the same level and folded title one to one, in document order."""
    waiting: dict[tuple[str, str], list[int]] = {}
    for rank, node in enumerate(found):
        waiting.setdefault((node.level, fold(node.title)), []).append(rank)
    match: dict[int, int] = {}
    for rank, wanted in enumerate(expected.nodes):
        queue = waiting.get((wanted.level, fold(wanted.title)))
        if queue:
            match[rank] = queue.pop(0)
    return match


def same_parent(expected: ExpectedPlan, found: list[Found], match: dict[int, int], i: int) -> bool:
    """Tell whether the matched node hangs where the expected one does."""
    wanted, got = expected.nodes[i].parent, found[match[i]].parent
    return got is None if wanted is None else match.get(wanted, -1) == got


def tree_f1(expected: ExpectedPlan, contract: Json) -> float:
    """Return F1 over the nodes that are found with their title, under the right parent."""
    found = flatten(contract)
    match = align(expected, found)
    right = sum(same_parent(expected, found, match, i) for i in match)
    total = len(expected.nodes) + len(found)
    return 2 * right / total if total else 1.0


def texts(value: object) -> Iterator[str]:
    """Yield every printed form inside an extracted attribute."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("text", "label"):
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif value is not None:
        yield fold(value)


def words_of(text: str) -> list[str]:
    """Return the words of a text, signs aside."""
    return re.findall(r"\w+", fold(text))


def attribute_differs(key: str, wanted: object, got: object) -> bool:
    """Compare by text; a list must have the same entries in the same order."""
    have = list(texts(got))
    if key == "indicators":  # one cell may hold several: how they are cut is not compared
        entries = got if isinstance(got, list) else []
        have = [entry["text"] for entry in entries if isinstance(entry, dict)] or have
        return words_of(" ".join(map(str, wanted if isinstance(wanted, list) else [wanted]))) != (
            words_of(" ".join(have))
        )
    if isinstance(wanted, list):
        return have != [fold(entry) for entry in wanted]
    return fold(wanted) not in have and fold(wanted) != " ".join(have)


def section_words(section: str) -> str:
    """Return the words of a section; its marker may be cut off (`Axe 1 : Santé` → `Santé`)."""
    return " ".join(words_of(section))


def code_key(code: str | None, loose: bool) -> str:
    """Return what is compared of a code."""
    key = (code or "").casefold()
    return key.replace(".", "") if loose else key


def compare_node(wanted: ExpectedNode, got: Found, loose: bool) -> Iterator[str]:
    """Yield the differences between a printed node and its match."""
    name = f"{wanted.level} {wanted.code or '·'} {wanted.title[:60]!r}"
    if code_key(wanted.code, loose) != code_key(got.code, loose):
        yield f"code: {name} read as {got.code!r}"
    if wanted.shared and not got.raw.get("same_as"):
        yield f"same_as: {name} is not linked to its first printing"
    if wanted.volet != got.raw.get("volet"):
        yield f"volet: {name} wanted {wanted.volet!r}, got {got.raw.get('volet')!r}"
    have = [" ".join(words_of(section)) for section in got.raw.get("sections") or []]
    for section in wanted.sections:
        if not any(section_words(section).endswith(s) for s in have if s):
            yield f"section: {name} wanted {section!r}, got {got.raw.get('sections')!r}"
    if wanted.description and fold(wanted.description) not in fold(got.raw.get("description")):
        yield f"description: {name} got {got.raw.get('description')!r}"
    attributes = {k: v for k, v in (got.raw.get("attributes") or {}).items() if v}
    for key, value in wanted.attributes.items():
        if attribute_differs(key, value, attributes.get(key)):
            yield f"attribute {key}: {name} wanted {value!r}, got {attributes.get(key)!r}"
    extra = set(attributes) - set(wanted.attributes)
    deadline = attributes.get("deadline")
    if isinstance(deadline, dict) and str(deadline.get("text")) in wanted.title:
        extra.discard("deadline")  # a period printed at the end of the title counts as both
    if extra:
        yield f"attribute added: {name} { ({key: attributes[key] for key in extra})!r}"


def compare(expected: ExpectedPlan, contract: Json) -> list[str]:
    """Return the differences between what was printed and what was extracted, none when exact."""
    found = flatten(contract)
    match = align(expected, found)
    differences = []
    for rank, wanted in enumerate(expected.nodes):
        if rank not in match:
            differences.append(f"missed: {wanted.level} {wanted.code or '·'} {wanted.title!r}")
    taken = set(match.values())
    for rank, got in enumerate(found):
        if rank not in taken:
            differences.append(f"added: {got.level} {got.code or '·'} {got.title!r}")
    for rank in match:
        wanted = expected.nodes[rank]
        if not same_parent(expected, found, match, rank):
            parent = found[match[rank]].parent
            under = "the root" if parent is None else repr(found[parent].title[:50])
            differences.append(f"parent: {wanted.level} {wanted.title[:60]!r} hangs under {under}")
        differences += compare_node(wanted, found[match[rank]], expected.loose_codes)
    order = [match[rank] for rank in sorted(match)]
    if order != sorted(order):
        differences.append("order: nodes are not in document order")
    return differences + lost(expected, contract)


def lost(expected: ExpectedPlan, contract: Json) -> list[str]:
    """Return what is missing around the tree: term, front matter, unassigned lines."""
    differences = []
    term = contract.get("term") or {}
    if (term.get("start"), term.get("end")) != expected.term:
        differences.append(f"term: wanted {expected.term}, got {term}")
    if (contract.get("coverage") or {}).get("unassigned"):
        differences.append(f"coverage: {contract['coverage']['unassigned']} lines unassigned")
    everything = re.sub(r"\W+", " ", json.dumps(contract, ensure_ascii=False)).casefold()
    kept = set(everything.split())
    for line in expected.printed:
        missing = set(re.sub(r"\W+", " ", line).casefold().split()) - kept
        if missing:
            differences.append(f"lost: {sorted(missing)} of {line!r}")
    return differences


#: differences that concern the tree itself, the others are about values
TREE_KINDS = ("missed", "added", "parent", "order", "code", "volet")


def is_tree_difference(difference: str) -> bool:
    """Tell whether a difference concerns levels, codes, titles, parents, volets or order."""
    return difference.startswith(TREE_KINDS)
