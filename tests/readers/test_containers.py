"""E-mails, archives and portfolios: what lies inside, and what is locked."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from email.policy import SMTP

import pypdfium2
import pytest
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from extractor.corpus.members import extract_any
from extractor.diagnostics import UnreadableDocument
from extractor.readers import detect, read_bytes
from extractor.readers.containers import find_documents, holds_documents

PLAN = "OS 1 : Être accueillant\nOO 1.1 : Ouvrir la maison\nAction 1.1.1 : Créer un guichet\n"
OTHER = "Madame, Monsieur,\n\nVoici le document demandé.\n"
PICTURE = b"\x89PNG\r\n\x1a\n\0" + bytes(30)


def docx(text: str = PLAN) -> bytes:
    document, out = Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def mail(body: str, attachments: dict[str, bytes], subject: str = "PST adopté") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@commune.example", "b@x.example", subject
    message.set_content(body, cte="quoted-printable")
    for name, content in attachments.items():
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message.as_bytes(policy=SMTP)


def pdf(text: str = PLAN, **options: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, **options)  # type: ignore[arg-type]
    for number, line in enumerate(text.splitlines()):
        canvas.drawString(72, 700 - 20 * number, line)
    canvas.save()
    return out.getvalue()


def names(data: bytes, password: str | None = None) -> list[str]:
    assert holds_documents(data)
    return [member.name for member in find_documents(data, "boîte", password)]


def titles(data: bytes, **options: str) -> list[str]:
    plan = extract_any(data, "boîte", nlp=False, **options)  # type: ignore[arg-type]
    return [node.title for node in plan.nodes()]


TITLES = ["Être accueillant", "Ouvrir la maison", "Créer un guichet"]


def test_an_email_is_its_attachment_and_else_its_text() -> None:
    assert names(mail(OTHER, {"plan été.docx": docx(), "logo.png": PICTURE})) == ["plan été.docx"]
    assert names(mail(PLAN, {"logo.png": PICTURE})) == ["message.txt"]
    assert titles(mail(PLAN, {})) == TITLES
    assert titles(mail(OTHER, {"plan.docx": docx()})) == TITLES


def test_containers_inside_containers_are_named_by_their_path() -> None:
    inner = archive({"dossier/plan.docx": docx(), "__MACOSX/plan.docx": b"x", "a.exe": b"MZ\0"})
    assert names(mail(OTHER, {"pièces.zip": inner})) == ["pièces.zip › dossier/plan.docx"]


def test_the_one_plan_is_read_and_of_two_one_is_picked() -> None:
    two = archive({"lettre.txt": OTHER.encode(), "plan.docx": docx()})
    plan = extract_any(two, "envoi.zip", nlp=False)
    assert plan.source.filename == "envoi.zip › plan.docx"
    assert [node.title for node in plan.nodes()] == TITLES
    both = archive({"a.docx": docx(), "b.txt": PLAN.replace("guichet", "accueil").encode()})
    with pytest.raises(UnreadableDocument, match=r"'a\.docx', 'b\.txt'; pick one"):
        titles(both)
    assert titles(both, member="b.txt")[-1] == "Créer un accueil"
    with pytest.raises(UnreadableDocument, match=r"no document named 'c'.*'a\.docx'"):
        titles(both, member="c")
    with pytest.raises(UnreadableDocument, match="holds no other"):
        titles(docx(), member="c")


def test_names_of_old_windows_archives() -> None:
    raw = archive({"Xt_.txt": PLAN.encode()}).replace(b"Xt_.txt", b"\x82t\x82.txt")
    assert names(raw) == ["été.txt"]


def test_a_portfolio_is_what_it_carries_and_other_attachments_do_not_count() -> None:
    document = pypdfium2.PdfDocument(pdf("Ouvrez ce portefeuille"))
    document.new_attachment("plan.docx").set_data(docx())
    out = io.BytesIO()
    document.save(out)
    data = out.getvalue()
    assert not holds_documents(data)
    portfolio = data.replace(b"/Type/Catalog", b"/Collection<<>>/Type/Catalog")
    assert portfolio != data
    assert names(portfolio) == ["plan.docx"]
    assert titles(portfolio) == TITLES


def test_passwords() -> None:
    lock = pdfencrypt.StandardEncryption("clé", ownerPassword="maître", strength=128)
    locked_pdf = pdf(encrypt=lock)
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(docx())).encrypt("clé", out)
    for data in (locked_pdf, out.getvalue()):
        with pytest.raises(UnreadableDocument, match="--password"):
            titles(data)
        with pytest.raises(UnreadableDocument, match="does not open it"):
            titles(data, password="non")
        assert titles(data, password="clé") == TITLES


def test_a_page_that_a_browser_saved() -> None:
    page = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.example/\r\n"
        b"Subject: PST\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<html><body><h1>OS 1 : =C3=8Atre accueillant</h1><h2>OO 1.1 : Ouvrir</h2></body></html>"
        b"\r\n--b\r\nContent-Type: text/css\r\n\r\nh1 { color: red }\r\n--b--\r\n"
    )
    assert detect(page) == "multipart/related"
    assert [line.text for line in read_bytes(page, "a").lines] == [
        "OS 1 : Être accueillant",
        "OO 1.1 : Ouvrir",
    ]


@pytest.mark.parametrize(
    "text",
    [
        PLAN,
        "Converti de plan.pdf (%PDF-1.4)\n" + PLAN,
        "Subject: le PST\n\n" + PLAN,
        "From: la commune\nTo: tous\n\n" + PLAN,
        "Date: 2024\nObjet : PST\n" + PLAN,
    ],
)
def test_texts_that_mention_other_kinds_are_texts(text: str) -> None:
    assert detect(text.encode()) == "text/plain"


def test_a_word_file_that_embeds_a_slide_is_a_word_file() -> None:
    out = io.BytesIO()
    slide = b"application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
    with zipfile.ZipFile(io.BytesIO(docx())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                extra = b'<Override PartName="/word/embeddings/a.sldx" ContentType="' + slide
                content = content.replace(b"</Types>", extra + b'"/></Types>')
            new.writestr(name, content)
    assert titles(out.getvalue()) == TITLES
