"""The figures of drawn layouts: what counts as exact, as worst, as the cost of a choice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import layouts
from benchmarks.draws import Options, Result, costs, measure, report, row, run, summary


def result(seed: int, score: float, choice: str, confidence: float = 0.95) -> Result:
    """Make the result of one draw."""
    return Result(
        seed=seed,
        filename=f"draw-{seed}.txt",
        tree_f1=score,
        attribute_f1=None if seed % 2 else score,
        confidences=((confidence, score >= 1.0),),
        choices={"container_OS": choice, "word_OS": "blind", "number_OS": "none"},
        seconds=0.1,
    )


RESULTS = [result(seed, 1.0, "heading") for seed in range(12)] + [
    result(seed, 0.25, "margin") for seed in range(12, 20)
]


def test_summary_of_a_run() -> None:
    figures = summary(RESULTS)
    assert figures["draws"] == 20
    assert figures["tree_f1"] == pytest.approx((12 + 8 * 0.25) / 20)
    assert figures["exact"] == pytest.approx(12 / 20)
    assert figures["worst_tenth"] == pytest.approx(0.25)
    assert figures["attribute_f1"] == pytest.approx((6 + 4 * 0.25) / 10)
    assert figures["right_when_sure"] == pytest.approx(12 / 20)
    assert figures["calibration_error"] == pytest.approx(0.95 - 12 / 20)


def test_the_dearest_choice_comes_first() -> None:
    found = costs(RESULTS)
    assert (found[0].dimension, found[0].choice, found[0].draws) == ("container_OS", "margin", 8)
    assert found[0].cost == pytest.approx(0.75)
    assert found[-1].choice == "heading"
    assert "word_OS" not in {cost.dimension for cost in found}  # nothing to compare with


def test_report_names_the_worst_draws() -> None:
    lines = list(report(RESULTS))
    worst = next(place for place, line in enumerate(lines) if line == "worst draws:") + 1
    assert "--seed 12 draw-12.txt" in lines[worst]


def test_measured_draws_are_kept_and_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = Options(producer="txt", keep=tmp_path)
    first, second = run(2, 11, 1, options)
    assert capsys.readouterr().out.startswith("seeds 11 to 12")
    again = measure(12, options)
    assert (again.tree_f1, again.choices) == (second.tree_f1, second.choices)
    gold = json.loads((tmp_path / "draw-11.txt.gold.json").read_text("utf-8"))
    assert gold["nodes"] and (tmp_path / first.filename).read_bytes()
    assert 0.0 <= first.tree_f1 <= 1.0


def test_row_of_the_page() -> None:
    assert row(RESULTS, True) == (
        "| 20 of blind words | 0.700 | 0.600 | 0.250 | 0.700 | 0.600 | 0.350 | 0–19 |\n"
    )


def test_tables_are_written_between_their_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- draws: begin -->\nold\n<!-- draws: end -->\nb\n", encoding="utf-8")
    monkeypatch.setattr(layouts, "PAGE", page)
    layouts.write(layouts.DRAWN, "new\n")
    assert page.read_text("utf-8") == "a\n<!-- draws: begin -->\nnew\n<!-- draws: end -->\nb\n"
