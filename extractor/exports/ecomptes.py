"""eComptes: the Walloon exchange XML for PSTs, version 201805V1, one file per plan.

Files follow the *import* schema, which eComptes reads; the *export* schema is what eComptes itself
writes, with accounting articles and projections that no plan prints. What has no element is kept
as labelled lines of `Description`; `LIMITS` says the rest, as does `docs/standards.md`.

The format has three levels. A project, its actions and their sub-actions become the actions of
their OO, in document order, each after what it stands under and with that in its `Libelle`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from extractor.diagnostics import Report
from extractor.exports.fields import labelled_lines
from extractor.exports.french import LIST_SEPARATOR, french
from extractor.exports.xmlfiles import (
    Limits,
    add,
    identifier,
    plan_name,
    shorten,
    write_documents,
)
from extractor.schema import Deadline, Level, Node, Plan

VERSION = "201805V1"
LABEL_LIMIT = 255  # Libelle
NAME_LIMIT = 100  # PersonneInfo/Nom
PLAN_ID_LIMIT = 40  # IdPST
GENERATOR_LIMIT = 50  # Generateur
UNKNOWN_NIS = "99999"  # as iA.PST writes it
UNKNOWN_YEAR = 0

LIMITS = {
    "empty": "no objective or action: the format needs one, no file is written",
    "label": "Libelle holds 255 characters; the whole title is in Description",
    "flattened": "projects and sub-actions have no level; they are actions of their OO, in order",
    "carrier": "an element without its OS or OO stands under one that says that none is printed",
    "volet-order": "objectives are grouped by volet; document order is not kept between volets",
    "administration": "TypeAdmin knows AC and CPAS only; AC is written",
    "nis": "the NIS code is unknown; 99999 is written",
    "term": "a year of the term is unknown; 0 is written",
    "adopted": "the date of adoption has no element",
    "status": "Statut is mandatory; NON_COMMENCE is written where no known status is printed",
    "progress": "TauxAvancement and ETP are mandatory; 0 is written where nothing is printed",
    "person": "a person needs a printed title (M., Mme); names without one are in Description",
    "text": "fields without an element are kept as labelled lines of Description",
    "shared": "a shared action is written at each printing; Description says so",
    "front-matter": "texts outside the tree have no element",
    "inferred": "inferred values (themes, SDGs, entities, verb) are left out",
    "provenance": "markers and bodies as printed, source lines, pages and confidence are left out",
}
_STATUS = {
    "non_commence": "NON_COMMENCE",
    "en_cours": "EN_COURS",
    "en_attente": "EN_ATTENTE",
    "probleme": "PROBLEME",
    "termine": "TERMINE",
    "abandonne": "ANNULE_ABANDONNE",
}
# Fields that have no element of their own, in the order of their lines.
_TEXT_FIELDS = (
    "sections",
    "deadline",
    "budget",
    "funding",
    "indicators",
    "health",
    "priority",
    "sdgs",
    "categories",
    "target_groups",
    "remarks",
    "observations",
    "other",
)
_CIVILITY = re.compile(
    r"(?:(?P<monsieur>M\.|Mr\.?|Monsieur)|Mme\.?|Mlle\.?|Madame|Mademoiselle)\s+(?P<name>\S.*)",
    re.S,
)


def write(plans: Iterable[Plan], dest: Path, report: Report) -> None:
    """Write `DEST/<plan_id>.xml` for each plan that has an objective or action."""
    write_documents(plans, dest, report, LIMITS, build)


def build(plan: Plan, limits: Limits) -> etree._Element | None:
    """Return the `dataroot` of `plan`, or None when it has no node."""
    if not plan.tree:
        limits.add("empty")
        return None
    return _Builder(plan, limits).build()


@dataclass(slots=True)
class _Builder:
    """Builds one document; `year` is the `Exercice` that every element carries."""

    plan: Plan
    limits: Limits
    year: int = UNKNOWN_YEAR
    carriers: set[str] = field(default_factory=set)

    def build(self) -> etree._Element:
        plan = self.plan
        adopted = plan.adopted_on.year if plan.adopted_on else UNKNOWN_YEAR
        self.year = plan.term.start or adopted
        root = etree.Element("dataroot")
        self._identify(root)
        pst = add(root, "PST")
        self._describe(pst)
        self._add_volets(add(pst, "Volets"))
        if plan.front_matter:
            self.limits.add("front-matter")
        self.limits.add("provenance")
        return root

    def _identify(self, root: etree._Element) -> None:
        who = self.plan.institution
        if who.kind not in ("cpas", "commune"):
            self.limits.add("administration")
        if who.nis_code is None:
            self.limits.add("nis")
        tool = f"{self.plan.extractor.name} {self.plan.extractor.version}"
        box = add(root, "Identifiants")
        add(box, "Id", self.plan.plan_id)
        add(box, "TypeAdmin", "CPAS" if who.kind == "cpas" else "AC")
        add(box, "INS", who.nis_code or UNKNOWN_NIS)
        add(box, "Type", "PST")
        add(box, "Exercice", self.year)
        add(box, "Version", VERSION)
        add(box, "Generateur", shorten(tool, GENERATOR_LIMIT))

    def _describe(self, pst: etree._Element) -> None:
        plan, name = self.plan, plan_name(self.plan)
        if plan.term.start is None or plan.term.end is None:
            self.limits.add("term")
        if plan.adopted_on:
            self.limits.add("adopted")
        if len(name) > LABEL_LIMIT:
            self.limits.add("label")
        fits = len(plan.plan_id) <= PLAN_ID_LIMIT
        box = add(pst, "DescriptionPST")
        add(box, "IdPST", plan.plan_id if fits else identifier(plan.plan_id))
        add(box, "Libelle", shorten(name, LABEL_LIMIT))
        add(box, "ExerciceDebut", plan.term.start or UNKNOWN_YEAR)
        add(box, "ExerciceFin", plan.term.end or UNKNOWN_YEAR)

    def _add_volets(self, volets: etree._Element) -> None:
        made: dict[str, etree._Element] = {}
        order: list[str] = []
        for root in self.plan.tree:
            key = root.volet or "neant"
            if key in made and order[-1] != key:
                self.limits.add("volet-order", root.id)
            if key not in made:
                label = f"Volet {root.volet}" if root.volet else "NEANT"
                made[key] = self._element(
                    volets, "Volet", f"{self.plan.plan_id}#volet-{key}", label
                )
            order.append(key)
            self._add_root(made[key], root)

    def _add_root(self, volet: etree._Element, root: Node) -> None:
        place = _container(volet, "ObjectifStrategiques")
        if root.level is Level.OS:
            element = self._node(place, "ObjectifStrategique", root, ())
            for child in root.children:
                self._add_below_os(element, child)
        else:
            self._add_below_os(self._carrier(place, "ObjectifStrategique", root), root)

    def _add_below_os(self, parent: etree._Element, node: Node) -> None:
        place = _container(parent, "ObjectifsOperationnels")
        if node.level is Level.OO:
            element = self._node(place, "ObjectifOperationnel", node, ())
            for child in node.children:
                self._add_action(element, child, ())
        else:
            self._add_action(self._carrier(place, "ObjectifOperationnel", node), node, ())

    def _add_action(self, parent: etree._Element, node: Node, above: tuple[Node, ...]) -> None:
        """Add `node` as an action, then all below it; `above` are its ancestors below the OO."""
        if above or node.level is not Level.ACTION:
            self.limits.add("flattened", node.id)
        self._node(_container(parent, "Actions"), "Action", node, above)
        for child in node.children:
            self._add_action(parent, child, (*above, node))

    def _carrier(self, place: etree._Element, tag: str, node: Node) -> etree._Element:
        """Return the element that stands for a level that is not printed above `node`.

        Neighbours share it, so that document order is kept.
        """
        self.limits.add("carrier", node.id)
        if len(place) and place[-1].get("ElementId") in self.carriers:
            return place[-1]
        readable_id = f"{self.plan.plan_id}#carrier-{len(self.carriers) + 1}"
        self.carriers.add(identifier(readable_id))
        level = "stratégique" if tag == "ObjectifStrategique" else "opérationnel"
        return self._element(place, tag, readable_id, f"(sans objectif {level} imprimé)")

    def _node(
        self, place: etree._Element, tag: str, node: Node, above: tuple[Node, ...]
    ) -> etree._Element:
        label = _label(node, above)
        lines = [node.description] if node.description else []
        if len(label) > LABEL_LIMIT:
            self.limits.add("label", node.id)
            lines.insert(0, node.title)
        return self._element(place, tag, node.id, shorten(label, LABEL_LIMIT), node, lines)

    def _element(
        self,
        place: etree._Element,
        tag: str,
        readable_id: str,
        label: str,
        node: Node | None = None,
        lines: list[str] | None = None,
    ) -> etree._Element:
        """Add an element with the children that the schema wants first, in its order."""
        printed = node.attributes if node else None
        lines = list(lines or [])
        people = self._people(node, lines) if node else {}
        if node:
            self._add_text_fields(node, lines)
        element = add(place, tag)
        element.set("ElementId", identifier(readable_id))
        element.set("Exercice", str(self.year))
        add(element, "Libelle", label)
        if printed:
            _dates(element, printed.deadline)
        _text(element, "Description", "\n".join(lines))
        status = printed.status if printed else None
        add(element, "Statut", self._status(node))
        for name, (civility, person) in people.items():
            _person(add(element, name), civility, person)
        if printed and printed.services:
            add(element, "Departement", LIST_SEPARATOR.join(printed.services))
        progress = printed.progress if printed else None
        if node and progress is None:
            self.limits.add("progress", node.id)
        add(element, "TauxAvancement", f"{progress or 0:g}")
        _text(element, "RemarqueStatut", status.text if status else "")
        add(element, "ETP", 0)
        _list(element, "Plans", "Plan", printed.plans if printed else [])
        _list(element, "Partenaires", "Partenaire", printed.partners if printed else [])
        return element

    def _status(self, node: Node | None) -> str:
        status = node.attributes.status if node else None
        if status and status.value:
            return _STATUS[status.value]
        if node:
            self.limits.add("status", node.id)
        return _STATUS["non_commence"]

    def _people(self, node: Node, lines: list[str]) -> dict[str, tuple[str, str]]:
        """Return the persons that the schema can say; add a line when that is not all of them."""
        people: dict[str, tuple[str, str]] = {}
        for key, tag, names in (
            ("responsibles", "Responsable", node.attributes.responsibles),
            ("mandataries", "Mandataire", node.attributes.mandataries),
        ):
            found = next((match for name in names if (match := _CIVILITY.fullmatch(name))), None)
            if found and len(found["name"]) <= NAME_LIMIT:
                people[tag] = ("MONSIEUR" if found["monsieur"] else "MADAME", found["name"])
            if len(names) > (tag in people):
                self.limits.add("person", node.id)
                lines += labelled_lines(node, [key])
        return people

    def _add_text_fields(self, node: Node, lines: list[str]) -> None:
        if extra := labelled_lines(node, _TEXT_FIELDS):
            self.limits.add("text", node.id)
            lines += extra
        if node.same_as:
            self.limits.add("shared", node.id)
            lines.append(f"Action partagée, déjà imprimée : {identifier(node.same_as)}")
        if node.enrichment.model_dump():
            self.limits.add("inferred", node.id)


def _label(node: Node, above: tuple[Node, ...]) -> str:
    """Return `Projet 12 / Action 1 - Title`; the title alone when there is nothing to number."""
    if not node.code and not above:
        return node.title
    chain = [
        " ".join(filter(None, (french("level_short", step.level.value), step.code)))
        for step in (*above, node)
    ]
    return f"{' / '.join(chain)} - {node.title}"


def _container(parent: etree._Element, tag: str) -> etree._Element:
    found = parent.find(tag)
    return add(parent, tag) if found is None else found


def _dates(element: etree._Element, deadline: Deadline | None) -> None:
    if deadline and deadline.start:
        add(element, "DateDebut", deadline.start.isoformat())
    if deadline and deadline.end:
        add(element, "DateFin", deadline.end.isoformat())


def _text(parent: etree._Element, tag: str, text: str) -> None:
    box = add(parent, tag)
    add(box, "Mode", "TEXTE")
    add(box, "Valeur", text)


def _person(box: etree._Element, civility: str, name: str) -> None:
    """Fill a `PersonneInfo`; the whole name is in `Nom`, since nothing tells how to part it."""
    add(box, "Civilite", civility)
    add(box, "Nom", name)
    for tag in ("Prenom", "Tel", "eMail"):
        add(box, tag)


def _list(parent: etree._Element, tag: str, item_tag: str, items: Iterable[str]) -> None:
    box = add(parent, tag)
    for item in items:
        add(box, item_tag, item)
