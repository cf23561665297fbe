"""What an institution's corrected plans teach: levels of looks, words, weights, calibration."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extractor.cli import main
from extractor.corpus import corrections as store
from extractor.corrections.model import new_entry
from extractor.diagnostics import LayoutError
from extractor.learn.calibration import choose_calibration, fit_calibration, log_loss
from extractor.learn.cases import Case, Distance, distance, make_case, read
from extractor.learn.model import learn
from extractor.learn.weights import Example, fit, oracle
from extractor.learn.words import read_words, words_text
from extractor.own import (
    MODEL_FILE,
    WORDS_FILE,
    Habit,
    OwnModel,
    load_own,
    model_text,
    using,
    word_odds,
)
from extractor.pipeline import extract_bytes
from extractor.readers import read_bytes
from extractor.schema import Level, Plan
from extractor.structure import find_structure, prepare, walk
from extractor.structure.habits import habit_odds
from extractor.structure.readings import Reading, best_readings
from extractor.structure.score import load_weights
from extractor.vocabulary.words import level_odds
from tests.zoo.grammar import draw

THEMES = ("l’accueil", "la mobilité", "le sport", "la culture", "la propreté", "l’emploi")
#: how the institution means its words, and not as they are read by themselves
MEANT = {Level.OS: Level.OO, Level.OO: Level.ACTION}


def text(number: int, first: str = "Balise", second: str = "Jalon") -> bytes:
    """Return a plan of two levels; each number gives other titles."""
    lines = []
    for i in range(1, 4):
        lines.append(f"{first} {i} : Développer {THEMES[(number + i) % 6]} au fil des ans")
        for j in range(1, 4):
            theme = THEMES[(number + i + j) % 6]
            lines.append(
                f"  {second} {i}.{j} : Organiser {j + 1} journées pour {theme} en {number}"
            )
    return "\n".join(lines).encode()


def meant(plan: Plan) -> Plan:
    """Return a plan with the levels that the institution means."""
    for node in plan.nodes():
        node.level = MEANT[node.level]
    return plan


def case(number: int, *, corrected: bool = True, first: str = "Balise") -> Case:
    data = text(number, first)
    plan = extract_bytes(data, f"{number}.txt", nlp=False)
    assert [n.level for n in plan.nodes()][:2] == [Level.OS, Level.OO]
    return make_case(
        f"{number}.json", read_bytes(data, "p.txt"), meant(plan) if corrected else plan
    )


def levels(data: bytes, model: OwnModel) -> list[str]:
    with using(model):
        return [n.level.value for n in extract_bytes(data, "neuf.txt", nlp=False).nodes()]


def test_levels_that_a_person_gave_are_those_of_the_next_plan() -> None:
    found = learn([case(2020), case(2021), case(2022)], {})
    assert [d.corrections for d in found.before] == [12, 12, 12]
    assert [d.corrections for d in found.after] == [0, 0, 0]
    assert found.model is not None
    assert levels(text(2030), found.model)[:3] == ["OO", "ACTION", "ACTION"]
    assert levels(text(2030), OwnModel())[:3] == ["OS", "OO", "OO"]


def test_plans_in_other_looks_are_read_as_before() -> None:
    model = learn([case(2020), case(2021)], {}).model
    assert model is not None
    assert levels(text(2030, "Cap", "Escale"), model)[:2] == ["OS", "OO"]


def test_a_plan_marked_done_as_read_gives_no_model() -> None:
    found = learn([case(2020, corrected=False), case(2021, corrected=False)], {})
    assert found.model is None
    assert found.before == found.after == [Distance(0, 0, 0)] * 2


def test_one_plan_proposes_words_and_tries_nothing() -> None:
    found = learn([case(2020)], {})
    assert found.model is None and found.tried == {}
    assert {(p.word, p.level, p.plans, p.titles) for p in found.proposals} == {
        ("balise", "OO", 1, 3),
        ("jalon", "ACTION", 1, 9),
    }


def test_an_accepted_word_is_read_and_no_longer_proposed() -> None:
    words = {"Balises": "OO", "jalon": "ACTION"}
    found = learn([case(2020), case(2021)], words)
    assert [d.corrections for d in found.before] == [0, 0]
    assert found.proposals == []
    with using(OwnModel({w: word_odds(level) for w, level in words.items()})):
        assert level_odds("BALISE")["OO"] > 5 > 0 > level_odds("balise")["OS"]
    assert level_odds("balise") == {}


def test_the_label_of_a_field_is_never_proposed() -> None:
    data = text(2020, "Balise", "Échéance")
    plan = extract_bytes(data, "p.txt", nlp=False)
    found = learn([make_case("p.json", read_bytes(data, "p.txt"), plan)], {})
    assert "échéance" not in {p.word for p in found.proposals}


def test_the_file_of_words_keeps_what_is_accepted_apart(tmp_path: Path) -> None:
    proposals = learn([case(2020)], {}).proposals
    path = tmp_path / WORDS_FILE
    path.write_text(words_text({"le « cap »": "OS"}, proposals), encoding="utf-8")
    assert read_words(tmp_path) == {"le « cap »": "OS"}
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(x for x in lines if "balise" in x)
    assert line == '# "balise" = "OO"  # 1 plan(s), 3 titres'
    path.write_text("\n".join(lines).replace(line, line[2:]), encoding="utf-8")
    assert read_words(tmp_path) == {"le « cap »": "OS", "balise": "OO"}
    assert load_own(tmp_path).words["balise"]["OO"] > 5


def test_a_model_comes_back_as_it_was_written(tmp_path: Path) -> None:
    looks = {'label|"cap"\\|1': {"OS": 3.0, "NONE": 1.0}, "bullet|•": {"ACTION": 7.0}}
    model = OwnModel({}, (Habit(looks),), {"base": 0.25}, (-0.5, 0.75))
    path = tmp_path / MODEL_FILE
    path.write_text(model_text(model, "deux\nlignes"), encoding="utf-8")
    for place in (tmp_path, path):
        again = load_own(place)
        assert (again.habits, again.parts, again.calibration) == (
            model.habits, model.parts, model.calibration,
        )  # fmt: skip
        assert again.digest == model.digest != ""
    assert load_own(tmp_path / "elsewhere").digest == OwnModel().digest == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (MODEL_FILE, "[[habit]]\n"),
        (MODEL_FILE, '[[habit]]\n[habit.looks]\n"x" = { OX = 1 }\n'),
        (MODEL_FILE, "[parts]\nbase = 'much'\n"),
        (MODEL_FILE, "not toml"),
        (WORDS_FILE, '[mot]\n"cap" = "ox"\n'),
        (WORDS_FILE, "mot = 3\n"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(LayoutError, match=r"pst-m\w+\.toml"):
        load_own(tmp_path)


def test_own_weights_take_the_place_of_those_shipped() -> None:
    with using(OwnModel(parts={"base": 0.125})):
        own = load_weights()
    shipped = load_weights()
    assert own.parts[0] == 0.125 != shipped.parts[0]
    assert list(own.parts[1:]) == list(shipped.parts[1:])


def test_a_habit_whose_looks_are_others_says_nothing() -> None:
    document = read_bytes(text(2020), "p.txt")
    looks = prepare(document, {})[1]
    stranger = Habit({"label|cap|1": {"OS": 9.0}, "para||0": {"NONE": 4.0}})
    assert not habit_odds(looks, OwnModel(habits=(stranger,))).any()


def test_what_habits_disagree_on_is_said_by_the_more_titles() -> None:
    looks = prepare(read_bytes(text(2020), "p.txt"), {})[1]
    names = {"label|balise|1": "OS", "label|jalon|2": "OO"}
    few = Habit({name: {"ACTION": 2.0} for name in names})
    many = Habit({name: {rank: 30.0} for name, rank in names.items()})
    odds = habit_odds(looks, OwnModel(habits=(few, many)))
    for look, row in zip(looks, odds, strict=True):
        wanted = 2 if look.key[1] == "balise" else 3
        assert row.argmax() == wanted and row[wanted] > 3


def plain(number: int, bold: bool) -> bytes:
    """Return a plan in HTML whose actions are bold in some years and plain in others."""
    parts = ["<p>Ce document a été préparé par le comité de direction.</p>"]
    for i in range(1, 4):
        parts.append(f"<h2>Balise {i} : Développer {THEMES[(number + i) % 6]} au fil des ans</h2>")
        for j in range(1, 4):
            title = f"Organisation de {j + 1} journées pour {THEMES[(number + i + j) % 6]}"
            parts.append(f"<p><b>{title}</b></p>" if bold else f"<p>{title}</p>")
    return f"<html><body>{''.join(parts)}</body></html>".encode()


def test_a_look_that_is_missing_stands_for_one_that_is_new() -> None:
    looks = prepare(read_bytes(plain(2020, False), "p.html"), {})[1]
    habit = Habit({"type||0|True|False|": {"PROJET": 9.0}, "label|balise|1": {"OS": 3.0}})
    odds = habit_odds(looks, OwnModel(habits=(habit, habit)))
    new = next(i for i, look in enumerate(looks) if look.kind == "para" and len(look.members) > 8)
    assert odds[new].argmax() == 4 and odds[new][4] > 2
    blocks, looks, words, _ = prepare(read_bytes(plain(2020, False), "p.html"), {})
    with using(OwnModel(habits=(habit,))):
        readings, _ = best_readings(blocks, looks, load_weights(), words)
    assert readings[0].ranks[new] == 4  # a plain paragraph is no project unless that was learned


def test_weights_move_until_the_right_reading_wins() -> None:
    found = case(2020)
    blocks, looks, words, _ = prepare(found.document, found.roles)
    truth = {at: 3 if look.key[1] == "balise" else 5 for look in looks for at in look.members}
    example = Example("p", blocks, looks, words, truth)
    fitted = fit([example] * 10, load_weights(), epochs=10)
    before, _ = best_readings(blocks, looks, load_weights(), words)
    after, _ = best_readings(blocks, looks, fitted, words)
    assert before[0].ranks != oracle(example)

    wrong, right = before[0].ranks, oracle(example)

    def lead(readings: list[Reading]) -> float:
        totals = {r.ranks: r.total for r in readings}
        return totals[right] - totals[wrong]

    assert lead(after) > lead(before)


def test_confidence_that_promises_too_much_is_drawn_back() -> None:
    half = [(3.0, i % 2 == 0) for i in range(200)]
    calibration, before, after = choose_calibration((half, half))
    assert after < before
    assert abs(calibration[0] + calibration[1] * 3.0) < 0.3
    assert log_loss(half, calibration) < log_loss(half, (0.0, 1.0))


def test_few_nodes_or_a_good_confidence_change_nothing() -> None:
    assert choose_calibration(([(3.0, False)] * 20, [(3.0, False)] * 20))[0] == (0.0, 1.0)
    good = [(0.0, i % 2 == 0) for i in range(200)]
    assert fit_calibration(good) == pytest.approx((0.0, 1.0), abs=1e-6)


def test_the_calibration_moves_the_confidence_of_nodes() -> None:
    def confidence(model: OwnModel) -> float:
        with using(model):
            return extract_bytes(text(2020), "p.txt", nlp=False).tree[0].confidence

    assert confidence(OwnModel(calibration=(-4.0, 1.0))) < confidence(OwnModel())


def test_distance_counts_a_moved_parent_once() -> None:
    found = case(2020)
    _, nodes = read(found)
    assert distance(nodes, nodes) == Distance(0, 0, 0)
    assert distance(found.nodes, nodes) == Distance(0, 0, 12)
    assert distance(nodes[1:], nodes).added == 1
    assert distance(nodes, nodes[:-1]).missed == 1
    longer = [replace(nodes[0], title=nodes[0].title + " Le texte qui suit est de trop. " * 3)]
    assert distance(nodes, [*longer, *nodes[1:]]) == Distance(0, 0, 0, 1)


def test_draws_of_one_habit_share_their_choices_and_not_their_titles() -> None:
    one, other = (draw(seed, blind=True, habit=230_500) for seed in (1, 2))
    assert one.choices == other.choices
    assert one.gold["nodes"] != other.gold["nodes"]


# ------------------------------------------------------------------------------ the command line


def pst(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return an output of three plans, all corrected and marked done."""
    raw, folder = tmp_path / "raw", tmp_path / "output"
    raw.mkdir()
    for number in (2020, 2021, 2022):
        (raw / f"plan-{number}.txt").write_bytes(text(number))
    assert pst("batch", str(raw), "-o", str(folder), "--no-nlp", "--jobs", "1").exit_code == 0
    for path in sorted(folder.glob("plan-*.json")):
        plan = meant(Plan.model_validate_json(path.read_bytes()))
        path.write_text(plan.to_json(), encoding="utf-8")
    assert pst("correct", str(folder), "--by", "Anne").exit_code == 0
    for path in sorted(folder.glob("plan-????.json")):
        with store.hold(path) as held:
            corrections = held.read()
            read_in = corrections.entries[0].read_in
            corrections.entries.append(new_entry("mark", by="A", read_in=read_in, new="done"))
            held.write(corrections)
            held.settle()
    return folder


