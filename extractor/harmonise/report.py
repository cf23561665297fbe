"""The harmonisation as a page that a regional officer reads: one file, in French, no network.

Everything is in the page before any script runs; the script only filters. The look is in
`report.html`, a template with four places to fill.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib.resources import files
from string import Template

from extractor.harmonise.model import (
    Cell,
    Group,
    Harmonisation,
    Member,
    Outlier,
    Pair,
    Reason,
    ThemeCoverage,
)

MAX_PAIRS = 500  # on the page; the JSON holds them all
MAX_OUTLIERS = 500
LEVELS = {
    "OS": "objectif stratégique",
    "OO": "objectif opérationnel",
    "PROJET": "projet",
    "ACTION": "action",
    "SOUS_ACTION": "sous-action",
}


def as_html(result: Harmonisation) -> str:
    """Return the page; the same bytes for the same result."""
    template = Template(files("extractor.harmonise").joinpath("report.html").read_text("utf-8"))
    return template.substitute(
        summary=_summary(result),
        groups="\n".join(_group(group, result.members) for group in result.groups)
        or _nothing("Aucun groupe à ce seuil."),
        pairs="\n".join(_pair(pair, result.members) for pair in result.pairs[:MAX_PAIRS])
        + _cut(len(result.pairs), MAX_PAIRS)
        or _nothing("Aucune paire à ce seuil."),
        matrix=_matrix(result),
        outliers="\n".join(
            _outlier(item, result.members) for item in result.outliers[:MAX_OUTLIERS]
        )
        + _cut(len(result.outliers), MAX_OUTLIERS)
        or _nothing("Aucun : chaque objectif a au moins un voisin ailleurs."),
    )


def _summary(result: Harmonisation) -> str:
    missing = sum(1 for theme in result.coverage if theme.missing)
    figures = (
        (len(result.institutions), "institutions"),
        (len(result.members), "objectifs et actions comparés"),
        (len(result.groups), "groupes"),
        (len(result.pairs), "paires"),
        (missing, "thèmes que la plupart ont et qui manquent à quelques-uns"),
        (len(result.outliers), "objectifs sans équivalent"),
    )
    tiles = "".join(f"<li><b>{number}</b> {label}</li>" for number, label in figures)
    threshold = f"{result.threshold:.2f}".replace(".", ",")
    return f'<ul class="tiles">{tiles}</ul><p class="note">Seuil de ressemblance : {threshold}.</p>'


def _nothing(text: str) -> str:
    return f'<p class="note">{text}</p>'


def _cut(total: int, shown: int) -> str:
    if total <= shown:
        return ""
    return _nothing(f"{total - shown} autres se trouvent dans le fichier JSON.")


def _score(score: float) -> str:
    text = f"{score:.2f}".replace(".", ",")
    return (
        f'<span class="score" title="ressemblance {text} sur 1"><i style="width:'
        f'{round(100 * score)}%"></i></span><span class="number">{text}</span>'
    )


def _member(member: Member) -> str:
    code = f" {escape(member.code)}" if member.code else ""
    page = f", p. {member.page}" if member.page else ""
    place = f"{escape(member.institution)} · {LEVELS[member.level]}{code}{page}"
    return (
        f'<p class="title">{escape(member.title)}</p>'
        f'<p class="place" title="{escape(member.node_id)}">{place}</p>'
    )


def _chips(texts: Iterable[str]) -> str:
    return "".join(f'<span class="chip">{escape(text)}</span>' for text in texts)


def _group(group: Group, members: dict[str, Member]) -> str:
    rows = "".join(f"<li>{_member(members[node_id])}</li>" for node_id in group.members)
    count = len(group.institutions)
    return (
        f'<article class="item"><header><h3>{escape(group.wording)}</h3>'
        f"{_score(group.cohesion)}</header>"
        f'<p class="place">{count} institutions, {len(group.members)} formulations '
        f"{_chips(group.themes)}</p><ul class='members'>{rows}</ul></article>"
    )


def _pair(pair: Pair, members: dict[str, Member]) -> str:
    first, second = members[pair.first], members[pair.second]
    mutual = '<span class="chip strong">meilleur choix réciproque</span>' if pair.mutual else ""
    return (
        f'<article class="item"><header><div class="two"><div>{_member(first)}</div>'
        f"<div>{_member(second)}</div></div>{_score(pair.score)}</header>"
        f'<p class="why">{mutual}{explain(pair.reason)}</p></article>'
    )


def explain(reason: Reason) -> str:
    """Return a reason as a sentence in French, in HTML."""
    terms = []
    for term in reason.terms:
        first, second = term.first.lower(), term.second.lower()
        if first == second:
            terms.append(f"<b>{escape(first)}</b>")
        else:
            terms.append(f"<b>{escape(first)}</b> = <b>{escape(second)}</b>")
    parts = [f"Notions communes : {', '.join(terms)}."]
    if reason.content_terms:
        words = ", ".join(escape(text) for text in reason.content_terms)
        parts.append(f"Dans le contenu : {words}.")
    if reason.themes:
        parts.append(f"Thème : {', '.join(escape(text) for text in reason.themes)}.")
    return " ".join(parts)


def _matrix(result: Harmonisation) -> str:
    head = "".join(
        f'<th scope="col"><span>{escape(theme.label)}</span></th>' for theme in result.coverage
    )
    rows = "".join(_institution(name, result) for name in result.institutions)
    lacking = "".join(_lacking(theme) for theme in result.coverage if theme.missing)
    heading = "Ce qui manque où la plupart des semblables ont un objectif"
    nothing = "<li>Rien : aucun thème ne manque là où la plupart en ont un.</li>"
    return (
        f'<div class="scroll"><table><thead><tr><th scope="col">Institution</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div><h3>{heading}</h3>"
        f'<ul class="lacking">{lacking or nothing}</ul>'
    )


def _institution(name: str, result: Harmonisation) -> str:
    cells = "".join(_cell(theme, theme.cells[name], result.members) for theme in result.coverage)
    return f'<tr class="item"><th scope="row">{escape(name)}</th>{cells}</tr>'


def _cell(theme: ThemeCoverage, cell: Cell, members: dict[str, Member]) -> str:
    """Return a cell: objectives + actions; its tip names the highest objective."""
    if cell.example is None:
        return f'<td class="none" title="{escape(theme.label)} : rien">–</td>'
    tip = escape(f"{theme.label} : {members[cell.example].title}")
    kind = "full" if cell.objectives else "part"
    actions = f"<small>+{cell.actions}</small>" if cell.actions else ""
    return f'<td class="{kind}" title="{tip}">{cell.objectives}{actions}</td>'


def _lacking(theme: ThemeCoverage) -> str:
    names = []
    for name in theme.missing:
        actions = theme.cells[name].actions
        plural = "s" if actions > 1 else ""
        names.append(escape(name) + (f" ({actions} action{plural})" if actions else ""))
    return f'<li class="item"><b>{escape(theme.label)}</b> : {", ".join(names)}</li>'


def _outlier(outlier: Outlier, members: dict[str, Member]) -> str:
    near = ""
    if outlier.nearest:
        title = escape(members[outlier.nearest].title)
        near = f'<p class="why">Le moins éloigné : {title}</p>'
    return (
        f'<article class="item"><header><div>{_member(members[outlier.node_id])}</div>'
        f"{_score(outlier.score)}</header>{near}</article>"
    )
