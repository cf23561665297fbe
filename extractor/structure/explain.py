"""Why a node has its level, parent and title, and what else the document could be: in French.

In: the structure with its readings, the nodes made of it. Out: lines of text for a clerk. The parts
of the score are the reasons; nothing is computed that did not decide.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import OutlineNode, Use
from extractor.structure import Structure
from extractor.structure.blocks import Block
from extractor.structure.looks import Look
from extractor.structure.score import PARTS, load_weights
from extractor.structure.wording import Wording, wording_of

RANKS = ("aucun élément", "section", "OS", "OO", "projet", "action", "sous-action")

PART_NAMES = {
    "base": "coût de retenir un élément",
    "word": "mots des étiquettes et des en-têtes",
    "wording": "formulation des titres",
    "mark": "numéros, puces, type de présentation",
    "caption": "intertitres qui annoncent un niveau",
    "prose": "phrases et textes longs pris pour des titres",
    "content": "champs (pilote, échéance…) placés sous les titres",
    "transition": "suite des niveaux (OS > OO > action)",
    "number_parent": "numéros qui prolongent celui du parent",
    "number_series": "numéros qui se suivent",
    "restart": "numérotation qui recommence sous le même parent",
    "look_change": "éléments voisins de présentation différente",
    "contain": "taille, retrait et style du parent et de l’enfant",
    "empty": "objectifs sans rien en dessous",
    "left_over": "éléments laissés de côté à l’intérieur du plan",
    "orphan": "éléments placés sous aucun objectif",
    "extra_look": "présentations différentes d’un même niveau",
    "unworded_project": "projets qu’aucun mot ne nomme",
    "ratio": "nombre d’enfants par élément",
    "no_top": "plan sans objectif stratégique",
    "lone_top": "objectif stratégique unique que rien n’annonce",
    "no_oo": "plan sans objectif opérationnel",
    "told": "niveaux que le document annonce",
}

_WORDINGS = {
    Wording.BEING: "dit ce que l’institution veut être",
    Wording.INFINITIVE: "commence par un infinitif",
    Wording.NOUN: "commence par un nom d’action",
    Wording.PROSE: "est une suite de phrases",
    Wording.OTHER: "ne commence ni par un infinitif ni par un nom d’action",
}
_KINDS = {
    "label": "l’étiquette « {} »",
    "form": "l’étiquette « {} » d’un formulaire",
    "col": "leur colonne",
    "band": "une ligne de tableau à eux seuls",
    "num": "leur numérotation",
    "bullet": "leur puce",
    "type": "leurs caractères",
    "para": "rien : ce sont des paragraphes",
    "sheet": "ce sont des noms de feuilles",
}


def explain_document(structure: Structure) -> list[str]:
    """Return how the document was read, and how else it could be."""
    if not structure.readings:
        return ["Aucun élément n’a été trouvé dans ce document."]
    best = structure.readings[0]
    out = ["Lecture retenue"]
    for look, rank in zip(structure.looks, best.ranks, strict=True):
        if rank:
            out.append(f"  {_look(look, structure.blocks)} → {RANKS[rank]}")
    out.append(f"  Score {best.total:.1f}, dont :")
    weighted = [(v * w, n) for n, v, w in zip(PARTS, best.parts, load_weights().parts, strict=True)]
    for value, name in sorted(weighted, key=lambda pair: -abs(pair[0])):
        if abs(value) >= _SHOWN:
            out.append(f"    {value:+7.1f}  {PART_NAMES[name]}")
    other = _second(structure)
    if other is None:
        return [*out, "Aucune autre lecture n’en approche."]
    out.append(f"Deuxième lecture (score {other.total:.1f}, écart {best.total - other.total:.1f})")
    for look, mine, theirs in zip(structure.looks, best.ranks, other.ranks, strict=True):
        if mine != theirs:
            text = _look(look, structure.blocks)
            out.append(f"  {text} : {RANKS[theirs]} au lieu de {RANKS[mine]}")
    return out


_SHOWN = 0.5  # of the score; smaller parts are not worth a line


def _second(structure: Structure):  # type: ignore[no-untyped-def]
    used = {at for at, use in enumerate(structure.uses) if use is Use.NODE}
    first = structure.readings[0]
    for other in structure.readings[1:]:
        for look, mine, theirs in zip(structure.looks, first.ranks, other.ranks, strict=True):
            if mine != theirs and used & set(look.members):
                return other
    return None


def _look(look: Look, blocks: Sequence[Block]) -> str:
    first = blocks[look.members[0]]
    count = len(look.members)
    head = f"{count} titres" if count > 1 else "1 titre"
    return f"{head} comme « {_cut(first.title)} » (ensemble par {_binds(look, first)})"


def _binds(look: Look, first: Block) -> str:
    word = first.label or (first.place.header if first.place else "") or first.word
    return _KINDS.get(look.kind, "leur présentation").format(word)


def _cut(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def explain_node(structure: Structure, node: OutlineNode) -> list[str]:
    """Return why a node has its level, its parent and its title."""
    block = structure.blocks[node.block]
    at = next((i for i, k in enumerate(structure.looks) if node.block in k.members), None)
    out = [f"{node.level} {node.code or ''} « {_cut(node.title, 100)} »".replace("  ", " ")]
    out.append("Niveau")
    if at is not None:
        out += _level_reasons(structure, node, block, at)
    out.append("Parent")
    out += _parent_reasons(node)
    out.append("Titre")
    out += _title_reasons(node, block)
    return out


def _level_reasons(structure: Structure, node: OutlineNode, block: Block, at: int) -> list[str]:
    look = structure.looks[at]
    best = structure.readings[0]
    out = [f"  Lu avec {len(look.members)} titre(s) que rapproche {_binds(look, block)}."]
    told = structure.told.get(node.block, 0.0)
    header = block.place.header if block.place else ""
    word = (block.label or block.word) if block.word else header
    if told > 0 and word:
        sure = "désigne" if told >= _SURE else "désigne souvent"
        out.append(f"  Le mot « {word} » {sure} ce niveau.")
    elif word:
        out.append(f"  Le mot « {word} » ne dit pas le niveau : le reste du document le dit.")
    out.append(f"  Le titre {_WORDINGS[wording_of(block.title)]}.")
    margin = structure.margins.get(node.block, 0.0)
    other = _next_rank(structure, at, best.ranks[at])
    if other is not None:
        out.append(f"  Niveau suivant le plus vraisemblable : {RANKS[other]} (écart {margin:.1f}).")
    return out


_SURE = 5.0  # log-odds of a word that leaves no doubt


def _next_rank(structure: Structure, at: int, mine: int) -> int | None:
    for reading in structure.readings[1:]:
        if reading.ranks[at] != mine:
            return reading.ranks[at]
    return None


def _parent_reasons(node: OutlineNode) -> list[str]:
    parent = node.parent
    if parent is None:
        return ["  Aucun : c’est le niveau le plus haut du plan."]
    out = [
        f"  {parent.level} {parent.code or ''} « {_cut(parent.title)} » : dernier titre de "
        "niveau supérieur imprimé avant celui-ci.".replace("  ", " ")
    ]
    if node.code and parent.code:
        if node.code.startswith(f"{parent.code}."):
            out.append(f"  Le numéro {node.code} prolonge celui du parent ({parent.code}).")
        elif "." in node.code:
            out.append(f"  Attention : le numéro {node.code} ne prolonge pas {parent.code}.")
    return out


def _title_reasons(node: OutlineNode, block: Block) -> list[str]:
    lines = "à la ligne" if len(block.lines) == 1 else "aux lignes"
    places = ", ".join(map(str, block.lines[:8]))
    page = f", page {node.page}" if node.page else ""
    out = [f"  Lu {lines} {places}{page}." if block.lines else "  Lu avec le titre précédent."]
    if block.label:
        out.append(f"  Ne font pas partie du titre : l’étiquette ou le numéro « {block.label} ».")
    values = [f for f in node.fields if f.label == f.key]
    if values:
        said = " ; ".join(_cut(f.value, 40) for f in values)
        out.append(f"  Valeurs ôtées de la fin du titre : {said}.")
    return out