def level_of_first(path: Path) -> str:
    return str(json.loads(path.read_bytes())["tree"][0]["level"])


def test_plans_marked_done_teach_the_next_batch(output: Path) -> None:
    told = pst("learn", str(output), "--lang", "fr")
    assert told.exit_code == 0, told.output
    assert (
        "Corrections par plan, chaque plan laissé de côté à son tour : 12.0 avant, 0.0 après"
        in (told.output)
    )
    assert "Mot proposé : balise = OO (3 plans, 9 titres)" in told.output
    assert (output / MODEL_FILE).exists()
    raw = output.parent / "raw"
    (raw / "plan-2030.txt").write_bytes(text(2030))
    assert pst("batch", str(raw), "-o", str(output), "--no-nlp", "--jobs", "1").exit_code == 0
    assert level_of_first(output / "plan-2030.json") == "OO"
    kept = Plan.model_validate_json((output / "plan-2020.json").read_bytes())
    assert [d.code for d in kept.diagnostics if d.code == "correction-conflict"] == []
    alone = output.parent / "alone.json"
    source = str(raw / "plan-2030.txt")
    assert pst("extract", source, "-o", str(alone), "--no-nlp").exit_code == 0
    assert level_of_first(alone) == "OS"
    model = str(output / MODEL_FILE)
    assert pst("extract", source, "-o", str(alone), "--no-nlp", "--model", model).exit_code == 0
    assert level_of_first(alone) == "OO"
    beside = output / "alone.json"
    assert pst("extract", source, "-o", str(beside), "--no-nlp", "--model", "-").exit_code == 0
    assert level_of_first(beside) == "OS"


