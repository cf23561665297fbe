"""What a file is, by its content alone: a media type, or the reason why it cannot be read.

The name and its extension play no part. Every refusal is an `UnreadableDocument` whose message is
one line: the reason, then what to do; what is no document at all raises its kind `NoDocument`.
"""

from __future__ import annotations

import io
import json
import re
import zipfile

from extractor.diagnostics import NoDocument, UnreadableDocument
from extractor.readers import media
from extractor.readers.decode import decode, find_encoding
from extractor.readers.delimited import find_delimiter
from extractor.readers.zips import DAMAGED_ZIP

_PDF_HEADER = re.compile(rb"%PDF-\d")
_PDF_WINDOW = 1024  # bytes; where readers accept the header
_PDF_PART = re.compile(rb"\d\s+obj\b|startxref|%%EOF")  # a text that mentions the header has none
_HEAD = 65_536  # bytes looked at for HTML, CSV and garbage
_GARBAGE = "it is neither text nor a known document (binary data); give the original file"
_MAX_UNPACKED = 2_000_000_000  # bytes; a plan's largest part is a thousand times smaller

_TAG = (
    r"html|head|body|title|meta|div|p|h[1-6]|ul|ol|li|table|tr|td|th|section|main|article|span|br"
)
_HTML_START = re.compile(
    rf"(?>\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|(?:{_TAG})[\s>/])",
    re.I | re.S,
)
_HTML_CLOSING = re.compile(rf"</(?:{_TAG})\s*>", re.I)
#: fields that open an e-mail; two of them, before the first blank line, make one
_MAIL_FIELD = re.compile(
    r"(?:From|To|Subject|Date|Return-Path|Received|MIME-Version|Content-Type|Message-ID"
    r"|Delivered-To|X-[\w-]+|Snapshot-Content-Location):",
    re.I,
)
_MAIL_ONLY = re.compile(
    r"^(?:MIME-Version|Return-Path|Received|Message-ID|Content-Type):", re.I | re.M
)
_FOLDED = re.compile(r"[A-Za-z][\w-]*:|[ \t]")  # a header field, or a field's next line
#: a heading, a table's second line, a fence: what Markdown alone writes
_MARKDOWN = re.compile(r"^(?:#{1,6} +\S.*|\|? *:?-{3,}:? *(?:\| *:?-{3,}:? *)+\|?|```.*)$", re.M)
_MARKDOWN_BOLD = re.compile(r"\*\*[^*\n]+\*\*|^[*+-] \[[ xX]\] ", re.M)
_MIN_MARKDOWN = 2  # signs; one may be a coincidence (`# 3` is a number, too)
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1b\x1a")
_MAX_CONTROLS = 0.02  # of the characters; random bytes hold about one in ten


def detect(data: bytes) -> str:
    """Return the media type; raise `UnreadableDocument` when nothing here can read it.

    >>> detect("OS 1 : Être un CPAS accueillant".encode())
    'text/plain'
    """
    if not data:
        raise UnreadableDocument("the file is empty; export or copy it again")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _detect_package(data)
    if data.startswith(media.OLE2):
        return _detect_compound(data)
    head = data[:_HEAD]
    if looks_like_mail(head):
        return _mail_type(head)
    if _is_pdf(data):
        return media.PDF
    if data.startswith(rb"{\rtf"):
        return media.RTF
    _refuse_binary(data)
    if not find_encoding(head).startswith("utf-") and head.count(0) > _MAX_CONTROLS * len(head):
        raise UnreadableDocument(_GARBAGE)
    return _detect_text(decode(head), data)


def _is_pdf(data: bytes) -> bool:
    """Accept junk before the header, as viewers do, if parts of a PDF follow."""
    header = _PDF_HEADER.search(data[:_PDF_WINDOW])
    if header is None:
        return False
    return not data[: header.start()].strip(b"\xef\xbb\xbf \t\r\n\0") or bool(
        _PDF_PART.search(data, header.end())
    )


def _refuse_binary(data: bytes) -> None:
    for magic, reason in media.NOT_DOCUMENTS:
        if data.startswith(magic) and (magic == b"#!/" or b"\0" in data[:_HEAD]):
            raise NoDocument(reason)
    for magic, reason in media.REFUSED:
        if data.startswith(magic):
            raise UnreadableDocument(reason)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise NoDocument(media.IMAGE.format("WebP"))
    if data[4:8] == b"ftyp":
        kind = "HEIC" if data[8:11] in (b"hei", b"mif", b"avi") else "video"
        raise NoDocument(media.IMAGE.format(kind))
    if data[:2] == b"BM" and int.from_bytes(data[2:6], "little") == len(data):
        raise NoDocument(media.IMAGE.format("BMP"))
    if data[257:262] == b"ustar":
        raise UnreadableDocument(media.ARCHIVE.format("tar"))


def _detect_compound(data: bytes) -> str:
    """Tell old Office files by the names of their streams."""
    for stream, media_type in media.OLE2_STREAMS:
        if stream.encode("utf-16-le") in data:
            return media_type
    raise UnreadableDocument("it is an old Office file; save it as DOCX, XLSX or PDF")


def _detect_package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _package_type(package)
    except DAMAGED_ZIP as error:
        raise UnreadableDocument(
            "its zip container is damaged or cut short; copy or export it again"
        ) from error


