"""Cards and forms: a frame per action with its title and its values."""

from __future__ import annotations

from collections.abc import Sequence

from tests.zoo.grammar.heads import Writer, style_of
from tests.zoo.grammar.model import BOLD, Block, Box, Cell, Node, Para, Style, Table


def _abreast(fields: Sequence[tuple[str, str]], colon: str) -> Table:
    """Return the fields two by two beside each other."""
    texts = [Para(f"{key}{colon}{value}") for key, value in fields]
    pairs = [texts[i : i + 2] for i in range(0, len(texts), 2)]
    rows = tuple(tuple(Cell((para,)) for para in [*pair, Para("")][:2]) for pair in pairs)
    return Table(rows, (1, 1), ruled=False)


def card_blocks(writer: Writer, node: Node) -> list[Block]:
    """Return the card of a node: title, values, what is below it as a list."""
    place = writer.choices.place
    style = style_of(writer.choices, node.level)
    title = Style(bold=True, colour=style.colour)
    blocks: list[Para | Table] = [
        Para(
            writer.line(node),
            style=title,
            badge=writer.badge(node),
            note="1" if node.note else "",
        ),
    ]
    fields = writer.fields(node)
    if place == "abreast" and len(fields) > 1:
        blocks.append(_abreast(fields, writer.colon))
    elif place == "stacked":
        for key, value in fields:
            blocks += [Para(key, style=Style(colour=True, bold=True)), Para(value)]
    elif place in ("lines", "abreast"):
        blocks += [Para(f"{key}{writer.colon}{value}") for key, value in fields]
    blocks += [_line(writer, child) for child in node.children]
    return [Box(tuple(blocks))]


def _line(writer: Writer, node: Node) -> Para:
    choice = writer.choices.levels[node.level]
    marker = writer.marker(node)
    if marker and not (choice.word and choice.number == "none"):
        return Para(writer.title(node), marker, indent=1)
    return Para(writer.line(node), choice.bullet, bullet=True, indent=1)


def form_blocks(writer: Writer, paths: Sequence[Sequence[Node]]) -> list[Block]:
    """Return a form per leaf; what stands above it in the form is repeated on each."""
    blocks: list[Block] = []
    for path in paths:
        writer.forms += 1
        if writer.form_head:
            blocks.append(Para(f"{writer.form_head} {writer.forms}", style=BOLD))
        blocks.append(_form(writer, path))
        blocks.append(Para(""))
    return blocks


def _form(writer: Writer, path: Sequence[Node]) -> Block:
    *above, node = path
    context = [(writer.form_label(upper.level), _without_word(writer, upper)) for upper in above]
    own = (writer.form_label(node.level) or writer.title_label, _without_word(writer, node))
    fields = writer.fields(node)
    place, choices = writer.choices.place, writer.choices
    lines = [*context, own, *fields] if choices.context == "first" else [own, *fields, *context]
    if place == "stacked":
        blocks: list[Para | Table] = []
        for key, value in lines:
            blocks += [Para(key, style=BOLD), Para(value)]
        return Box(tuple(blocks + _parts(writer, node)))
    if place == "abreast" and len(fields) > 1:
        wide = [line for line in lines if line not in fields]
        rows = [_wide(key, value) for key, value in wide]
        pairs = [fields[i : i + 2] for i in range(0, len(fields), 2)]
        short = [
            tuple(cell for key, value in [*pair, ("", "")][:2] for cell in _pair(key, value))
            for pair in pairs
        ]
        at = len(context) + 1 if choices.context == "first" else 1
        rows[at:at] = short
        return Table(tuple([*rows, *_part_rows(writer, node, 4)]), (20, 30, 20, 30))
    rows = [_pair(key, value) for key, value in lines]
    return Table(tuple([*rows, *_part_rows(writer, node, 2)]), (28, 72))


def _pair(key: str, value: str) -> tuple[Cell | None, ...]:
    return (
        Cell((Para(key, style=BOLD),), fill=bool(key)),
        Cell((Para(value),)) if value else Cell(),
    )


def _wide(key: str, value: str) -> tuple[Cell | None, ...]:
    first, second = _pair(key, value)
    assert second is not None
    return (first, Cell(second.paras, cols=3), None, None)


def _parts(writer: Writer, node: Node) -> list[Para | Table]:
    """Return the sub-actions under their caption."""
    if not node.children:
        return []
    caption = writer.word(node.children[0].level, plural=True) or "Sous-actions"
    return [Para(caption, style=BOLD), *(_line(writer, child) for child in node.children)]


def _part_rows(writer: Writer, node: Node, columns: int) -> list[tuple[Cell | None, ...]]:
    parts = _parts(writer, node)
    if not parts:
        return []
    caption, *lines = (part for part in parts if isinstance(part, Para))
    first = Cell((caption,), fill=True)
    second = Cell(tuple(lines), cols=columns - 1)
    return [(first, second, *[None] * (columns - 2))]


def _without_word(writer: Writer, node: Node) -> str:
    """Return number and title; the word is the label of the line."""
    choice = writer.choices.levels[node.level]
    if choice.number in ("path", "glued", "suffix") or not node.number:
        return writer.title(node) if not node.number else writer.line(node)
    if choice.number == "ordinal":
        return writer.title(node)
    closing = choice.closing if choice.closing.strip() else "."
    return f"{node.number}{closing} {writer.title(node)}"