def test_nothing_is_read_again_until_the_model_changes(output: Path) -> None:
    raw = str(output.parent / "raw")
    again = ("batch", raw, "-o", str(output), "--no-nlp", "--jobs", "1", "--lang", "en")
    before = (output / "run.json").read_bytes()
    assert pst(*again).exit_code == 0
    assert (output / "run.json").read_bytes() == before
    assert pst("learn", str(output), "--accept", "jalon").exit_code == 0
    assert pst(*again).exit_code == 0
    assert (output / "run.json").read_bytes() != before


def test_words_are_accepted_by_name_or_all_together(output: Path) -> None:
    assert pst("learn", str(output), "--dry-run").exit_code == 0
    assert not (output / WORDS_FILE).exists() and not (output / MODEL_FILE).exists()
    told = pst("learn", str(output), "--accept", "balise", "--accept", "lune", "--lang", "en")
    assert told.exit_code == 1
    assert "lune: this word is not proposed" in told.output
    assert read_words(output) == {"balise": "OO"}
    assert pst("learn", str(output), "--accept-all").exit_code == 0
    assert read_words(output) == {"balise": "OO", "jalon": "ACTION"}


def test_a_model_that_is_no_longer_better_goes(output: Path) -> None:
    assert pst("learn", str(output)).exit_code == 0
    told = pst("learn", str(output), "--accept-all", "--lang", "fr")
    assert "Pas mieux : aucun modèle n’est employé." in told.output
    assert not (output / MODEL_FILE).exists()
    assert levels(text(2030), load_own(output))[:2] == ["OO", "ACTION"]


