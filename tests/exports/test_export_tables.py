"""Tabular exports, each read back with its own reader."""

from __future__ import annotations

import builtins
import csv
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from extractor.diagnostics import ExtractorError
from extractor.exports import FORMATS, export, load_plans
from extractor.exports.files import neutralise, printable
from extractor.exports.rows import plan_rows
from extractor.exports.tables import load_tables, tables_markdown
from extractor.schema import Plan


def counts(plans: list[Plan]) -> dict[str, int]:
    """The number of rows of each table."""
    rows = [plan_rows(plan) for plan in plans]
    return {name: sum(len(part[name]) for part in rows) for name in load_tables()}


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each scalar of JSON data with the path of keys to it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, path)
    elif value is not None:
        yield path, value


def test_no_value_of_a_plan_is_lost(plans: list[Plan]) -> None:
    for plan in plans:
        cells = [cell for rows in plan_rows(plan).values() for row in rows for cell in row]
        texts = {part for cell in cells for part in re.split(" > |\n", str(cell))}
        texts |= {str(cell) for cell in cells}
        numbers = {float(cell) for cell in cells if isinstance(cell, int | float)}
        lost = [
            (path, leaf)
            for path, leaf in leaves(plan.model_dump(mode="json"))
            if not (leaf in numbers if isinstance(leaf, int | float) else str(leaf) in texts)
        ]
        assert lost == []


def test_fixture_fills_every_column(plans: list[Plan]) -> None:
    """Otherwise the test above proves less than it says."""
    always_empty = set()
    for name, table in load_tables().items():
        rows = [row for plan in plans for row in plan_rows(plan)[name]]
        for index, column in enumerate(table.names):
            if all(row[index] is None for row in rows):
                always_empty.add(f"{name}.{column}")
    assert always_empty == set()


def test_fixture_fills_every_key_of_the_contract(plans: list[Plan]) -> None:
    """A key added to the schema fails here until an export holds it."""
    filled: dict[str, bool] = {
        "Coverage.unassigned": True,  # 0 by contract
        "Node.corrected": True,  # who decided: in the JSON and the JSONL, not in tables
        "Plan.corrected": True,
        "ExtractorInfo.certainty": True,  # of the reading as a whole: in the JSON only
        "SourceSpan.boxes": True,  # where the words stand on the page: in the JSON only
    }

    def look(value: Any) -> None:
        if isinstance(value, list):
            for item in value:
                look(item)
        elif isinstance(value, BaseModel):
            for name in type(value).model_fields:
                key, item = f"{type(value).__name__}.{name}", getattr(value, name)
                filled[key] = filled.get(key, False) or bool(item)
                look(item)

    look(plans)
    assert [key for key, is_filled in filled.items() if not is_filled] == []


def test_nodes_know_their_place(plans: list[Plan]) -> None:
    names = load_tables()["nodes"].names
    nodes = {row[0]: dict(zip(names, row, strict=True)) for row in plan_rows(plans[0])["nodes"]}
    deep = nodes["cpas-99001-2025/os-2/oo-2.1/projet-12/action-1"]
    assert deep["os_id"] == "cpas-99001-2025/os-2"
    assert deep["projet_id"] == deep["parent_id"] == "cpas-99001-2025/os-2/oo-2.1/projet-12"
    assert (deep["depth"], deep["rank"], deep["volet"]) == (3, 1, "externe")
    assert deep["path"] == "os-2/oo-2.1/projet-12/action-1"
    direct = nodes["cpas-99001-2025/os-1/action-3"]
    assert (direct["oo_id"], direct["rank"], direct["position"]) == (None, 2, 6)
    assert [n["position"] for n in nodes.values()] == list(range(1, len(nodes) + 1))


# -- jsonl ---------------------------------------------------------------------------------------


