"""Which files are documents, and how outputs are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.corpus.sources import Source, assign_names, find_sources, load_source
from extractor.diagnostics import UnreadableDocument


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def keys(*roots: Path, output: Path) -> list[str]:
    return [source.key for source in find_sources(map(str, roots), output).sources]


def test_hidden_temporary_and_lock_files_are_no_documents(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    make(raw, "a.pdf", "b", "été/c.TXT", "~$a.docx", ".~lock.a.odt#", ".hidden", "a.txt~")
    make(raw, "a.pdf.part", "a.crdownload", "Thumbs.db", ".git/a.txt", "a.tmp")
    assert keys(raw, output=tmp_path / "out") == ["raw/a.pdf", "raw/b", "raw/été/c.TXT"]


def test_the_output_folder_is_never_read(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "out/b.json")
    assert keys(tmp_path, output=tmp_path / "out") == ["a.txt"]


def test_a_document_given_twice_counts_once(tmp_path: Path) -> None:
    make(tmp_path / "raw", "a.txt", "sub/b.txt")
    roots = (tmp_path / "raw/sub", tmp_path / "raw", tmp_path / "raw/a.txt")
    assert keys(*roots, output=tmp_path / "out") == ["raw/a.txt", "raw/sub/b.txt"]


def test_keys_do_not_depend_on_how_the_path_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "raw", "a.txt")
    monkeypatch.chdir(tmp_path / "raw")
    absolute = keys(tmp_path / "raw", output=tmp_path / "out")
    assert keys(Path("."), output=Path("../out")) == absolute == ["raw/a.txt"]


def test_folders_that_link_to_each_other_end(tmp_path: Path) -> None:
    make(tmp_path / "raw", "a.txt")
    (tmp_path / "raw/loop").symlink_to(tmp_path / "raw")
    assert keys(tmp_path / "raw", output=tmp_path / "out") == ["raw/a.txt"]


def names(*paths: str, taken: tuple[str, ...] = ()) -> list[str]:
    found = assign_names([Source(path, path, path) for path in paths], taken)
    assert len({name.casefold() for name in found.values()}) == len(paths)
    return [found[path] for path in paths]


def test_stems_that_clash_get_a_digest_of_the_path() -> None:
    first, second, alone = names("a/plan.pdf", "b/plan.pdf", "b/autre.pdf")
    assert alone == "autre.json"
    assert first != second and first.startswith("plan-") and len(first) == len("plan-12345678.json")
    assert names("b/plan.pdf", "c/x.pdf", "a/plan.pdf") == [second, "x.json", first]


@pytest.mark.parametrize(
    ("paths", "taken"),
    [
        (("a.pdf", "A.docx"), ()),  # file systems without case
        (("e\u0301.pdf", "\u00e9.docx"), ()),  # two writings of é
        (("run.pdf",), ()),
        (("a.pdf",), ("a.json",)),
    ],
)
def test_other_clashes(paths: tuple[str, ...], taken: tuple[str, ...]) -> None:
    assert not {Path(path).stem + ".json" for path in paths} & set(names(*paths, taken=taken))


def test_a_stem_that_looks_like_a_digest_does_not_collide() -> None:
    (first, _) = names("a/plan.pdf", "b/plan.pdf")
    names("a/plan.pdf", "b/plan.pdf", f"{first.removesuffix('.json')}.pdf")


def test_a_very_long_name_is_cut() -> None:
    (name,) = names("é" * 120 + ".pdf")
    assert len(name.encode()) < 230


def test_urls_go_through_fsspec() -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.pipe({"/plans/a.txt": b"x", "/plans/sub/b.txt": b"y", "/plans/.hidden": b"z"})
    found = find_sources(["memory://plans"], Path("out")).sources
    assert [source.key for source in found] == [
        "memory:///plans/a.txt",
        "memory:///plans/sub/b.txt",
    ]
    assert [source.filename for source in found] == ["a.txt", "b.txt"]


def test_a_url_that_nothing_knows_is_one_bad_source(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    (source,) = find_sources(["nope://plans/a.txt"], tmp_path).sources
    with pytest.raises(UnreadableDocument, match=r"cannot be fetched .*nope"):
        load_source(source.location)
