"""What stands before and after a plan: cover, deliberation, contents, lists, tables, annexes."""

from __future__ import annotations

from collections import Counter
from random import Random

from tests.zoo import words
from tests.zoo.grammar.choices import Choices
from tests.zoo.grammar.heads import Writer
from tests.zoo.grammar.model import BOLD, Block, Break, Cell, Para, Style, Table
from tests.zoo.grammar.numbers import LETTERS
from tests.zoo.grammar.plan import GrammarPlan

HEAD = Style(size=3, bold=True)
LEVEL_NAMES = {
    "OS": ("objectif stratégique", "objectifs stratégiques"),
    "OO": ("objectif opérationnel", "objectifs opérationnels"),
    "PROJET": ("projet", "projets"),
    "ACTION": ("action", "actions"),
    "SOUS_ACTION": ("sous-action", "sous-actions"),
}
MEANS = {
    "OS": "ce que nous voulons être",
    "OO": "le levier pour y parvenir",
    "PROJET": "ce qui rassemble plusieurs actions",
    "ACTION": "ce que nous ferons concrètement",
    "SOUS_ACTION": "une étape de cette réalisation",
}
GLOSSARY = (
    ("AIS", "Agence immobilière sociale"), ("ATL", "Accueil temps libre"),
    ("PCS", "Plan de cohésion sociale"), ("PMR", "Personne à mobilité réduite"),
    ("ETP", "Équivalent temps plein"), ("DPC", "Déclaration de politique communale"),
    ("SPW", "Service public de Wallonie"), ("ODD", "Objectif de développement durable"),
)  # fmt: skip
CLOSING = (
    (
        "Suivi et évaluation",
        "Le comité de pilotage se réunit chaque trimestre et rend compte au Conseil.",
    ),
    (
        "Conclusion",
        "Ce programme engage l’ensemble des services. Merci à toutes celles et tous ceux qui y "
        "ont pris part.",
    ),
    (
        "Méthode d’évaluation",
        "Une évaluation est présentée au Conseil à mi-parcours et au terme de la législature.",
    ),
)
VERSIONS = ("Adopté par le Conseil", "Version approuvée", "Octobre 2025")
COUNCILS = {"commune": "Conseil communal", "cpas": "Conseil de l’action sociale"}
LEGENDS = ("Légende", "Comment lire ce document ?")
NOTES = (
    "Voir le rapport annuel de l’administration.", "Sous réserve de l’accord de la tutelle.",
    "Chiffres arrêtés au 31 décembre.",
)  # fmt: skip
WELCOME = (
    "Mot du Bourgmestre", "Avant-propos", "Introduction", "Préambule", "Contexte", "Édito",
)  # fmt: skip


