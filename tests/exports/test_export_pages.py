"""A plan as a page: every title once, nothing that a plan holds is markup."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from extractor.exports import export
from extractor.schema import Plan


def test_html_holds_every_title_in_order(plans: list[Plan], tmp_path: Path) -> None:
    export(plans[:1], "html", tmp_path / "plan.html")
    page = html.fromstring((tmp_path / "plan.html").read_text("utf-8"))
    shown = [element.text_content() for element in page.iterfind(".//span[@class]")]
    titles = [node.title for node in plans[0].nodes()]
    assert [text for text in shown if text in titles] == titles
    assert page.find(".//script") is None
    assert len(list(page.iter("details"))) - 1 <= len(titles)


def test_a_plan_cannot_write_markup(plans: list[Plan], tmp_path: Path) -> None:
    plans[0].tree[0].title = "<script>alert(1)</script> **gras** [x](http://y)"
    plans[0].tree[0].attributes.other = {"<b>": "<img src=x onerror=1>"}
    export(plans[:1], "html", tmp_path / "plan.html")
    page = (tmp_path / "plan.html").read_text("utf-8")
    assert "<script" not in page and "<img" not in page
    export(plans[:1], "md", tmp_path / "plan.md")
    text = (tmp_path / "plan.md").read_text("utf-8")
    assert r"\<script\>alert(1)\</script\> \*\*gras\*\* \[x\](http://y)" in text


@pytest.mark.parametrize(("fmt", "suffix"), [("html", ".html"), ("md", ".md")])
def test_several_plans_make_a_folder(
    plans: list[Plan], tmp_path: Path, fmt: str, suffix: str
) -> None:
    export(plans, fmt, tmp_path / "pages")
    assert {path.name for path in (tmp_path / "pages").iterdir()} == {
        f"{plan.plan_id}{suffix}" for plan in plans
    }


def test_markdown_nests_what_stands_below(plans: list[Plan], tmp_path: Path) -> None:
    export(plans[:1], "md", tmp_path / "plan.md")
    lines = (tmp_path / "plan.md").read_text("utf-8").splitlines()
    assert lines[0].startswith("# CPAS de Val-Fictif")
    assert any(re.match(r"## OS 1 : ", line) for line in lines)
    parent = next(i for i, line in enumerate(lines) if line.startswith("- **Action 1**"))
    child = next(i for i, line in enumerate(lines) if line.startswith("  - **Sous-action a**"))
    assert parent < child
