"""`pst search`: objectives and actions by what they mean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from extractor.cli.files import fail, require, write_output
from extractor.cli.language import Localised
from extractor.messages import language, level_name, tell

if TYPE_CHECKING:
    from extractor.search import Answer, Found


@click.command(cls=Localised)
@click.argument("output")
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Most hits.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a text.")
def command(output: str, query: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search the titles and descriptions of plans by meaning.

    OUTPUT is a folder of plans or one plan. Apostrophes, hyphens and lone quotes are no syntax;
    words between quotes must stand together. Other words for the same thing are found too.

    \b
    pst search output sans-abri
    pst search output "économies d'énergie" --limit 50
    pst search output zone 30 --json | jq -r '.hits[].title'
    """
    from extractor.diagnostics import ExtractorError
    from extractor.exports import load_plans
    from extractor.search import search_plans

    text = " ".join(query)
    try:
        found, answer = search_plans(load_plans(require(output)), text, limit)
    except ExtractorError as error:
        fail(str(error))
    if as_json:
        content = json.dumps(_as_json(found, answer), ensure_ascii=False, indent=2) + "\n"
    else:
        content = _as_text(found, answer)
    write_output(content.encode(), None)
    if answer.meant:
        click.echo(tell("Did you mean: {0}?", answer.meant), err=True)


def _as_json(found: list[Found], answer: Answer) -> dict[str, object]:
    hits = [
        {
            "node_id": row.node.id,
            "plan_id": row.plan.plan_id,
            "institution": row.plan.institution.name,
            "level": row.node.level.value,
            "code": row.node.code,
            "title": row.node.title_normalized or row.node.title,
            "page": row.node.source.page,
            "score": row.hit.score,
            "matches": [{"query": query, "title": title} for query, title in row.hit.matches],
        }
        for row in found
    ]
    return {"query": answer.query, "total": answer.total, "meant": answer.meant, "hits": hits}


def _as_text(found: list[Found], answer: Answer) -> str:
    """Return the hits: score, where, title, and the words when they differ."""
    if not found:
        return tell("No result for “{0}”.", answer.query) + "\n"
    first = "{0} {0|result|results} for “{1}”"
    if answer.total > len(found):
        first = "{0} {0|result|results} for “{1}”, the first {2}"
    lines = [tell(first, answer.total, answer.query, len(found))]
    for row in found:
        score = f"{row.hit.score:.2f}"
        if language() == "fr":
            score = score.replace(".", ",")
        name = row.plan.institution.name or row.plan.plan_id
        page = tell(", p. {0}", row.node.source.page) if row.node.source.page else ""
        code = f" {row.node.code}" if row.node.code else ""
        lines.append(f"  {score}  {row.node.title_normalized or row.node.title}")
        lines.append(f"        {name}, {level_name(row.node.level)}{code}{page}{_why(row)}")
    return "\n".join(lines) + "\n"


def _why(row: Found) -> str:
    pairs = [(query, title) for query, title in row.hit.matches if query.lower() != title.lower()]
    said = ", ".join(tell("{0}: “{1}”", query, title) for query, title in pairs)
    return f" ({said})" if said else ""
