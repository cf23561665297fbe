"""What a human reader goes by: the cues of each level, and what would leave a doubt."""

from __future__ import annotations

from itertools import combinations, pairwise

from tests.zoo.grammar.choices import DEFAULT_SHAPE, Choices, LevelChoice

#: containers of running text, and of tables
FLOW = ("heading", "item", "opener", "margin", "sheet")
TABLE = ("band", "merged", "repeated", "column", "lines", "row", "stair", "cell")


def number_shape(choices: Choices, level: LevelChoice) -> str:
    """Return what a reader sees of a number: how many parts, which signs."""
    depth = choices.shape.index(level.level) + 1
    if level.number in ("none", "ordinal"):
        return level.number
    if level.number == "decimal":
        return ".".join("1" * depth) if depth > 1 else "1" + level.closing
    if level.number in ("bare", "continuous"):
        return "1" + level.closing
    return level.number + level.closing


def signature(choices: Choices, level: LevelChoice) -> tuple[str, ...]:
    """Return the cues by which a reader knows a title of this level."""
    word = level.word[0] if level.word else ""
    indent = ""
    if level.container == "item" and choices.family != "sheet":
        indent = str(choices.shape.index(level.level))
    where = level.container
    if where in ("merged", "repeated", "column", "stair", "cell"):
        where += level.level  # a column of its own
    bullet = level.bullet if level.number == "none" and where in ("item", "lines", "cell") else ""
    look = level.look if where in ("heading", "opener", "band", "row", "item") else ""
    if look == "size":
        look += str(choices.shape.index(level.level))
    if where == "band" and choices.family != "text":
        look += str(choices.shape.index(level.level))  # bands are filled by rank
    return word, number_shape(choices, level), where, bullet, look, indent


def named(choices: Choices) -> bool:
    """Tell whether the words of the levels say which they are, or their usual number does."""
    if choices.shape == DEFAULT_SHAPE:
        return True
    critical = {
        ("OS", "OO"): ("OO",),
        ("OS", "ACTION"): ("ACTION",),
        ("OS", "OO", "PROJET"): ("PROJET",),
        ("OS", "OO", "PROJET", "ACTION"): ("PROJET",),
        ("OS", "OO", "ACTION", "SOUS_ACTION"): ("SOUS_ACTION",),
    }.get(choices.shape, ("PROJET", "SOUS_ACTION"))
    return all(choices.levels[level].kind == "known" for level in critical)


def doubts(choices: Choices) -> list[str]:
    """Return what a human reader could not tell in a document of these choices; none is wanted."""
    found = []
    chain = choices.chain()
    for upper, lower in combinations(chain, 2):
        if signature(choices, upper) == signature(choices, lower):
            found.append(f"{upper.level} and {lower.level} look alike")
    for upper, lower in pairwise(chain):
        flowing = upper.container in FLOW and lower.container in FLOW
        if flowing and lower.look == "size" and upper.look != "size":
            found.append(f"{lower.level} is larger than {upper.level}")
        if lower.container in FLOW and upper.container not in (*FLOW, "card"):
            found.append(f"{lower.level} is running text inside a {upper.container}")
    for level in chain:
        bare = not level.word and level.number == "none"
        if bare and level.container in ("heading", "opener", "margin") and level.look == "plain":
            found.append(f"{level.level} looks like running text")
        if bare and level.container in ("row", "band"):
            found.append(f"rows of {level.level} say nothing of their level")
    if not named(choices) and choices.announce != "sentence":
        found.append("nothing tells which levels these are")
    if choices.place in ("columns", "parallel") and not choices.header_row:
        found.append("values stand in columns without header")
    return found