def test_jsonl(plans: list[Plan], tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    notices = export(plans, "jsonl", tmp_path / "nodes.jsonl")
    frame = pandas.read_json(tmp_path / "nodes.jsonl", lines=True)
    assert list(frame["id"]) == [node.id for plan in plans for node in plan.nodes()]
    assert frame["volet"].notna().sum() == 11
    assert frame["institution"][0]["nis_code"] == "99001"
    assert frame["attributes"][2]["deadline"]["end"] == "2027-12-31"
    assert "children" not in frame
    assert [n.message for n in notices] == [
        "cpas-99001-2025: jsonl holds nodes only; 2 texts outside the tree are left out",
        "cpas-99001-2025: jsonl holds nodes only; 2 remarks are left out",
    ]


# -- csv -----------------------------------------------------------------------------------------


def test_csv_is_a_valid_data_package(plans: list[Plan], tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    export(plans, "csv", tmp_path / "csv")
    report = frictionless.validate(str(tmp_path / "csv" / "datapackage.json"))
    assert report.flatten(["title", "message"]) == []
    read = {task.name: task.stats["rows"] for task in report.tasks}
    assert read == counts(plans)


def test_csv_breaks_are_seen_by_frictionless(plans: list[Plan], tmp_path: Path) -> None:
    """The descriptor has teeth: a wrong type and a dangling key are both refused."""
    frictionless = pytest.importorskip("frictionless")
    export(plans, "csv", tmp_path)
    path = tmp_path / "budgets.csv"
    path.write_text(path.read_text("utf-8").replace("2025", "bientôt"), "utf-8")
    with (tmp_path / "themes.csv").open("a", encoding="utf-8") as stream:
        stream.write("nowhere,1,X,Y,0.5\n")
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        del resource["hash"], resource["bytes"]
    (tmp_path / "datapackage.json").write_text(json.dumps(package), "utf-8")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert {row[0] for row in report.flatten(["type"])} == {"type-error", "foreign-key"}


def test_csv_with_pandas_and_duckdb(plans: list[Plan], tmp_path: Path) -> None:
    pandas, duckdb = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    export(plans, "csv", tmp_path)
    for name, count in counts(plans).items():
        assert len(pandas.read_csv(tmp_path / f"{name}.csv")) == count
    query = f"""SELECT count(*), min(volet) FROM read_csv('{tmp_path}/nodes.csv')"""
    assert duckdb.sql(query).fetchall() == [(counts(plans)["nodes"], "externe")]


def test_csv_cells_never_run_as_formulas(plans: list[Plan], tmp_path: Path) -> None:
    export(plans, "csv", tmp_path)
    cells = [
        cell
        for path in tmp_path.glob("*.csv")
        for row in csv.reader(path.open(encoding="utf-8", newline=""))
        for cell in row
    ]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r")] == []
    assert {"'=HYPERLINK(1;2) dans l’intitulé", "'+Ensemble", "'=2+3"} <= set(cells)
    assert "'@mot du président" in cells


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+32 4 000", "'+32 4 000"),
        ("- un tiret", "'- un tiret"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\nx", "'\nx"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_neutralise(text: str, expected: str) -> None:
    assert neutralise(text) == expected


def test_printable_keeps_line_breaks_only() -> None:
    assert printable("a\x0cb\tc\nd\x00é\ufffe") == "a b\tc\nd é "
    assert printable("a\r\nb\rc") == "a\nb\nc"


# -- parquet -------------------------------------------------------------------------------------


def test_parquet(plans: list[Plan], tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    duckdb = pytest.importorskip("duckdb")
    export(plans, "parquet", tmp_path)
    for name, table in load_tables().items():
        read = parquet.read_table(tmp_path / f"{name}.parquet")
        assert read.num_rows == counts(plans)[name]
        assert tuple(read.column_names) == table.names
        rows = [row for plan in plans for row in plan_rows(plan)[name]]
        assert [tuple(row.values()) for row in read.to_pylist()] == rows
    schema = parquet.read_schema(tmp_path / "deadlines.parquet")
    assert str(schema.field("end_date").type) == "date32[day]"
    assert schema.field("end_date").metadata[b"title"].decode() == "Fin"
    query = f"SELECT sum(amount_for_sums) FROM '{tmp_path}/budgets.parquet'"
    assert duckdb.sql(query).fetchall() == [(12502.5,)]


def test_parquet_without_pyarrow_says_what_to_install(
    plans: list[Plan], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ExtractorError) as raised:
        export(plans, "parquet", tmp_path)
    assert str(raised.value) == "Parquet needs pyarrow: pip install pst-extractor[parquet]"


# -- sqlite --------------------------------------------------------------------------------------


@pytest.fixture
def database(plans: list[Plan], tmp_path: Path) -> Iterator[sqlite3.Connection]:
    export(plans, "sqlite", tmp_path / "pst.db")
    connection = sqlite3.connect(tmp_path / "pst.db")
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def test_sqlite_counts_and_keys(database: sqlite3.Connection, plans: list[Plan]) -> None:
    for name, count in counts(plans).items():
        assert database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] == count
        keys = {row["from"] for row in database.execute(f"PRAGMA foreign_key_list({name})")}
        assert keys == {key.column for key in load_tables()[name].foreign}
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    database.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("INSERT INTO themes VALUES ('nowhere', 1, 'X', 'Y', 0.5)")
        database.commit()


@pytest.mark.parametrize(
    ("query", "count"), [("epicerie", 1), ("ECOUTE", 1), ("étendre", 1), ("guichet", 2), ("xyz", 0)]
)
def test_sqlite_search_folds_accents(database: sqlite3.Connection, query: str, count: int) -> None:
    sql = """SELECT n.title FROM nodes_fts JOIN nodes AS n ON n.rowid = nodes_fts.rowid
             WHERE nodes_fts MATCH ?"""
    assert len(database.execute(sql, [query]).fetchall()) == count
    database.execute("VACUUM")
    assert len(database.execute(sql, [query]).fetchall()) == count


def test_sqlite_view_of_actions(database: sqlite3.Connection) -> None:
    rows = {row["node_id"]: row for row in database.execute("SELECT * FROM v_actions")}
    assert len(rows) == 6
    row = rows["cpas-99001-2025/os-1/oo-1.1/action-1"]
    assert (row["institution"], row["nis_code"], row["volet"]) == (
        "CPAS de Val-Fictif",
        "99001",
        "interne",
    )
    assert (row["os_title"], row["oo_code"]) == ("Être un CPAS à l’écoute", "1.1")
    assert row["partners"] == "Maison du Chêne, asbl ; +Ensemble"
    assert (row["status"], row["progress"], row["deadline_end"]) == ("termine", 62.5, "2027-12-31")
    shared = rows["cpas-99001-2025/os-2/oo-2.1/projet-12/action-1"]
    assert (shared["projet_code"], shared["projet_title"]) == ("12", "Créer une épicerie sociale")
    sub = rows["cpas-99001-2025/os-1/oo-1.1/action-1/sa-a"]
    assert (sub["level"], sub["action_code"]) == ("SOUS_ACTION", "1")


def test_sqlite_view_of_objectives(database: sqlite3.Connection) -> None:
    sql = "SELECT code, actions FROM v_objectifs WHERE plan_id LIKE 'cpas%'"
    assert {tuple(row) for row in database.execute(sql)} == {
        ("1", 3),
        ("1.1", 2),
        ("2", 1),
        ("2.1", 1),
        ("12", 1),
        ("13", 0),
    }


def test_datasette_metadata_names_what_exists(database: sqlite3.Connection, tmp_path: Path) -> None:
    metadata = json.loads((tmp_path / "metadata.json").read_text("utf-8"))
    assert list(metadata["databases"]) == ["pst"]
    tables = metadata["databases"]["pst"]["tables"]
    assert {"v_actions", "v_objectifs"} <= set(tables)
    for name, entry in tables.items():
        columns = {row["name"] for row in database.execute(f"PRAGMA table_info({name})")}
        assert entry["title"] and entry["description"]
        assert set(entry["facets"]) <= columns
        assert set(entry.get("columns", {})) <= columns
        assert entry.get("label_column", next(iter(columns))) in columns


# -- all formats ---------------------------------------------------------------------------------


def files_of(dest: Path) -> dict[str, bytes]:
    paths = [dest] if dest.is_file() else sorted(dest.rglob("*"))
    return {path.name: path.read_bytes() for path in paths}


@pytest.mark.parametrize("fmt", FORMATS)
def test_same_plans_same_bytes(fmt: str, plans: list[Plan], tmp_path: Path) -> None:
    export(plans, fmt, tmp_path / "1" / "x.out")
    export([plan.model_copy(deep=True) for plan in plans], fmt, tmp_path / "2" / "x.out")
    first = files_of(tmp_path / "1" / "x.out")
    assert first and first == files_of(tmp_path / "2" / "x.out")
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("fmt", FORMATS)
def test_no_plan_and_empty_plan(fmt: str, empty_plan: Plan, tmp_path: Path) -> None:
    assert export([], fmt, tmp_path / "none") == []
    notices = export([empty_plan], fmt, tmp_path / "empty")
    if fmt in ("jsonl", "ecomptes", "stratml"):
        assert notices and {item.code for item in notices} == {"format-limit"}


@pytest.mark.parametrize("fmt", ["csv", "parquet", "ecomptes", "stratml"])
def test_folder_formats_refuse_a_file(fmt: str, plans: list[Plan], tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    with pytest.raises(ExtractorError, match="a folder is needed"):
        export(plans, fmt, tmp_path / "taken")


@pytest.mark.parametrize("fmt", ["jsonl", "sqlite", "xlsx"])
def test_file_formats_refuse_a_folder(fmt: str, plans: list[Plan], tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="a file name is needed"):
        export(plans, fmt, tmp_path)


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_failure_leaves_the_old_files(fmt: str, plans: list[Plan], tmp_path: Path) -> None:
    export(plans, fmt, tmp_path / "out")
    before = files_of(tmp_path / "out")

    def failing() -> Iterator[Plan]:
        yield plans[0].model_copy(update={"title": "changé"})
        raise ExtractorError("the second plan is damaged")

    if fmt in ("ecomptes", "stratml"):  # one document per plan: those before the failure stand
        before.pop("cpas-99001-2025.xml")
    with pytest.raises(ExtractorError, match="damaged"):
        export(failing(), fmt, tmp_path / "out")
    after = files_of(tmp_path / "out")
    assert before == {name: after[name] for name in before}
    assert not list(tmp_path.rglob("*.part"))


def test_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="unknown format pdf: one of jsonl, csv"):
        export([], "pdf", tmp_path)


def test_plans_are_added_to_a_database(plans: list[Plan], tmp_path: Path) -> None:
    file = tmp_path / "pst.db"
    export(plans[:1], "sqlite", file)
    plans[0].tree[0].title = "Un autre intitulé, corrigé"
    export(plans, "sqlite", file, append=True)
    export(plans, "sqlite", file, append=True)
    whole = tmp_path / "whole.db"
    export(plans, "sqlite", whole)
    with closing(sqlite3.connect(file)) as added, closing(sqlite3.connect(whole)) as fresh:
        for name in load_tables():
            rows = f'SELECT * FROM "{name}" ORDER BY 1, 2, 3'
            assert added.execute(rows).fetchall() == fresh.execute(rows).fetchall()
        search = "SELECT count(*) FROM nodes_fts WHERE nodes_fts MATCH 'corrige'"
        assert added.execute(search).fetchone() == (1,)
        assert added.execute("PRAGMA foreign_key_check").fetchall() == []


def test_only_our_databases_are_added_to(plans: list[Plan], tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"not a database at all, but text that is long enough" * 9)
    with pytest.raises(ExtractorError, match="not a database"):
        export(plans, "sqlite", tmp_path / "x.db", append=True)
    with closing(sqlite3.connect(tmp_path / "y.db")) as other:
        other.execute("CREATE TABLE nodes (id TEXT)")
    with pytest.raises(ExtractorError, match="not those of this version"):
        export(plans, "sqlite", tmp_path / "y.db", append=True)
    with pytest.raises(ExtractorError, match="only an SQLite file"):
        export(plans, "csv", tmp_path / "z", append=True)


def test_sqlite_utils_finds_the_index(plans: list[Plan], tmp_path: Path) -> None:
    sqlite_utils = pytest.importorskip("sqlite_utils")
    export(plans, "sqlite", tmp_path / "pst.db")
    found = list(sqlite_utils.Database(tmp_path / "pst.db")["nodes"].search("menages"))
    assert [row["title"] for row in found] == ["Soutenir les ménages"]


# -- reading the output folder -------------------------------------------------------------------


def test_load_plans_skips_what_is_no_plan(plans: list[Plan], tmp_path: Path) -> None:
    for plan, name in zip(plans, ("b.json", "a.json"), strict=True):
        (tmp_path / name).write_text(plan.to_json(), "utf-8")
    (tmp_path / "run.json").write_text('{"plan_id": "not really"}', "utf-8")
    (tmp_path / "metadata.json").write_text('{"databases": {}}', "utf-8")
    assert list(load_plans(tmp_path)) == plans[::-1]
    assert list(load_plans(tmp_path / "b.json")) == plans[:1]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "bad.json: not JSON"),
        ('{"plan_id": "x"}', "bad.json: not a valid plan: institution: Field required"),
    ],
)
def test_load_plans_names_a_damaged_file(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text(content, "utf-8")
    with pytest.raises(ExtractorError, match=message):
        list(load_plans(tmp_path))


def test_load_plans_without_folder(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="no such file or folder"):
        list(load_plans(tmp_path / "absent"))


def test_plans_that_share_an_identifier_are_both_exported(
    plans: list[Plan], tmp_path: Path
) -> None:
    other = plans[0].model_copy(deep=True)
    other.source.sha256 = "ef" * 32
    own = f"cpas-99001-2025~{plans[0].source.sha256[:8]}"
    for order in ([plans[0], other], [other, plans[0]]):
        export(order, "sqlite", tmp_path / "x.db")
        connection = sqlite3.connect(tmp_path / "x.db")
        rows = connection.execute("SELECT same_as FROM nodes WHERE same_as IS NOT NULL ORDER BY 1")
        assert {row[0] for row in rows} == {
            f"{own}/os-1/action-3",
            "cpas-99001-2025~efefefef/os-1/action-3",
        }
        connection.close()
    assert plans[0].plan_id == "cpas-99001-2025"


def test_the_same_document_is_exported_once_and_keeps_its_identifiers(
    plans: list[Plan], tmp_path: Path
) -> None:
    notices = export([plans[0], plans[0]], "sqlite", tmp_path / "x.db")
    assert [item.message for item in notices] == [
        "val-fictif.pdf: the same document is exported already"
    ]
    connection = sqlite3.connect(tmp_path / "x.db")
    assert connection.execute("SELECT plan_id FROM plans").fetchall() == [("cpas-99001-2025",)]
    connection.close()


def test_dangling_references_are_reported(plans: list[Plan], tmp_path: Path) -> None:
    plans[1].tree[0].same_as = "nowhere"
    plans[1].diagnostics = [plans[0].diagnostics[0]]
    notices = export(plans, "sqlite", tmp_path / "x.db")
    assert [item.message for item in notices] == [
        "plan-0123456789ab: no node nowhere: reference left empty",
        "plan-0123456789ab: no node cpas-99001-2025/os-2/oo-2.1/projet-13: reference left empty",
    ]


def test_a_node_id_used_twice_is_refused(plans: list[Plan], tmp_path: Path) -> None:
    plans[1].tree.append(plans[1].tree[0])
    with pytest.raises(ExtractorError, match="node plan-0123456789ab/action-1 appears twice"):
        export(plans, "csv", tmp_path)


# -- documentation -------------------------------------------------------------------------------


def test_data_dictionary_holds_the_tables() -> None:
    page = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
    assert tables_markdown() in page.read_text("utf-8")
