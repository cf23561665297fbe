"""Plain text, as a converter leaves a Word document: hanging indents, page footers, form feeds.

The volets are printed in the summary of objectives only; the detail does not repeat them.
"""

from __future__ import annotations

import textwrap

from samples.model import Chapter, Node, Plan, french_date

WIDTH = 86
PAGE = 52  # lines
LAYOUT = "text: `OS n –`, `OO n.n –`, dashes; summary by volet, footers, form feeds"


def render(plan: Plan) -> bytes:
    """Return the document as UTF-8."""
    lines = ["", plan.meta["title"].center(WIDTH).rstrip(), ""]
    day = french_date(plan.meta["adopted"])
    lines += [
        f"Adopté par le Conseil de l’Action sociale en séance du {day}".center(WIDTH).rstrip()
    ]
    lines += ["", ""]
    for chapter in plan.front:
        lines += _chapter(chapter)
    lines += ["Vue d’ensemble des objectifs stratégiques", ""]
    for volet in ("interne", "externe"):
        lines += [f"Volet {volet}", ""]
        for node in plan.tree:
            if node.volet == volet:
                lines += _wrap(f"OS {node.code} – {node.title}", "  ", "         ")
        lines.append("")
    lines += ["Les objectifs en détail", ""]
    for node in plan.tree:
        lines += _objective(node)
    for chapter in plan.back:
        lines += _chapter(chapter)
    return "\f".join(_paginate(lines, plan.meta)).encode()


def _wrap(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )


def _chapter(chapter: Chapter) -> list[str]:
    lines = [chapter.heading, ""]
    for paragraph in chapter.paragraphs:
        if paragraph.startswith("* "):
            lines += _wrap(f"• {paragraph[2:]}", "   ", "     ")
        else:
            lines += [*_wrap(paragraph, "", ""), ""]
    return [*lines, ""]


def _objective(node: Node) -> list[str]:
    lines = [*_wrap(f"OS {node.code} – {node.title}", "", "       "), ""]
    for child in node.children:
        lines += [*_wrap(f"OO {child.code} – {child.title}", "  ", "           "), ""]
        for action in child.children:
            lines += _wrap(f"- {action.title}", "     ", "       ")
        if child.children:
            lines.append("")
    return [*lines, ""]


def _paginate(lines: list[str], meta: dict[str, str]) -> list[str]:
    """Cut into pages; no page begins with a blank line, each ends with its footer."""
    pages: list[list[str]] = [[]]
    for line in lines:
        if len(pages[-1]) >= PAGE or (
            len(pages[-1]) >= PAGE - 3 and line.startswith(("OS", "  OO"))
        ):
            pages.append([])
        if line or pages[-1]:
            pages[-1].append(line)
    if not any(pages[-1]):
        pages.pop()
    text = []
    for number, page in enumerate(pages, start=1):
        left = f"{meta['printed']} – PST {meta['start']}-{meta['end']}"
        footer = f"{left}{f'Page {number}':>{WIDTH - len(left)}}"
        text.append("\n".join([*page, "", footer, ""]))
    return text
