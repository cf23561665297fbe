"""The server without a browser: who may come in, what is kept, who sees what."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

import pytest

from extractor.corpus.corrections import corrections_path, read_corrections
from extractor.schema import Plan
from extractor.web.intake import safe_name
from tests.web import papers
from tests.web.conftest import TOKEN, Site

ACTION = "Acheter une balayeuse compacte"


# ------------------------------------------------------------------------------ who comes in


def test_nobody_reads_or_writes_without_the_token(site: Site) -> None:
    paths = ["/", "/plan/plan", "/api/plans", "/api/plan/plan/changes", "/static/plan.js",
             "/api/plan/plan/page/1.png"]  # fmt: skip
    for path in paths:
        assert site.request(path, cookie="", x_pst_token="")[0] == 403
        assert site.request(path, cookie="pst_token=faux", x_pst_token="")[0] == 403
        assert site.request(path)[0] == 200
    assert site.request("/?token=faux", cookie="")[0] == 403
    status, _, headers = site.request(f"/?token={TOKEN}", cookie="")
    assert status == 303 and headers["location"] == "/"
    assert "HttpOnly" in headers["set-cookie"] and "SameSite=strict" in headers["set-cookie"]


@pytest.mark.parametrize(
    "headers",
    [
        {"x_pst_token": ""},
        {"x_pst_token": "faux"},
        {"origin": "http://ailleurs.example"},
        {"origin": "null"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"cookie": ""},
    ],
)
def test_no_other_site_writes(site: Site, headers: dict[str, str]) -> None:
    k = site.handle("plan", ACTION)
    body = json.dumps({"kind": "title", "on": k, "to": "Volé"}).encode()
    assert site.request("/api/plan/plan/actions", body, **headers)[0] == 403
    assert site.request("/api/uploads", b"x", x_filename="a.txt", **headers)[0] == 403
    assert site.entries("plan") == []
    assert not (site.folder / "documents").exists()


def test_a_name_that_points_here_is_not_us(site: Site) -> None:
    assert site.request("/", host="pirate.example")[0] == 421
    assert site.request("/", host=f"localhost:{site.port}")[0] == 200


def test_no_path_leads_out_of_the_folder(site: Site) -> None:
    outside = site.folder.parent / "secret.json"
    outside.write_text((site.folder / "plan.json").read_text("utf-8"), "utf-8")
    for name in ("../secret", "..%2Fsecret", "%2e%2e%2fsecret", "run", "plan.corrections"):
        assert site.request(f"/api/plan/{name}/changes")[0] == 404, name
    assert safe_name("../../etc/passwd") == "passwd" and safe_name("..\\x\x00y.pdf") == "x_y.pdf"


def test_pages_forbid_scripts_of_others(site: Site) -> None:
    policy = site.request("/plan/plan")[2]["content-security-policy"]
    assert "script-src 'self'" in policy and "frame-ancestors 'none'" in policy


# ------------------------------------------------------------------------------ what is kept


def test_a_change_is_in_the_file_before_it_is_answered(site: Site) -> None:
    answer = site.act("plan", kind="title", on=site.handle("plan", ACTION), to="Acheter un vélo")
    (entry,) = site.entries("plan")
    assert (entry.kind, entry.old, entry.new, entry.by) == (
        "title", ACTION, "Acheter un vélo", "Anne",
    )  # fmt: skip
    assert entry.on and entry.on.text == f"Action 1 {ACTION}" and entry.id == answer["made"]
    assert [row["t"] for row in answer["rows"]].count("Acheter un vélo") == 1


def test_the_output_follows(site: Site) -> None:
    site.act("plan", kind="title", on=site.handle("plan", ACTION), to="Acheter un vélo")
    for _ in range(100):
        plan = Plan.model_validate_json((site.folder / "plan.json").read_bytes())
        if any(node.title == "Acheter un vélo" for node in plan.nodes()):
            break
        time.sleep(0.1)
    else:
        pytest.fail("the output was not written")
    node = next(node for node in plan.nodes() if node.title == "Acheter un vélo")
    assert node.corrected and node.corrected.read == {"title": ACTION}


@pytest.mark.parametrize(
    "text",
    [
        "<script>document.title='pris'</script><img src=x onerror=alert(1)>",
        "Dire « oui », \"non\", 'peut-être' & l’été &lt;b&gt; \\ / {{ 7*7 }}",
        "É" * 10_000,
    ],
)
def test_texts_come_back_as_they_were_written(site: Site, text: str) -> None:
    k = site.handle("plan", ACTION)
    site.act("plan", kind="title", on=k, to=text)
    assert site.get(f"/api/plan/plan/node/{k}")["title"] == text
    site.act("plan", kind="document", key="institution", to={"name": text, "kind": "commune"})
    page = site.request("/")[1].decode()
    assert "<script>document" not in page


def test_undo_and_redo_go_back_to_the_beginning(site: Site) -> None:
    k = site.handle("plan", ACTION)
    before = list(site.rows("plan"))
    site.act("plan", kind="title", on=k, to="Un")
    site.act("plan", kind="level", on=k, to="OO")
    site.act("plan", kind="mark", on=k, to="right")
    after = site.rows("plan")
    for _ in range(3):
        site.act("plan", kind="undo")
    assert list(site.rows("plan")) == before and site.entries("plan") == []
    assert "rien à annuler" in site.act("plan", kind="undo", status=422)["message"]
    for _ in range(3):
        site.act("plan", kind="redo")
    assert site.rows("plan") == after
    site.act("plan", kind="undo")
    site.act("plan", kind="code", on=k, to="9")
    assert "rien à rétablir" in site.act("plan", kind="redo", status=422)["message"]


def test_lines_become_a_node_and_leave_the_front_matter(site: Site) -> None:
    page = site.get("/api/plan/plan/page/1")
    line = next(line for line in page["lines"] if line["t"].startswith("Nos valeurs"))
    assert line["in"] is False
    os1 = site.handle("plan", "Être une commune où il fait bon vivre")
    made = site.act(
        "plan", kind="add", parent=os1, after=None, to={"level": "OO", "title": "Nos valeurs"},
        lines=[{"text": line["t"], "page": 1, "bbox": line["b"]}],
    )["made"]  # fmt: skip
    assert site.rows("plan")["Nos valeurs"]["p"] == os1
    page = site.get("/api/plan/plan/page/1")
    assert any(box["k"] == made for box in page["boxes"])
    assert next(ln for ln in page["lines"] if ln["t"] == line["t"])["in"] is True
    again = {"kind": "add", "parent": os1, "after": None, "to": {"level": "OO", "title": "Bis"},
             "lines": [{"text": line["t"], "page": 1}]}  # fmt: skip
    assert "déjà" in site.act("plan", **again, status=422)["message"]


def test_what_the_tree_cannot_take_changes_nothing(site: Site) -> None:
    rows = site.rows("plan")
    os1, action = (rows[t]["k"] for t in ("Être une commune où il fait bon vivre", ACTION))
    for data in (
        {"kind": "place", "on": os1, "parent": action, "after": None},
        {"kind": "place", "on": os1, "parent": os1, "after": None},
        {"kind": "place", "on": action, "parent": action, "after": None},
        {"kind": "split", "on": action, "to": ["tout", ""]},
        {"kind": "title", "on": action, "to": "  "},
        {"kind": "attribute", "on": action, "key": "progress", "text": "beaucoup"},
        {"kind": "attribute", "on": action, "key": "inconnu", "to": 1},
        {"kind": "document", "key": "term", "to": {"start": 2030, "end": 2024}},
        {"kind": "n’importe quoi", "on": action},
        {"kind": "title"},
    ):
        status, body, _ = site.request("/api/plan/plan/actions", json.dumps(data).encode())
        assert status in (400, 422), (data, status)
        assert json.loads(body)["message"]
    assert site.rows("plan") == rows and site.entries("plan") == []


def test_two_people_see_each_other_and_lose_nothing(site: Site) -> None:
    k = site.handle("plan", ACTION)
    first = site.get("/api/plan/plan/changes?since=-1")
    site.act("plan", by="Bruno", kind="title", on=k, to="Celui de Bruno", seen=ACTION)
    news = site.get(f"/api/plan/plan/changes?nonce={first['nonce']}&since={first['rev']}")
    assert [row["t"] for row in news["rows"]] == ["Celui de Bruno"] and "order" not in news
    refused = site.act("plan", kind="title", on=k, to="Celui d’Anne", seen=ACTION, status=409)
    assert refused["now"] == "Celui de Bruno"
    site.act("plan", kind="code", on=k, to="7")
    site.act("plan", kind="undo")
    assert [entry.by for entry in site.entries("plan")] == ["Bruno"]


def test_another_server_on_the_same_folder_is_seen(site: Site) -> None:
    from extractor.web.session import Session

    other = Session(site.folder / "plan.json")
    k = site.handle("plan", ACTION)
    site.act("plan", kind="title", on=k, to="D’ici")
    from extractor.web.actions import entry_maker

    other.add(entry_maker({"kind": "code", "on": k, "to": "12"}, "Chloé"))
    row = site.rows("plan")["D’ici"]
    assert row["c"] == "12"
    assert [entry.by for entry in site.entries("plan")] == ["Anne", "Chloé"]
    other.close()


def test_a_plan_that_no_batch_knows_can_be_reviewed(site: Site) -> None:
    papers.write_output(site.folder, "main", papers.large("Hautbois", 2, 3))
    names = {row["name"]: row for row in site.get("/api/plans")}
    assert names["main"]["counts"]["ACTION"] == 6 and names["main"]["state"] == "todo"
    title = "Réaliser l’aménagement numéro 1 du quartier 1"
    site.act("main", kind="title", on=site.handle("main", title), to="Autre")
    site.act("main", kind="mark", on=None, to="done")
    row = next(row for row in site.get("/api/plans") if row["name"] == "main")
    assert (row["state"], row["by"], row["corrections"]) == ("done", "Anne", 2)
    texts = site.get("/api/plan/main/page/1")
    assert texts["rows"] and site.get("/api/plan/main/outline")["kind"] == "texts"


def test_lines_of_a_text_know_their_nodes(site: Site) -> None:
    rows = site.get("/api/plan/texte/page/1")["rows"]
    marks = {row["t"]: (row["in"], row["k"]) for row in rows}
    k = site.handle("texte", ACTION)
    assert marks[f"Action 1 {ACTION}"] == (True, k)
    assert marks["Nos valeurs : proximité, sobriété, écoute."] == (False, None)


def test_a_page_is_a_picture(site: Site) -> None:
    status, body, headers = site.request("/api/plan/plan/page/2.png?w=600")
    assert status == 200 and headers["content-type"] == "image/png" and body[:4] == b"\x89PNG"
    for path in ("page/3.png", "page/0.png", "page/9", "node/n999"):
        assert site.request(f"/api/plan/plan/{path}")[0] == 404


# ------------------------------------------------------------------------------ documents


def test_a_document_dropped_is_read_and_a_new_version_keeps_its_corrections(site: Site) -> None:
    def drop(content: str) -> str:
        name = urllib.parse.quote("plan d’été.txt")
        status, _, _ = site.request("/api/uploads", content.encode(), x_filename=name)
        assert status == 201
        for _ in range(600):
            last = site.get("/api/uploads")[-1]
            if last["state"] in ("done", "failed"):
                assert last["state"] == "done", last
                return str(last["plan"])
            time.sleep(0.1)
        raise AssertionError("the document was never read")

    plan = drop(papers.text())
    assert plan == "plan d’été"
    name = urllib.parse.quote(plan)
    site.act(name, kind="title", on=site.handle(name, ACTION), to="Acheter un vélo")
    assert drop(papers.text().replace("Action 4", "Action 9 Ouvrir un marché\nAction 4")) == plan
    titles = list(site.rows(name))
    assert "Acheter un vélo" in titles and "Ouvrir un marché" in titles
    assert list((site.folder / "documents" / ".former").iterdir())


def test_an_empty_document_is_refused(site: Site) -> None:
    assert site.request("/api/uploads", b"", x_filename="a.txt")[0] == 422


# ------------------------------------------------------------------------------ killed


def test_a_server_killed_while_it_saves_loses_no_correction(desk: Path, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "out"
    shutil.copytree(desk / "out", folder)
    output = folder / "plan.json"
    command = [sys.executable, "-m", "extractor", "serve", str(folder), "--port", "0", "--no-open"]
    answered = 0
    for turn in range(3):
        server = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PST_TOKEN": TOKEN}
        )
        assert server.stderr is not None
        port = int(re.search(r":(\d+)/", server.stderr.readline())[1])  # type: ignore[index]
        client = Site(folder, port)
        k = client.handle("plan", next(iter(client.rows("plan"))))
        for n in range(5 + turn):
            client.act("plan", kind="title", on=k, to=f"Titre {turn}.{n}")
            answered += 1
            assert len(read_corrections(output).entries) == answered
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
        assert len(read_corrections(output).entries) == answered  # whole, and none lost
        Plan.model_validate_json(output.read_bytes())
    assert json.loads(corrections_path(output).read_bytes())["entries"][-1]["to"] == "Titre 2.6"


@pytest.mark.parametrize("number", ["²", "9" * 5000, "", "x", "-7"])
def test_numbers_in_an_address_are_bounded(site: Site, number: str) -> None:
    shown = urllib.parse.quote(number)
    assert site.request(f"/api/plan/plan/changes?since={shown}")[0] == 200
    assert site.request(f"/api/plan/plan/page/1.png?w={shown}")[0] == 200
