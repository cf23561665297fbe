"""From a tree and its choices to the blocks of a document: running text, tables, cards, forms."""

from __future__ import annotations

from random import Random

from tests.zoo.grammar.choices import Choices
from tests.zoo.grammar.forms import card_blocks, form_blocks
from tests.zoo.grammar.heads import Writer, auto_of, head_paras, style_of
from tests.zoo.grammar.model import (
    BOLD,
    Block,
    Break,
    Cell,
    Margin,
    Node,
    Para,
    Print,
    Sheet,
    Style,
    Table,
)
from tests.zoo.grammar.plan import GrammarPlan
from tests.zoo.grammar.surround import Surround
from tests.zoo.grammar.tables import table_of

LABEL = Style(bold=True, colour=True)
#: containers that begin a table of what follows
TABLED = ("band", "merged", "repeated", "column", "lines", "row", "stair")


class Composer:
    """Lays out one plan."""

    def __init__(self, rng: Random, choices: Choices, plan: GrammarPlan) -> None:
        self.rng, self.choices, self.plan = rng, choices, plan
        self.writer = Writer(rng, choices, plan)
        self.around = Surround(rng, choices, plan, self.writer)

    def document(self) -> Print:
        """Return the whole document."""
        choices, around = self.choices, self.choices.surround
        first = Sheet("PST", [*self.around.before()])
        sheets = [first]
        os_level = choices.levels["OS"]
        if os_level.container == "sheet":
            for root in self.plan.tree:
                sheets.append(Sheet(self._sheet_name(root), self.flow([root])))
        elif choices.volets == "sheet":
            for volet in dict.fromkeys(root.volet for root in self.plan.tree):
                roots = [root for root in self.plan.tree if root.volet == volet]
                sheets.append(Sheet(f"Volet {volet}", self.flow(roots)))
        else:
            first.blocks += self.flow(self.plan.tree)
        after = self.around.after()
        if after and choices.family == "sheet":
            sheets.append(Sheet("Annexe", after))
        else:
            sheets[-1].blocks += after
        if choices.family == "sheet" and os_level.container == "sheet" and not first.blocks:
            sheets = sheets[1:]
        wide = any(isinstance(b, Table) and len(b.widths) > 5 for s in sheets for b in s.blocks)
        return Print(
            title=self.plan.name,
            sheets=sheets,
            header=self.plan.institution if around["header"] else "",
            footer=f"{self.plan.name} – {self.plan.institution}" if around["footer"] else "",
            numbers=around["page_numbers"],
            watermark="PROJET" if around["watermark"] else "",
            landscape=wide and choices.family == "page",
        )

    def _sheet_name(self, node: Node) -> str:
        label = self.writer.label(node) or f"{self.plan.tree.index(node) + 1}"
        return "".join(c for c in label if c not in "[]:*?/\\")[:28]

    def flow(self, nodes: list[Node], indent: int = 0) -> list[Block]:
        """Return the blocks of these siblings and of all below them."""
        if not nodes:
            return []
        container = self.choices.levels[nodes[0].level].container
        if container in TABLED:
            return self._tables(nodes)
        if container in ("context", "form"):
            return form_blocks(self.writer, self._paths(nodes))
        if container == "card":
            return [block for node in nodes for block in card_blocks(self.writer, node)]
        blocks: list[Block] = []
        for node in nodes:
            blocks += self._volet(node)
            blocks += self._one(node, container, indent)
        return blocks

    def _tables(self, nodes: list[Node]) -> list[Block]:
        """Return one table, or one per volet or section."""
        blocks: list[Block] = []
        group: list[Node] = []
        for node in nodes:
            heading = self._volet(node)
            if heading and group:
                blocks += table_of(self.writer, group)
                group = []
            blocks += heading
            group.append(node)
        return [*blocks, *table_of(self.writer, group)]

    def _volet(self, node: Node) -> list[Block]:
        """Return the heading of a volet or section where this OS begins one."""
        if node.level != "OS":
            return []
        place = self.plan.tree.index(node)
        before = self.plan.tree[place - 1] if place else None
        if node.section and (before is None or before.section != node.section):
            return [Para(node.section, style=Style(size=4 if self._pages() else 0, bold=True))]
        if not node.volet or (before is not None and before.volet == node.volet):
            return []
        if self.choices.volets == "sheet":
            return []
        if self.choices.volets == "parenthesis":
            return [Para(f"(Volet {node.volet})")]
        text = f"Volet {node.volet}"
        text = text.upper() if self.rng.random() < 0.4 else text
        return [Para(text, style=Style(size=4 if self._pages() else 0, bold=True))]

    def _pages(self) -> bool:
        return self.choices.family == "page"

    def _one(self, node: Node, container: str, indent: int) -> list[Block]:
        """Return a node of running text and all below it."""
        children_at = indent + (1 if container == "item" else 0)
        if container == "opener":
            return self._opener(node)
        head: list[Para]
        if container == "item":
            head = [self._item(node, indent)]
        else:
            head = head_paras(self.writer, node, indent)
        text_at = indent + (1 if container == "item" else 0)
        body: list[Block] = []
        if node.description:
            body.append(Para(node.description, indent=text_at))
        body += self._fields(node, text_at)
        if container == "margin":
            right = [*body, *self.flow(node.children, 0)]
            paras = tuple(block for block in right if isinstance(block, Para))
            if len(paras) == len(right):
                return [Margin(tuple(head), paras or (Para(""),))]
        below = self.flow(node.children, children_at)
        return [*head, *body, *self._caption(node, children_at), *below]

    def _opener(self, node: Node) -> list[Block]:
        """Return a page that opens an OS, then what is below it."""
        blocks: list[Block] = [Break()]
        blocks += head_paras(self.writer, node)
        if node.description:
            blocks.append(Para(node.description))
        blocks += self._fields(node, 0)
        return [*blocks, Break(), *self.flow(node.children)]

    def _item(self, node: Node, indent: int) -> Para:
        """Return a list item: its number or bullet hangs before the title."""
        choice = self.choices.levels[node.level]
        style = style_of(self.choices, node.level)
        marker, bullet = self.writer.marker(node), False
        if not marker or (choice.word and choice.number == "none"):
            text = self.writer.line(node)
            marker, bullet, auto = choice.bullet, True, None
        else:
            text, auto = self.writer.title(node), auto_of(self.writer, node)
        return Para(
            text,
            marker,
            style,
            indent=indent,
            bullet=bullet,
            badge=self.writer.badge(node),
            note="1" if node.note else "",
            auto=auto,
        )

    def _fields(self, node: Node, indent: int) -> list[Block]:
        """Return the attributes that stand on lines of their own."""
        fields = self.writer.fields(node)
        place = self.choices.place
        if not fields or place not in ("lines", "abreast", "stacked"):
            return []
        if place == "stacked":
            pairs_of = [
                (Para(key, style=LABEL, indent=indent), Para(value, indent=indent))
                for key, value in fields
            ]
            return [para for pair in pairs_of for para in pair]
        colon = self.writer.colon
        lines = [Para(f"{key}{colon}{value}", indent=indent) for key, value in fields]
        if place == "lines" or len(lines) < 2:
            return list(lines)
        pairs = [lines[i : i + 2] for i in range(0, len(lines), 2)]
        rows = tuple(tuple(Cell((para,)) for para in [*pair, Para("")][:2]) for pair in pairs)
        return [Table(rows, (1, 1), ruled=False)]

    def _caption(self, node: Node, indent: int) -> list[Block]:
        """Return the line that announces the list below, where this document has such."""
        choices = self.choices
        if not node.children or choices.announce != "caption":
            return []
        below = choices.levels[node.children[0].level]
        listed = below.container == "item" and below.number in ("bare", "none", "letter")
        if listed and below.word and below.kind == "known" and below.level in ("ACTION", "OO"):
            style = BOLD if self._pages() else Style()
            return [Para(f"{below.word[1]} :", style=style, indent=indent)]
        return []

    def _paths(self, nodes: list[Node]) -> list[list[Node]]:
        """Return every way from these nodes down to a leaf."""
        leaf = self.choices.leaf
        found: list[list[Node]] = []

        def visit(node: Node, above: list[Node]) -> None:
            if node.level == leaf:
                found.append([*above, node])
            for child in node.children:
                if node.level != leaf:
                    visit(child, [*above, node])

        for node in nodes:
            visit(node, [])
        return found
