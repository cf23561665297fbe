"""Every text for people is in both languages, and no screen mixes them."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner

import extractor
from extractor.cli import COMMANDS, main
from extractor.cli.language import LOCALE, compiled, french_metavar, help_texts
from extractor.diagnostics import CATALOGUE, Report
from extractor.exports.french import french as wording
from extractor.messages import LEVELS, catalogue, choose_language, fill, french, language, tell
from extractor.pipeline import extract_bytes
from tests.conftest import ROOT

PACKAGE = Path(extractor.__file__).parent
#: what takes a text for people, and from which of its arguments on
SPEAKERS = {
    "fail": 0, "echo": 0, "tell": 0, "say": 1, "note": 1, "UnreadableDocument": 0,
    "NoDocument": 0, "ExtractorError": 0, "ClusterError": 0, "Busy": 0, "BadRecord": 0,
    "NotAPlan": 0, "ValueError": 0, "Outcome": 9, "give_up": 2, "Refused": 0, "Miss": 0,
}  # fmt: skip
#: names under which a text waits to be told
NAMES = {"message", "reason", "gone", "lacking", "MISSING", "MEANINGS", "LIMITS", "LABELS"}
NAMES |= {"PASSWORD", "WRONG_PASSWORD", "IMAGE", "ARCHIVE", "NO_DOCUMENT", "_XFA", "_FAILED"}
NAMES |= {"_MISSING", "NAMES", "SECTIONS"}
NAMES |= {"_TAKEN", "_WOULD", "RANKS", "PART_NAMES", "_WORDINGS", "_KINDS", "_OFTEN"}
#: modules whose errors are ours, not a user's: bad data of the package itself
INNER = (
    "vocabulary",
    "nlp/words.py",
    "confidence.py",
    "exports/tables.py",
    "structure",
    "messages",
)
#: a module of those that speaks to people all the same
SPEAKING = ("structure/explain.py",)
ENGLISH = re.compile(
    r"\b(?:the|of|is|are|and|not|with|it|its|from|this|that|which|no|found|missing|under|read|"
    r"written|nothing|choose|unknown|plan extracted|sure|lines|deadline|usage|error|level|"
    r"reading|titles?|taken|results?|file|folder|seconds|integer|range|text|args|command)\b", re.I
)  # fmt: skip
#: texts of a plan that messages hold too: not to be left out of what is judged
WORDS = {"plan", "PROJET", "ACTION", "title", "name", "other", "unknown", "none", "commune"}
FRENCH = re.compile(
    r"[éèêàçœ]|\b(?:le|la|les|des|du|une?|est|sont|dans|et|pour|sans|sous|avec|aucune?|lignes|"
    r"échéance|utilisation|erreur|remarques|lecture|niveau|titres?|par|au|résultats?)\b", re.I
)  # fmt: skip


def template(node: ast.AST) -> str | None:
    """Return the template of a string or f-string of the code: `{}` for each value."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
    return None


def spoken(tree: ast.Module) -> Iterator[str]:
    """Yield the templates of a module that reach a person."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            arguments = node.args[SPEAKERS.get(name, 99) :]
            if name in ("add", "_add") and len(node.args) > 1:
                arguments = node.args[1:]
            if name == "append" and _is_list_of_notes(called):
                arguments = node.args
            for argument in arguments:
                yield from filter(None, [template(argument)])
        elif isinstance(node, ast.Assign):
            target = node.targets[0]
            if isinstance(target, ast.Name) and target.id in NAMES:
                values = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
                values = node.value.elts if isinstance(node.value, ast.Tuple) else values
                yield from filter(None, map(template, values))


def _is_list_of_notes(called: ast.expr) -> bool:
    """Tell `….notes.append`: what a command says that it did not take."""
    return (
        isinstance(called, ast.Attribute)
        and isinstance(called.value, ast.Attribute)
        and called.value.attr == "notes"
    )


@cache
def texts() -> dict[str, str]:
    """Return every template that a person may read → the module that says it."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith(INNER) and name not in SPEAKING:
            continue
        for text in spoken(ast.parse(path.read_text("utf-8"))):
            bare = re.sub(r"\{[^{}]*\}", "", text)
            if re.search(r"[a-z]{2}.*\s|\s.*[a-z]{2}", bare) and not bare.startswith("pst: "):
                found[text] = name
    return found


def test_the_code_says_enough_for_this_test_to_mean_something() -> None:
    assert len(texts()) > 100


