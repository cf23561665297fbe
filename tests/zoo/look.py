"""Cosmetic choices that a layout draws from the plan's seed: labels, bullets, fonts, spacing."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.zoo.plans import ZooNode, ZooPlan
from tests.zoo.words import CAPTIONS

#: OS and OO forms go together: a writer who abbreviates one abbreviates the other.
LABELS = (
    ("OS {n} : ", "OO {n} : ", "Projet {n} : "),
    ("O.S.{n}. ", "O.O.{n}. ", "Projet {n}. "),
    ("OS{n} ", "OO{n} ", "P{n} "),
    ("OS.{n} – ", "OO.{n} – ", "Projet {n} – "),
    ("OS n°{n} – ", "OO n°{n} – ", "Projet n°{n} – "),
    ("Objectif stratégique {n} : ", "Objectif opérationnel {n} : ", "Projet {n} : "),
    ("Objectif stratégique n°{n} - ", "Objectif opérationnel n°{n} - ", "Projet n°{n} - "),
    ("OBJECTIF STRATEGIQUE {n}: ", "OBJECTIF OPERATIONNEL {n}: ", "PROJET {n}: "),
    ("Objectif stratégique {n}. ", "Objectif opérationnel {n}. ", "Projet {n}. "),
    ("Objectif Stratégique {n} ", "Objectif Opérationnel {n} ", "Projet {n} "),
)
BULLETS = ("•", "-", "–", "➢", "o", "▪", "\uf0b7", "*", "✓", "→")
SEPARATORS = (", ", " ; ", " / ")
#: printed labels per attribute key
FIELD_LABELS = {
    "responsibles": ("Responsable", "Pilote", "Agent traitant", "Responsable administratif"),
    "services": ("Service", "Services", "Service gestionnaire", "Services concernés"),
    "mandataries": ("Mandataire", "Responsable politique", "Mandataire responsable"),
    "partners": ("Partenaires", "Partenaire(s)", "Partenaires externes"),
    "deadline": ("Échéance", "Délai", "Échéance", "Timing"),
    "budget": ("Budget", "Estimation budgétaire", "Budget estimé"),
    "indicators": ("Indicateurs", "Indicateur de résultat", "Indicateur(s)"),
    "status": ("Statut", "État d’avancement", "Etat d'avancement"),
}


@dataclass(frozen=True)
class Look:
    """One document's habits, drawn once."""

    rng: Random
    labels: tuple[str, str, str]
    bullet: str
    sub_bullet: str
    separator: str
    fields: dict[str, str]
    colon: str
    caption_case: str

    def label(self, node: ZooNode) -> str:
        """Return the printed marker of an OS, OO or PROJET, with its separator."""
        form = self.labels[("OS", "OO", "PROJET").index(node.level)]
        return form.format(n=node.code)

    def heading(self, node: ZooNode) -> str:
        """Return marker and title on one line."""
        return self.label(node) + node.title

    def field(self, key: str) -> str:
        """Return the printed label of an attribute."""
        return self.fields[key]

    def value(self, node: ZooNode, key: str) -> str:
        """Return the printed value of an attribute, an empty string when there is none."""
        value = node.attributes.get(key, "")
        return self.separator.join(value) if isinstance(value, list) else value

    def caption(self, kind: str) -> str:
        """Return the heading of a list of the front matter."""
        forms = CAPTIONS[kind]
        return forms[len(self.bullet + self.colon + self.separator) % len(forms)]

    def volet(self, name: str | None) -> str:
        """Return the printed heading of a volet."""
        text = f"Volet {name}"
        return text.upper() if self.caption_case == "upper" else text


def look(plan: ZooPlan, layout: str) -> Look:
    """Draw the habits of one document."""
    rng = Random(f"{layout}/{plan.seed}")
    bullet = rng.choice(BULLETS)
    return Look(
        rng=rng,
        labels=rng.choice(LABELS),
        bullet=bullet,
        sub_bullet=rng.choice([sign for sign in BULLETS if sign != bullet]),
        separator=rng.choice(SEPARATORS),
        fields={key: rng.choice(forms) for key, forms in FIELD_LABELS.items()},
        colon=rng.choice((" : ", ": ", " : ")),
        caption_case=rng.choice(("upper", "title")),
    )