def _package_type(package: zipfile.ZipFile) -> str:
    members = {info.filename: info for info in package.infolist()}
    if sum(info.file_size for info in members.values()) > _MAX_UNPACKED:
        raise UnreadableDocument("it unpacks to more than 2 GB; save it without its pictures")
    locked = any(info.flag_bits & 1 for info in members.values())
    declared = "" if locked else _declared_type(package, members)
    for part, media_type in (*media.CONTENT_TYPES, *media.OPEN_DOCUMENT):
        if part in declared:
            manifest = "META-INF/manifest.xml"
            if manifest in members and b"encryption-data" in package.read(manifest):
                raise UnreadableDocument(
                    "it is protected by a password; save it again without the password"
                )
            return media_type
    for part, reason in media.REFUSED_TYPES:
        if part in declared:
            raise UnreadableDocument(reason)
    if declared or not any(not name.endswith("/") for name in members):
        raise UnreadableDocument(
            "it is a zip file that holds no document; unpack it and give the documents inside"
        )
    return media.ZIP


def _declared_type(package: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> str:
    """Return what the package says of its main part, in lower case; empty when it says nothing."""
    if "mimetype" in members:
        return package.read("mimetype").decode("ascii", "replace").strip().lower()
    if "[Content_Types].xml" in members:
        return _main_type(package, members)
    if "content.xml" in members:
        content = package.read("content.xml")
        for name, kind in ((b"spreadsheet", "spreadsheet"), (b"presentation", "presentation")):
            if b"<office:" + name in content:
                return f"opendocument.{kind}"
        if b"<office:text" in content:
            return "opendocument.text"
    return ""


def _main_type(package: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> str:
    """Return the declared type of the part that the package names as its document.

    An embedded slide or workbook is declared, too, and does not count.
    """
    types = package.read("[Content_Types].xml").decode("utf-8", "replace")
    found: dict[str, str]
    found = {
        name.lower(): kind.lower()
        for entry in re.findall(r"<(?:\w+:)?Override\b[^>]*>", types)
        for name in re.findall(r"PartName\s*=\s*[\"']([^\"']*)", entry)
        for kind in re.findall(r"ContentType\s*=\s*[\"']([^\"']*)", entry)
    }
    if "_rels/.rels" in members:
        links = package.read("_rels/.rels").decode("utf-8", "replace")
        for entry in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
            target = re.search(r"Target\s*=\s*[\"']/?([^\"']*)", entry)
            if (
                re.search(r"/officeDocument[\"']", entry)
                and target
                and "/" + target[1].lower() in found
            ):
                return found["/" + target[1].lower()]
    main = ("/word/document.xml", "/xl/workbook.xml", "/xl/workbook.bin", "/ppt/presentation.xml")
    return next((found[name] for name in main if name in found), types.lower())


def looks_like_mail(head: bytes) -> bool:
    """Tell whether a block of header fields stands first, at least one of which only mails have."""
    text = head[:4096].decode("latin-1").lstrip("\ufeffï»¿\r\n")
    if not _MAIL_FIELD.match(text):
        return False
    block = re.split(r"\r?\n\r?\n", text, maxsplit=1)[0]
    fields = block.splitlines()
    return (
        len(fields) >= 2
        and all(_FOLDED.match(line) for line in fields[:-1])
        and bool(_MAIL_ONLY.search(block))
    )


def _mail_type(head: bytes) -> str:
    """Tell a page that a browser saved from a message."""
    text = head[:4096].decode("latin-1")
    block = re.split(r"\r?\n\r?\n", text.lstrip(), maxsplit=1)[0]
    saved = "multipart/related" in block.lower() and not re.search(r"^To:", block, re.I | re.M)
    return media.MHTML if saved or "Snapshot-Content-Location" in block else media.EML


def _detect_text(text: str, data: bytes) -> str:
    whole = len(data) <= _HEAD
    if not text.strip():
        raise UnreadableDocument("the file holds no text; export or copy it again")
    controls = sum(1 for c in text if (c < " " or c in "\x7f\ufffd") and c not in _TEXT_CONTROLS)
    if controls > _MAX_CONTROLS * len(text) + 1:
        raise UnreadableDocument(_GARBAGE)
    if text.lstrip()[:1] in "{[" and _is_json(data):
        raise NoDocument(media.NO_DOCUMENT.format("JSON data"))
    xml = re.match(r"\s*<\?xml", text)
    if xml or text.lstrip().startswith("<office:"):
        for part, media_type in media.OPEN_DOCUMENT:
            if "office:mimetype" in text and part in text:
                return media_type
    if _HTML_START.match(text) or (not xml and len(_HTML_CLOSING.findall(text)) >= 3):
        return media.HTML
    if xml or text.lstrip().startswith("<svg"):
        for part, reason in media.REFUSED_XML:
            if part in text:
                raise UnreadableDocument(reason)
        raise NoDocument("it is XML of another kind; save it as DOCX, ODT or HTML")
    if is_markdown(text):
        return media.MARKDOWN
    return media.CSV if find_delimiter(text, whole=whole) else media.TEXT


def is_markdown(text: str) -> bool:
    """Tell whether signs of Markdown structure a text; bullets and blanks alone do not.

    >>> is_markdown("# Plan\\n\\n## OS 1 : Accueillir"), is_markdown("- Accueillir\\n* Éclairer")
    (True, False)
    """
    signs = len(_MARKDOWN.findall(text))
    return signs >= _MIN_MARKDOWN or (signs >= 1 and bool(_MARKDOWN_BOLD.search(text)))


def _is_json(data: bytes) -> bool:
    """Tell JSON, and JSON Lines, from a text that begins with a bracket."""
    text = decode(data).strip()
    for sample in (text, text.split("\n", 1)[0]):
        try:
            return isinstance(json.loads(sample), dict | list)
        except RecursionError:
            return True
        except ValueError:
            continue
    return False