def test_no_message_is_missing() -> None:
    missing = {
        text: module
        for text, module in texts().items()
        if text not in catalogue()
        and french(re.sub(r"(?<=[a-z])\{\}", "s", text).replace("{}", "7")) is None
        and not any(text.strip("{}: ") in template for template in catalogue())  # a part of one
    }
    assert missing == {}


def test_no_message_is_left_over() -> None:
    code = "\n".join(
        path.read_text("utf-8")
        for path in PACKAGE.rglob("*.py")
        if "messages" not in path.relative_to(PACKAGE).parts
    )
    code = re.sub(r'"\n\s*f?"', "", code)  # adjacent strings are one
    external = {"Field required", "status", "signal"}
    left = []
    for english in catalogue():
        parts = re.split(r"\{[^{}]*\}", english)
        said = [part.strip(" :") for part in parts if len(part.strip(" :")) > 3] or [english]
        said = [end for part in said for end in (part[:14], part[-14:])]
        pydantic = english.startswith(("Input ", "Extra ", "String "))
        if not pydantic and not any(part in code for part in said):
            left.append(english)
    known = {"no space left on device", "no such file or directory", "is a directory"}
    known |= {"not a directory", "file name too long", "input/output error", "permission denied"}
    known |= {"read-only file system", "operation not permitted", "invalid argument"}
    known |= {*LEVELS.values()}
    known |= {
        "embedded null byte",
        "{} and {} more are hidden",
        "{} page read by {}",
        "{} pages read by {}",
        "adopted_on",
        "municipality",
        "term_start",
        "term_end",
    }
    assert [text for text in left if text not in known | external] == []


def test_places_of_french_texts_exist_in_the_english_ones() -> None:
    for english, text in catalogue().items():
        explicit = {int(n) for n in re.findall(r"\{(\d+)", english)}
        places = explicit or set(range(english.count("{}")))
        used = {int(n) for n in re.findall(r"\{(\d+)", text)}
        assert used <= places, english
        assert "{}" not in text, english


def test_every_remark_says_in_french_what_it_is_and_what_to_do() -> None:
    for code in CATALOGUE:
        assert wording("diagnostic", code) != code
        assert wording("hint", code) != code


# ---------------------------------------------------------------------------------- translating


@pytest.mark.parametrize(
    ("english", "wanted"),
    [
        (
            "no Walloon municipality is called `Val`",
            "aucune commune wallonne ne s’appelle « Val »",
        ),
        ("OS 'Être là': 1.2 missing before 1.3", "OS « Être là » : 1.2 manque avant 1.3"),
        (
            'SOUS_ACTION "L\'abri": a sibling carries 2 too',
            "Sous-action « L'abri » : un élément voisin porte aussi le numéro 2",
        ),
        ("ACTION 'Bâtir': 41% sure", "Action « Bâtir » : sûr à 41 %"),
        (
            "a b.pdf: the file is empty; export or copy it again",
            "a b.pdf : le fichier est vide ; exportez-le ou copiez-le à nouveau",
        ),
        (
            "x: it cannot be written (permission denied)",
            "x : écriture impossible (accès refusé)",
        ),
        (
            "no objective or action is printed as such in this document (no-plan-found)",
            "aucun objectif ni aucune action n’est imprimé comme tel dans ce document "
            "(no-plan-found)",
        ),
    ],
)
def test_a_complete_message_finds_its_template(english: str, wanted: str) -> None:
    assert french(english) == wanted


