"""Bad input: one line with the reason and what to do, never another exception."""

from __future__ import annotations

import io
import os
import random
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from extractor import readers
from extractor.diagnostics import UnreadableDocument
from extractor.readers import detect, load_bytes, read_bytes, read_document


def archive(**members: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def docx() -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_paragraph("Plan")
    document.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    workbook, out = Workbook(), io.BytesIO()
    workbook.active["A1"] = "Plan"
    workbook.save(out)
    return out.getvalue()


def replace_part(data: bytes, name: str, content: bytes | None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info.filename))
        if content is not None:
            new.writestr(name, content)
    return out.getvalue()


def encrypted_zip(name: str = "mimetype") -> bytes:
    data = bytearray(archive(**{name: "application/vnd.oasis.opendocument.text"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ODF = "application/vnd.oasis.opendocument."
CASES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "blank": (b" \n ", "no text"),
    "random bytes": (random.Random(1).randbytes(4000), "binary"),
    "zeros": (bytes(500), "no text|binary"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture .PNG"),
    "JPEG": (b"\xff\xd8\xff\xe0" + bytes(50), "picture .JPEG"),
    "WebP": (b"RIFF\0\0\0\0WEBPVP8 ", "picture .WebP"),
    "HEIC": (b"\0\0\0\x18ftypheic" + bytes(50), "picture .HEIC"),
    "BMP": (b"BM" + (60).to_bytes(4, "little") + bytes(54), "picture .BMP"),
    "program": (b"MZ\x90\0" + bytes(50), "no document"),
    "script": (b"#!/bin/sh\necho plan\n", "no document"),
    "JSON": (b'{"OS 1": "accueillir"}', "JSON"),
    "JSON Lines": (b"[1, 2]\n[3, 4]\n", "JSON"),
    "gzip": (b"\x1f\x8b\x08" + bytes(50), "archive .gzip"),
    "tar": (b"a" * 257 + b"ustar" + bytes(300), "archive .tar"),
    "zip of pictures": (archive(a_dot_png=b"\x89PNG\r\n\x1a\n\0"), "holds no document"),
    "zip of several": (archive(a_dot_txt="x", b_dot_txt="y"), "'a.txt', 'b.txt'; pick one"),
    "encrypted zip of a plan": (encrypted_zip("a_dot_txt"), "password"),
    "empty zip": (archive(), "zip file that holds no document"),
    "cut zip": (docx()[:2000], "damaged"),
    "zip header alone": (b"PK\x03\x04", "damaged"),
    "encrypted zip": (encrypted_zip(), "password"),
    "encrypted ODF": (
        archive(mimetype=ODF + "text", **{"META-INF__manifest_dot_xml": "<m:encryption-data/>"}),
        "password",
    ),
    "presentation without content": (
        archive(mimetype=ODF + "presentation"),
        "content.xml is missing",
    ),
    "drawing": (archive(mimetype=ODF + "graphics"), "drawing"),
    "EPUB": (archive(mimetype="application/epub+zip"), "EPUB"),
    "encrypted Office": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "old Word": (OLE + "WordDocument".encode("utf-16-le"), r"\.doc.*save it as DOCX"),
    "old Excel": (OLE + "Workbook".encode("utf-16-le"), "workbook is damaged"),
    "e-mail of Outlook": (OLE + "__properties_version1.0".encode("utf-16-le"), "e-mail is damaged"),
    "other OLE": (OLE, "old Office file"),
    "ODT without content": (archive(mimetype=ODF + "text"), "content.xml is missing"),
    "ODT with bad XML": (
        archive(mimetype=ODF + "text", content_dot_xml="<a><b></a>"),
        "content.xml is damaged",
    ),
    "DOCX without body": (replace_part(docx(), "word/document.xml", None), "is missing"),
    "DOCX with bad XML": (
        replace_part(docx(), "word/document.xml", b"<w:document>"),
        "document.xml is damaged",
    ),
    "XLSX with bad XML": (
        replace_part(xlsx(), "xl/worksheets/sheet1.xml", b"<worksheet>"),
        "workbook is damaged",
    ),
    "XLSX without workbook": (replace_part(xlsx(), "xl/workbook.xml", None), "damaged"),
    "web archive": (
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<p>x</p><p>y</p><p>z</p>",
        "web archive",
    ),
    "other XML": (b"<?xml version='1.0'?><rss><item>a</item></rss>", "XML of another kind"),
}


@pytest.mark.parametrize("case", CASES)
def test_refused_in_one_line(case: str) -> None:
    data, reason = CASES[case]
    with pytest.raises(UnreadableDocument, match=reason) as caught:
        read_bytes(data, "plan.docx")
    message = str(caught.value)
    assert "\n" not in message
    assert len(message.partition(";")[2]) > 8  # what to do


def test_entities_are_not_expanded() -> None:
    bomb = (
        b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b"<w:body><w:p><w:r><w:t>x&b;</w:t></w:r></w:p></w:body></w:document>"
    )
    lines = read_bytes(replace_part(docx(), "word/document.xml", bomb), "a").lines
    assert all("aaa" not in line.text for line in lines)


@pytest.mark.parametrize("part", ["word/styles.xml", "word/numbering.xml", "docProps/core.xml"])
def test_docx_without_an_optional_part(part: str) -> None:
    assert read_bytes(replace_part(docx(), part, None), "a").lines[0].text == "Plan"


def test_cut_and_flipped_bytes_raise_nothing_else() -> None:
    source = random.Random(2)
    for data in (docx(), xlsx(), "<p>Été</p><ul><li>a</ul>".encode(), b"a;b;c\nd;e;f\n"):
        for _ in range(40):
            damaged = bytearray(data[: source.randrange(1, len(data))])
            for _ in range(3):
                damaged[source.randrange(len(damaged))] = source.randrange(256)
            try:
                read_bytes(bytes(damaged), "a")
            except UnreadableDocument as error:
                assert "\n" not in str(error)


def test_pdf_is_recognised_behind_leading_bytes() -> None:
    assert detect(b"\r\n\r\n%PDF-1.4\n") == "application/pdf"
    assert detect(b"x" * 1100 + b"%PDF-1.4\n") == "text/plain"


def test_directory(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="directory"):
        read_document(tmp_path)


def test_missing_path_surfaces(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_document(tmp_path / "absent.txt")


def test_fifo(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableDocument, match="regular file"):
        load_bytes(tmp_path / "pipe")


def test_permission_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Plan")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableDocument, match="permission denied"):
        read_document(path)


def test_disk_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Plan")

    def fail(self: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(UnreadableDocument, match="input/output error"):
        read_document(path)


def test_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Plan")
    read = Path.read_bytes

    def grow(self: Path) -> bytes:
        data = read(self)
        with self.open("ab") as file:
            file.write(b" suite")
        return data

    monkeypatch.setattr(Path, "read_bytes", grow)
    with pytest.raises(UnreadableDocument, match="changed while it was read"):
        read_document(path)


def test_extension_plays_no_part(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(docx())
    assert read_document(path).lines[0].text == "Plan"


def test_importing_the_readers_loads_no_format_library() -> None:
    import subprocess
    import sys

    code = "import sys, extractor.readers; print([m for m in sys.modules if m in %r])"
    heavy = ["lxml", "openpyxl", "docx", "odfdo", "pdfplumber", "python_calamine"]
    run = subprocess.run(
        [sys.executable, "-c", code % heavy], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
    assert readers.__all__


def test_a_damaged_stream_in_a_container_is_told() -> None:
    types = "[Content_Types].xml"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(types, "<Types>" + "wordprocessingml " * 50 + "</Types>")
    data = bytearray(out.getvalue())
    data[data.index(types.encode()) + len(types)] = 0xFF
    with pytest.raises(UnreadableDocument, match="zip container"):
        detect(bytes(data))