def test_documents_that_changed_or_went_are_told(output: Path) -> None:
    raw = output.parent / "raw"
    (raw / "plan-2020.txt").write_bytes(text(1999))
    (raw / "plan-2021.txt").unlink()
    told = pst("learn", str(output), "--lang", "en")
    assert told.exit_code == 1
    assert "plan-2020.json: its document has changed since; run `pst batch`" in told.output
    assert "plan-2021.json: its document is not found" in told.output
    assert "With one plan nothing can be tried" in told.output


def test_misuse_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    assert pst("learn", str(tmp_path / "a.json"), "--lang", "en").exit_code == 2
    told = pst("learn", str(tmp_path), "--lang", "en")
    assert (told.exit_code, "no plan is marked done" in told.output) == (1, True)
    (tmp_path / WORDS_FILE).write_text("[mot]\ncap = 3\n", encoding="utf-8")
    told = pst("batch", str(tmp_path), "-o", str(tmp_path), "--lang", "en")
    assert told.exit_code == 2 and "Traceback" not in told.output


def test_find_structure_reads_the_same_without_a_model() -> None:
    document = read_bytes(text(2020), "p.txt")
    plain = [n.level for n in walk(find_structure(document, {}).roots)]
    with using(OwnModel()):
        assert [n.level for n in walk(find_structure(document, {}).roots)] == plain