def test_what_the_catalogue_does_not_know_stays_as_it_is() -> None:
    assert french("something: new") is None
    choose_language("fr")
    assert tell("something: new {0}") == "something: new {0}"
    choose_language(None)


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 plan écrit"), (1, "1 plan écrit"), (2, "2 plans écrits")]
)
def test_plurals(number: int, text: str) -> None:
    choose_language("fr")
    assert tell("{0} {0|plan|plans} written to {1}", number, "x") == f"{text} dans x"
    choose_language(None)
    assert fill("{0} {0|plan|plans}", [0], "en") == "0 plans"


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({"LANG": "fr_BE.UTF-8"}, "fr"),
        ({"LANG": "fr_BE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LC_MESSAGES": "fr_FR"}, "fr"),
        ({"LANG": "C.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_system_s(
    variables: dict[str, str], wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    choose_language(None)
    assert language() == wanted


def test_remarks_carry_their_message_in_french() -> None:
    report = Report()
    report.add("unknown-institution", "no institution is named")
    assert report.items[0].message_fr == "aucune institution n’est nommée"
    plan = extract_bytes(b"OS 1 : Etre solidaire\nOO 1.1 : Aider\nOO 1.3 : Agir\n", "p.txt")
    assert plan.diagnostics
    assert [item for item in plan.diagnostics if item.message_fr is None] == []


# ------------------------------------------------------------------------------------------ help


def options() -> dict[str, list[str]]:
    """Return for each command the help of its options."""
    context = click.Context(main)
    found = {"main": main}
    found |= {name: main.get_command(context, name) for name in COMMANDS}  # type: ignore[dict-item]
    return {
        name: [p.help for p in command.params if isinstance(p, click.Option) and p.help]
        for name, command in found.items()
    }


def test_every_command_and_option_has_its_help_in_french() -> None:
    known = help_texts()
    assert [name for name in COMMANDS if name not in known["short"]] == []
    assert [name for name in ("main", *COMMANDS) if name not in known["commands"]] == []
    every = {text for texts in options().values() for text in texts}
    assert sorted(every - {*known["options"], *known["click"]}) == []
    assert sorted(set(known["options"]) - every - {main.epilog}) == []
    assert sorted({*known["short"]} - {*COMMANDS}) == []


def test_every_name_of_a_value_is_in_french() -> None:
    context = click.Context(main)
    named = set()
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        for param in command.params:
            if not (isinstance(param, click.Option) and param.is_flag):
                named |= set(re.findall(r"[A-Z]+(?: [A-Z]+)*", param.make_metavar(context)))
    same_in_both = {"SOURCE"}
    assert named - set(help_texts()["values"]) - same_in_both == set()
    assert french_metavar("OUTPUT [WORKBOOK]") == "RÉSULTATS [CLASSEUR]"


def test_the_texts_of_click_are_compiled() -> None:
    """Run `python -m extractor.cli.language` after a change of `help_fr.toml`."""
    assert (LOCALE / "fr/LC_MESSAGES/click.mo").read_bytes() == compiled()


# --------------------------------------------------------------------------------------- screens


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with plans, bad documents and their output."""
    place = tmp_path_factory.mktemp("screens")
    raw = place / "raw"
    raw.mkdir()
    shutil.copy(ROOT / "raw/vert-ruisseau-pst-commun.xlsx", raw)
    shutil.copy(ROOT / "raw/grandmont-la-vallee.html", raw)
    (raw / "vide.txt").write_bytes(b"")
    (raw / "courrier.txt").write_text("Madame, voici.\n", "utf-8")
    CliRunner().invoke(main, ["batch", str(raw), "-o", str(place / "output"), "--jobs", "1"])
    (place / "faux.json").write_text('{"plan_id": 3}', "utf-8")
    corrected_workbook(place)
    return place


def corrected_workbook(place: Path) -> None:
    """Export the plans, and change what can be taken and what cannot."""
    path = place / "corrige.xlsx"
    words = ["export", str(place / "output"), "--to", "xlsx", "-o", str(path)]
    CliRunner().invoke(main, words)
    book = openpyxl.load_workbook(path)
    page = book["Actions"]
    columns = {cell.value: cell.column for cell in page[1]}
    page.cell(2, columns["Action"]).value = "Relire la charte"
    page.cell(2, columns["Avancement"]).value = "beaucoup"
    page.cell(3, columns["Services"]).value = "Finances ; Travaux"
    page.cell(4, columns["Identifiant"]).value = page.cell(2, columns["Identifiant"]).value + "9"
    page.cell(5, columns["Identifiant"]).value = "cpas-99999-2001/os-1"
    page.cell(6, columns["Identifiant"]).value = None
    book.save(path)


SCREENS = [
    ["--help"],
    *([name, "--help"] for name in COMMANDS),
    ["show", "output/vert-ruisseau-pst-commun.json"],
    ["show", "absent.json"],
    ["show", "faux.json"],
    ["show", "output"],
    ["extract", "raw/grandmont-la-vallee.html", "-o", "plan.json"],
    ["extract", "raw/vide.txt"],
    ["extract", "raw/courrier.txt", "-o", "autre.json"],
    ["batch", "raw", "-o", "output", "--jobs", "1"],
    ["batch", "raw", "-o", "output", "--jobs", "1", "--force"],
    ["batch", "raw", "-o", "raw"],
    ["batch"],
    ["check", "output"],
    ["check", "faux.json"],
    ["export", "output", "--to", "xlsx", "-o", "plans.xlsx"],
    ["export", "output", "--to", "ecomptes", "-o", "xml"],
    ["export", "output", "--to", "stratml", "-o", "xml2"],
    ["export", "output", "--to", "pdf", "-o", "x"],
    ["export", "output", "--to", "xlsx", "-o", "raw"],
    ["compare", "output/grandmont-la-vallee.json", "output/vert-ruisseau-pst-commun.json"],
    ["evaluate", "output", "output"],
    ["evaluate", "output"],
    ["harmonise", "output", "-o", "commun.html"],
    ["stats", "output"],
    ["export", "output", "--to", "html", "-o", "pages"],
    ["explain", "raw/grandmont-la-vallee.html"],
    ["explain", "raw/vert-ruisseau-pst-commun.xlsx", "1.2"],
    ["explain", "raw/vert-ruisseau-pst-commun.xlsx", "tanneurs"],
    ["explain", "raw/vert-ruisseau-pst-commun.xlsx", "99"],
    ["explain", "raw/courrier.txt"],
    ["explain", "raw/vide.txt"],
    ["search", "output", "logement", "--limit", "2"],
    ["search", "output", "logemant"],
    ["search", "output"],
    ["correct", "output", "--dry-run"],
    ["correct", "output", "corrige.xlsx", "--dry-run"],
    ["correct", "output", "faux.json"],
    ["correct", "output", "absent.xlsx"],
    ["learn", "output"],
    ["learn", "faux.json"],
    ["batch", "raw", "-o", "output", "--jobs", "1", "--force", "--no-nlp", "--verbose"],
    ["serve", "absent"],
    ["serve", "faux.json"],
    ["serve", "output", "--port", "99999"],
    ["schema", "--nothing"],
    ["exprt"],
    ["show", "--nivo", "OO"],
    ["harmonise", "output", "--threshold", "5"],
]


@pytest.mark.parametrize("arguments", SCREENS, ids=" ".join)
@pytest.mark.parametrize("spoken_language", ["fr", "en"])
def test_no_screen_mixes_languages(
    arguments: list[str],
    spoken_language: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No English word with a French locale, no French one with an English locale.

    Not judged: what a plan or a user wrote, names of options and values, and code.
    """
    monkeypatch.chdir(folder)
    locale = {"fr": "fr_BE.UTF-8", "en": "en_GB.UTF-8"}[spoken_language]
    result = CliRunner(env={"LC_ALL": locale, "COLUMNS": "200"}).invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    shown = re.sub(rf"\b(?:{'|'.join(CATALOGUE)})\b", "", result.output)
    every = [json.loads(path.read_text("utf-8")) for path in folder.glob("output/*.json")]
    shown = without(shown, printed([plan for plan in every if "tree" in plan]))
    shown = re.sub(r"[“«][^”»]*[”»]", " ", shown)  # what a plan or a user wrote
    shown = re.sub(r"`[^`]*`|--[\w-]+|'[^']*'|\[[^\]]*\]|<[^>]*>|\S*[./_]\S*", " ", shown)
    shown = re.sub(r"^\s+pst .*$", "", shown, flags=re.M)  # examples of help
    shown = re.sub("Relire la charte|beaucoup", " ", shown)  # what `corrected_workbook` wrote
    foreign = ENGLISH if spoken_language == "fr" else FRENCH
    assert [line for line in shown.splitlines() if foreign.search(line)] == []


def printed(plan: object) -> list[str]:
    """Return all texts of a plan, the longest first; messages about it are not among them."""
    found: list[str] = []

    def visit(value: object, key: str = "") -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                visit(inner, name)
        elif isinstance(value, list):
            for inner in value:
                visit(inner, key)
        elif isinstance(value, str) and key not in ("message", "message_fr", "code", "severity"):
            found.extend({" ".join(value.split()), *value.split("\n")})

    visit(plan)
    return sorted(
        {text for text in found if len(text) > 3 and text not in WORDS}, key=len, reverse=True
    )


def without(shown: str, texts: list[str]) -> str:
    """Blank out the texts of a plan, also where a message has cut them."""
    for text in texts:
        for length in (len(text), 100, 99, 60, 59, 50):
            shown = re.sub(rf"(?<!\w){re.escape(text[:length])}(?!\w)", " ", shown)
    return shown
