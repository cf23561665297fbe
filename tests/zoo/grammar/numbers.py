"""Numbers as printed and their codes, with the slip that a document makes in one of them."""

from __future__ import annotations

from random import Random

from tests.zoo.expected import roman
from tests.zoo.grammar import banks
from tests.zoo.grammar.choices import Choices, LevelChoice
from tests.zoo.grammar.model import Node

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: how far the next number moves at a slip
STEPS = {"skipped": 1, "doubled": -1}


def number_tree(rng: Random, choices: Choices, tree: list[Node]) -> None:
    """Give every node the number that is printed, and its code; make the slip."""
    counters: dict[str, int] = {}
    total = 0
    target = _slip_target(rng, choices, tree)

    def visit(node: Node, rank: int, above: tuple[str, ...]) -> None:
        nonlocal total
        total += 1
        counters[node.level] = counters.get(node.level, 0) + 1
        level = choices.levels[node.level]
        running = counters[node.level]
        node.number, node.code, path = _number(choices, level, rank, running, total, above)
        node.path = tuple(map(int, path))
        following = 0
        for child in node.children:
            following += 1
            if child is target:
                following += STEPS.get(choices.slip, 0)
            visit(child, following, path)

    rank = 0
    for root in tree:
        rank += 1
        if root is target:
            rank += STEPS.get(choices.slip, 0)
        visit(root, rank, ())
    if target:
        target.slip = choices.slip


def _slip_target(rng: Random, choices: Choices, tree: list[Node]) -> Node | None:
    """Draw the node at which the writer slips; note where none can."""
    fits: list[Node] = []
    lists = [tree, *(node.children for root in tree for node in root.walk())]
    for siblings in lists:
        for node in siblings[1:]:
            level = choices.levels[node.level]
            counted = level.number in ("decimal", "bare", "letter", "roman")
            if choices.slip in ("skipped", "doubled"):
                if counted and (choices.slip == "skipped" or len(siblings) > 2):
                    fits.append(node)
            elif (
                level.word
                and level.number not in ("none", "suffix", "path", "glued")
                and (choices.slip == "spacing" or level.container in ("heading", "item"))
            ):
                fits.append(node)
    if choices.slip == "none" or not fits:
        choices.slip = "none"
        return None
    return rng.choice(fits)


def _number(
    choices: Choices, level: LevelChoice, rank: int, running: int, total: int,
    above: tuple[str, ...],
) -> tuple[str, str | None, tuple[str, ...]]:  # fmt: skip
    """Return the number as printed, its code, and the parts that children put before theirs."""
    path = (*above, str(rank))
    style = level.number
    if style == "decimal":
        printed = list(path)
        top = choices.levels["OS"].number
        if len(printed) > 1 and top == "roman":
            printed[0] = roman(int(printed[0]))
        if len(printed) > 1 and top == "letter":
            printed[0] = LETTERS[int(printed[0]) - 1]
        code = ".".join(path) if top != "letter" else ".".join(printed)
        return ".".join(printed), code, path
    if style == "bare":
        return str(rank), str(rank), path
    if style == "continuous":
        return str(running), str(running), path
    if style == "roman":
        return roman(rank), str(rank), path
    if style == "letter":
        letter = LETTERS[rank - 1] if level.level == "OS" else LETTERS[rank - 1].lower()
        return letter, letter, path
    if style == "ordinal":
        if rank > len(banks.ORDINALS):
            return str(rank), str(rank), path
        feminine = level.word is not None and level.word[0] in banks.FEMININE
        return (banks.ORDINALS_F if feminine else banks.ORDINALS)[rank - 1], str(rank), path
    short = level.word[2] if level.word else ""
    if style == "suffix":
        return f"({short}.{total})", str(total), path
    if style == "glued":
        digits = "".join(path)
        return f"{short}{digits}", digits, path
    if style == "path":
        steps = zip(choices.shape, path, strict=False)
        pairs = ((choices.levels[name].word, part) for name, part in steps)
        return (
            choices.path_sign.join(f"{word[2] if word else ''}{part}" for word, part in pairs),
            str(rank),
            path,
        )
    return "", None, path