class Surround:
    """Composes the parts around a plan, each under a heading of its own."""

    def __init__(self, rng: Random, choices: Choices, plan: GrammarPlan, writer: Writer) -> None:
        self.rng, self.choices, self.plan, self.writer = rng, choices, plan, writer
        self.on = choices.surround
        self.chapter = 0  # of the last part that was headed

    def before(self) -> list[Block]:
        """Return what stands before the plan; its title always does."""
        blocks: list[Block] = []
        if self.on["deliberation"]:
            blocks += self._deliberation()
        blocks += self._title()
        if self.on["contents"]:
            blocks += self._contents()
        if self.on["introduction"] or self.choices.announce == "sentence":
            blocks += self._introduction()
        if self.on["lists"]:
            blocks += self._list()
        if self.choices.announce == "legend":
            blocks += self._legend()
        if self.on["overview"]:
            blocks += self._overview()
        if self.on["summary"]:
            blocks += self._summary()
        if self.choices.announce == "caption":
            blocks += self._caption()
        elif self.choices.chapters or (len(blocks) > 2 and self.rng.random() < 0.3):
            blocks.append(self._head(self.rng.choice(("Le plan", "Le programme", "Notre PST"))))
        return blocks

    def after(self) -> list[Block]:
        """Return what stands after the plan."""
        blocks: list[Block] = []
        if self.on["closing"]:
            title, text = self.rng.choice(CLOSING)
            blocks += [self._head(title), Para(text)]
        if self.on["glossary"]:
            entries = self.rng.sample(GLOSSARY, 4)
            blocks.append(self._head(self.rng.choice(("Glossaire", "Liste des abréviations"))))
            blocks += [Para(f"{short} : {long}") for short, long in entries]
        if self.on["annex"]:
            blocks += self._annex()
        if self.on["footnotes"]:
            blocks.append(Para(self.rng.choice(NOTES), "1", small=True))
        return blocks

    def _head(self, text: str) -> Para:
        native = self.choices.native and self.choices.family == "page"
        text = text.upper() if self.choices.family == "text" and self.rng.random() < 0.5 else text
        if self.choices.chapters:
            self.chapter += 1
            text = f"{self._chapter()} {text}"
        style = BOLD if self.choices.family == "sheet" else HEAD
        return Para(text, style=style, outline=1 if native else 0)

    def _chapter(self) -> str:
        """Return the number of a part, in other signs than those of an OS without word."""
        os = self.choices.levels["OS"]
        if os.word is None and os.number in ("decimal", "none"):
            return f"{LETTERS[self.chapter - 1]}."
        return f"{self.chapter}."

    def _title(self) -> list[Block]:
        plan = self.plan
        size = Style(size=4, bold=True, center=True)
        if self.on["cover"]:
            lines = [
                Para(plan.institution, style=Style(size=3, center=True)),
                Para(plan.name, style=size),
                Para(self.rng.choice(VERSIONS), style=Style(center=True)),
            ]  # fmt: skip
            return [*lines, Break()]
        sign = self.rng.choice((" – ", " | ", " "))
        return [Para(f"{plan.name}{sign}{plan.institution}", style=size)]

    def _deliberation(self) -> list[Block]:
        council = COUNCILS[self.plan.kind]
        lines = [
            f"Extrait du registre aux délibérations du {council}",
            "Séance du 27 novembre 2025",
            "Vu le Code de la démocratie locale et de la décentralisation, article L1123-27 ;",
            "Considérant que le programme traduit la déclaration de politique en objectifs ;",
            "Après en avoir délibéré ; DÉCIDE à l’unanimité :",
            f"Article 1er – De prendre acte du {self.plan.name} ci-après.",
            "Article 2 – De transmettre la présente délibération au Gouvernement wallon.",
        ]  # fmt: skip
        return [Para(lines[0], style=BOLD), *(Para(line) for line in lines[1:]), Break()]

    def _contents(self) -> list[Block]:
        blocks: list[Block] = [self._head(self.rng.choice(("Table des matières", "Sommaire")))]
        page = 3
        dots = self.rng.random() < 0.75
        for node in self.plan.walk():
            if node.level not in ("OS", "OO"):
                page += self.rng.random() < 0.15
                continue
            text = self.writer.bare_line(node)
            gap = " " + "." * max(3, 84 - len(text) % 84) if dots else ""
            indent = 0 if node.level == "OS" else 1
            if dots:
                blocks.append(Para(f"{text}{gap} {page}", indent=indent))
            else:
                blocks.append(Para(text, badge=str(page), indent=indent))
            page += self.rng.random() < 0.3
        return [*blocks, Break()]

    def _introduction(self) -> list[Block]:
        blocks: list[Block] = [self._head(self.rng.choice(WELCOME))]
        lines = [
            line for line in self.rng.sample(words.INTRODUCTION, 3) if not line.startswith("2 ")
        ]
        blocks += [Para(line) for line in lines]
        if self.choices.announce == "sentence":
            blocks.append(Para(self._sentence()))
        return blocks

    def _named(self, level: str, plural: bool = True) -> str:
        """Return the official name of a level, its own word in brackets."""
        name = LEVEL_NAMES[level][int(plural)]
        word = self.writer.word(level, plural=plural)
        known = self.choices.levels[level].kind in ("known", "none")
        return name if known or not word else f"{name} (nos « {word.lower()} »)"

    def _sentence(self) -> str:
        names = [self._named(level) for level in self.choices.shape]
        count = len(self.plan.tree)
        first = f"Le programme compte {count} {names[0] if count > 1 else self._named('OS', False)}"
        if len(names) == 2:
            return f"{first}, qui se déclinent directement en {names[1]}."
        rest = ", puis en ".join(names[1:])
        return f"{first}, qui se déclinent en {rest}."

    def _list(self) -> list[Block]:
        """Return a list that is no plan: values, staff, figures, what the levels mean."""
        lists = {
            "values": words.VALUES[:4],
            "staff": words.STAFF,
            "figures": self._figures(),
            "definitions": [
                f"{self.writer.word(level, plural=True) or LEVEL_NAMES[level][1].capitalize()} : "
                f"{MEANS[level]} ;"
                for level in self.choices.shape
            ],
        }
        kind = self.rng.choice(list(lists))
        numbered = kind == "values" and self.rng.random() < 0.5
        blocks: list[Block] = [self._head(self.rng.choice(words.CAPTIONS[kind]))]
        for rank, entry in enumerate(lists[kind], 1):
            marker = f"{rank}." if numbered else "•"
            blocks.append(Para(entry, marker, indent=1, bullet=not numbered))
        return blocks

    def _figures(self) -> list[str]:
        counts = Counter(node.level for node in self.plan.walk())
        names = ((level, LEVEL_NAMES[level][int(counts[level] > 1)]) for level in counts)
        return [f"{counts[level]} {name} ;" for level, name in names]

    def _legend(self) -> list[Block]:
        blocks: list[Block] = [self._head(self.rng.choice(LEGENDS))]
        for level in self.choices.shape:
            word = self.writer.word(level)
            name = LEVEL_NAMES[level][0]
            if word and word.casefold() != name:
                blocks.append(Para(f"{word} = {name}"))
            else:
                blocks.append(Para(f"{name[0].upper()}{name[1:]} : {MEANS[level]}"))
        return blocks

    def _overview(self) -> list[Block]:
        head = self.rng.choice(("Le programme en chiffres", "Vue d’ensemble"))
        counted = [x for x in self.choices.shape[1:] if x != "SOUS_ACTION"]
        names = [LEVEL_NAMES[level][1] for level in counted]
        texts = ["", *(f"Nombre d’{n}" if n[0] in "oa" else f"Nombre de {n}" for n in names)]
        header = tuple(Cell((Para(text, style=BOLD),), fill=True) for text in texts)
        rows: list[tuple[Cell | None, ...]] = [header]
        for rank, root in enumerate(self.plan.tree, 1):
            counts = [sum(n.level == level for n in root.walk()) for level in counted]
            first = self.writer.label(root) or f"Objectif {rank}"
            rows.append(tuple(Cell((Para(str(x)),)) for x in (first, *counts)))
        widths = (20, *(20 for _ in counted))
        return [self._head(head), Table(tuple(rows), widths, header=1), Para("")]

    def _summary(self) -> list[Block]:
        caption = self.rng.choice((
            "Synthèse des objectifs", "Nos objectifs en un coup d’œil", "Aperçu du programme",
        ))  # fmt: skip
        lines = [Para(self.writer.bare_line(root), indent=1) for root in self.plan.tree]
        return [self._head(caption), *lines, Break()]

    def _caption(self) -> list[Block]:
        names = [LEVEL_NAMES[level][1] for level in self.choices.shape]
        text = f"{', '.join(names[:-1])} et {names[-1]}"
        text = text.upper() if self.rng.random() < 0.5 else text[0].upper() + text[1:]
        return [self._head(text)]

    def _annex(self) -> list[Block]:
        """Repeat the objectives in a table at the end."""
        level = "OO" if "OO" in self.choices.shape else self.choices.shape[-1]
        head = self.rng.choice(("Annexe : récapitulatif", "Annexe 1 – Tableau récapitulatif"))
        rows: list[tuple[Cell | None, ...]] = []
        for root in self.plan.tree:
            for node in root.walk():
                if node.level == level:
                    pair = (self.writer.bare_line(root), self.writer.bare_line(node))
                    rows.append(tuple(Cell((Para(text),)) for text in pair))
        return [Break(), self._head(head), Table(tuple(rows), (1, 1))] if rows else []
