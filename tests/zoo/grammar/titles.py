"""Titles as institutions word them: infinitives, noun phrases, sentences, `être … qui`."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.zoo import words
from tests.zoo.plans import of, strip_accents

STYLES = {
    "OS": ("etre", "etre", "noun", "infinitive", "slogan"),
    "OO": ("infinitive", "infinitive", "infinitive", "noun"),
    "PROJET": ("infinitive", "noun"),
    "ACTION": ("infinitive", "noun", "sentence", "mixed"),
    "SOUS_ACTION": ("infinitive", "noun"),
}
#: how often a title of that level has an addition, and a long one that wraps
LONG = {"OS": 0.08, "OO": 0.08, "PROJET": 0.06, "ACTION": 0.1, "SOUS_ACTION": 0.03}
PURPOSES = tuple(p for p in words.PURPOSES if "mandature" not in p and "année" not in p)
PARENTHESES = tuple(p for p in words.PARENTHESES if "20" not in p and "fois" not in p)
SENTENCES = tuple(s for s in words.SENTENCES if "par an" not in s)
WISHES = (
    "Ensemble pour", "Oser", "Vers", "Miser sur", "Faire vivre", "Partager", "Préserver",
    "Pour", "Réussir", "Prendre soin de",
)  # fmt: skip
GOODS = (
    "un cadre de vie sain et agréable", "une administration proche et efficace",
    "des quartiers vivants et sûrs", "une transition juste et ambitieuse",
    "une école ouverte sur le monde", "une économie de proximité", "une culture pour tous",
    "une mobilité choisie et non subie", "des finances saines et transparentes",
    "un logement digne pour chaque ménage", "une jeunesse active et respectée",
    "une solidarité qui n’oublie personne", "des villages reliés entre eux",
    "un service public fier de ses agents", "un patrimoine entretenu et partagé",
)  # fmt: skip
AIMS = (
    "l’accueil du citoyen", "la propreté publique", "la convivialité dans les quartiers",
    "la gestion des ressources humaines", "la sécurité des usagers faibles", "la santé mentale",
    "les finances communales", "le commerce local", "la biodiversité", "l’accès aux soins",
    "la communication interne", "la participation des habitants", "le logement public",
    "l’insertion par le travail", "la petite enfance", "le sport de quartier", "le tourisme vert",
    "l’alimentation durable", "la performance énergétique des bâtiments", "le bénévolat",
    "la transition numérique", "les synergies entre la commune et le CPAS", "la vie culturelle",
    "l’égalité entre les femmes et les hommes", "l’accompagnement des aînés", "la ruralité",
)  # fmt: skip
AIM_VERBS = (
    ("Améliorer", "Amélioration"), ("Renforcer", "Renforcement"), ("Garantir", "Garantie"),
    ("Soutenir", "Soutien"), ("Favoriser", "Promotion"), ("Professionnaliser", "Optimisation"),
    ("Développer", "Développement"), ("Mieux organiser", "Meilleure organisation"),
    ("Faciliter", "Facilitation"), ("Valoriser", "Valorisation"), ("Poursuivre", "Poursuite"),
    ("Encourager", "Encouragement"), ("Repenser", "Refonte"), ("Assurer", "Maintien"),
)  # fmt: skip
EXTRA_ACTIONS = (
    "Rédiger un vade-mecum à l’usage des nouveaux agents", "Lancer un marché public de services",
    "Désigner un écoconseiller", "Éditer une brochure « Bien vieillir chez soi »",
    "Répondre à l’appel à projets POLLEC", "Distribuer des kits de réduction d’énergie",
    "Placer des défibrillateurs dans les salles communales", "Tenir un comité de suivi mensuel",
    "Former les accueillantes à la gestion des conflits", "Revoir le règlement des primes",
    "Acquérir un véhicule adapté au transport des personnes à mobilité réduite",
    "Proposer un chèque-sport aux enfants des ménages à faibles revenus",
    "Recruter un conseiller en logement", "Cartographier les zones inondables",
    "Publier un guide des associations", "Inventorier les arbres remarquables",
    "Raccorder les bâtiments au réseau de chaleur", "Ouvrir un espace public numérique",
    "Adopter un plan de gestion des déchets de chantier", "Signer une convention avec le TEC",
)  # fmt: skip


class Titles:
    """Titles of one plan, never the same twice, each level in a habit of its own."""

    def __init__(self, rng: Random, kind: str, habits: dict[str, str]) -> None:
        self.rng, self.kind, self.habits = rng, kind, habits
        self.seen: set[str] = set()
        self.stop = rng.choice((0.0, 0.0, 0.2, 1.0))
        self.straight = rng.random() < 0.3

    def draw(self, level: str) -> str:
        """Return a new title for a node of that level."""
        for _ in range(300):
            title = self._finish(self._make(level), level)
            key = title.casefold().rstrip(".")
            if key not in self.seen:
                self.seen.add(key)
                return title
        raise AssertionError("word banks exhausted")

    def _make(self, level: str) -> str:
        rng, style = self.rng, self.habits[level]
        if style == "mixed":
            style = rng.choice(("infinitive", "noun", "sentence"))
        makers: dict[str, Callable[[], str]] = {
            "etre": self._etre, "slogan": self._slogan, "sentence": self._sentence,
            "noun": lambda: self._phrase(level, 1), "infinitive": lambda: self._phrase(level, 0),
        }  # fmt: skip
        text = makers[style]()
        chance = rng.random()
        if chance < LONG[level]:
            return f"{text}, {rng.choice(words.TAILS)}"
        if chance > 0.97:
            return f"{text} {rng.choice(words.COLON_ENDS)}"
        if chance > 0.93:
            return f"{text} {rng.choice(PARENTHESES)}"
        return text

    def _etre(self) -> str:
        rng = self.rng
        who = words.OS_INSTITUTION if self.kind == "cpas" else words.OS_COMMUNE
        clause = " et ".join(rng.sample(words.OS_CLAUSES, 2 if rng.random() < 0.4 else 1))
        return f"{rng.choice(('Être', 'Être', 'Etre'))} {rng.choice(who)} {clause}"

    def _slogan(self) -> str:
        wish, good = self.rng.choice(WISHES), self.rng.choice(GOODS)
        if wish.endswith(" de"):
            return f"{wish.removesuffix(' de')} {of(good)}"
        return f"{wish} {good}"

    def _sentence(self) -> str:
        rng = self.rng
        text = rng.choice(SENTENCES)
        return text + (f" {rng.choice(PURPOSES)}" if rng.random() < 0.6 else "")

    def _phrase(self, level: str, form: int) -> str:
        rng = self.rng
        if level == "OS" and form:
            noun = rng.choice(words.OS_NOUNS)
            return noun + (f" {rng.choice(PURPOSES)}" if rng.random() < 0.4 else "")
        if level in ("OS", "OO") and rng.random() < 0.6:
            verb, thing = rng.choice(AIM_VERBS)[form], rng.choice(AIMS)
        elif level == "ACTION" and not form and rng.random() < 0.3:
            return rng.choice(EXTRA_ACTIONS)
        else:
            verb, thing = rng.choice(words.VERBS)[form], rng.choice(words.OBJECTS)
        text = f"{verb} {of(thing) if form else thing}"
        return text + (f" {rng.choice(PURPOSES)}" if rng.random() < 0.45 else "")

    def _finish(self, text: str, level: str) -> str:
        if self.straight:
            text = text.replace("’", "'")
        if level in ("ACTION", "SOUS_ACTION") and self.rng.random() < self.stop:
            text += "."
        return text


def capitals(title: str, accents: bool) -> str:
    """Return the title in capitals, with or without accents."""
    title = title.upper()
    return title if accents else strip_accents(title)
