"""What a file is, by its content alone: a media type, or the reason why it cannot be read.

The name and its extension play no part. Every refusal is an `UnreadableDocument` whose message is
one line: the reason, then what to do.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from extractor.diagnostics import UnreadableDocument
from extractor.readers.decode import decode, find_encoding

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
HTML = "text/html"
CSV = "text/csv"
TEXT = "text/plain"

_PDF_HEADER = re.compile(rb"%PDF-\d")
_PDF_WINDOW = 1024  # bytes; where readers accept the header
_HEAD = 65_536  # bytes looked at for HTML, CSV and garbage

_IMAGE = "it is a picture ({}); make a PDF of it, which is then read by OCR"
_ARCHIVE = "it is an archive ({}); unpack it and give the documents inside"
_OTHER = "it is {}; save it as DOCX or PDF"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", _IMAGE.format("PNG")),
    (b"\xff\xd8\xff", _IMAGE.format("JPEG")),
    (b"GIF87a", _IMAGE.format("GIF")),
    (b"GIF89a", _IMAGE.format("GIF")),
    (b"II*\0", _IMAGE.format("TIFF")),
    (b"MM\0*", _IMAGE.format("TIFF")),
    (b"\0\0\0\x0cjP  ", _IMAGE.format("JPEG 2000")),
    (b"\x1f\x8b", _ARCHIVE.format("gzip")),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE.format("7z")),
    (b"Rar!\x1a\x07", _ARCHIVE.format("RAR")),
    (b"BZh", _ARCHIVE.format("bzip2")),
    (b"\xfd7zXZ\0", _ARCHIVE.format("xz")),
    (rb"{\rtf", _OTHER.format("an RTF document")),
    (b"%!PS", _OTHER.format("a PostScript file")),
    (b"AT&TFORM", _OTHER.format("a DjVu document")),
    (b"\xffWPC", _OTHER.format("a WordPerfect document")),
)
_GARBAGE = "it is neither text nor a known document (binary data); give the original file"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE2_STREAMS = (
    ("EncryptedPackage", "it is protected by a password; save it again without the password"),
    ("WordDocument", "it is an old Word document (.doc); save it as DOCX"),
    ("Workbook", "it is an old Excel workbook (.xls); save it as XLSX"),
    ("Book", "it is an old Excel workbook (.xls); save it as XLSX"),
    ("PowerPoint Document", "it is an old presentation (.ppt); save it as PDF"),
    ("__substg1.0", "it is an e-mail message (.msg); save its attachment"),
)
_CONTENT_TYPES = (
    ("wordprocessingml.document.main+xml", DOCX),
    ("wordprocessingml.template.main+xml", DOCX),
    ("ms-word.document.macroenabled.main+xml", DOCX),
    ("ms-word.template.macroenabledtemplate.main+xml", DOCX),
    ("spreadsheetml.sheet.main+xml", XLSX),
    ("spreadsheetml.template.main+xml", XLSX),
    ("ms-excel.sheet.macroenabled.main+xml", XLSX),
)
_REFUSED_TYPES = (
    ("ms-excel.sheet.binary", "it is a binary workbook (.xlsb); save it as XLSX"),
    ("presentationml", "it is a presentation; save it as PDF"),
    ("opendocument.presentation", "it is a presentation; save it as PDF"),
    ("opendocument.graphics", "it is a drawing; save it as PDF"),
    ("epub+zip", "it is an EPUB book; convert it to DOCX or PDF"),
)
_MAX_UNPACKED = 2_000_000_000  # bytes; a plan's largest part is a thousand times smaller

_TAG = (
    r"html|head|body|title|meta|div|p|h[1-6]|ul|ol|li|table|tr|td|th|section|main|article|span|br"
)
_HTML_START = re.compile(
    rf"(?>\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|(?:{_TAG})[\s>/])",
    re.I | re.S,
)
_HTML_CLOSING = re.compile(rf"</(?:{_TAG})\s*>", re.I)
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1b\x1a")
_MIN_TABULAR = 0.3  # of the records; rows of one cell for OS and OO may be the majority
_MAX_CONTROLS = 0.02  # of the characters; random bytes hold about one in ten


def detect(data: bytes) -> str:
    """Return the media type; raise `UnreadableDocument` when nothing here can read it.

    >>> detect("OS 1 : Être un CPAS accueillant".encode())
    'text/plain'
    """
    if not data:
        raise UnreadableDocument("the file is empty; export or copy it again")
    if _PDF_HEADER.search(data[:_PDF_WINDOW]):
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _detect_package(data)
    _refuse_binary(data)
    head = data[:_HEAD]
    if not find_encoding(head).startswith("utf-") and head.count(0) > _MAX_CONTROLS * len(head):
        raise UnreadableDocument(_GARBAGE)
    return _detect_text(decode(head), whole=len(data) <= _HEAD)


def _refuse_binary(data: bytes) -> None:
    for magic, reason in _MAGIC:
        if data.startswith(magic):
            raise UnreadableDocument(reason)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise UnreadableDocument(_IMAGE.format("WebP"))
    if data[4:8] == b"ftyp":
        kind = "HEIC" if data[8:11] in (b"hei", b"mif", b"avi") else "video"
        raise UnreadableDocument(_IMAGE.format(kind))
    if data[:2] == b"BM" and int.from_bytes(data[2:6], "little") == len(data):
        raise UnreadableDocument(_IMAGE.format("BMP"))
    if data[257:262] == b"ustar":
        raise UnreadableDocument(_ARCHIVE.format("tar"))
    if data.startswith(_OLE2):
        for stream, reason in _OLE2_STREAMS:
            if stream.encode("utf-16-le") in data:
                raise UnreadableDocument(reason)
        raise UnreadableDocument("it is an old Office file; save it as DOCX, XLSX or PDF")


def _detect_package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _package_type(package)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableDocument(
            "its zip container is damaged or cut short; copy or export it again"
        ) from error


def _package_type(package: zipfile.ZipFile) -> str:
    members = {info.filename: info for info in package.infolist()}
    if sum(info.file_size for info in members.values()) > _MAX_UNPACKED:
        raise UnreadableDocument("it unpacks to more than 2 GB; save it without its pictures")
    if any(info.flag_bits & 1 for info in members.values()):
        raise UnreadableDocument("it is protected by a password; save it again without it")
    declared = _declared_type(package, members)
    for part, reason in _REFUSED_TYPES:
        if part in declared:
            raise UnreadableDocument(reason)
    if "opendocument" in declared:
        manifest = "META-INF/manifest.xml"
        if manifest in members and b"encryption-data" in package.read(manifest):
            raise UnreadableDocument("it is protected by a password; save it again without it")
        return ODS if "spreadsheet" in declared else ODT
    for part, media_type in _CONTENT_TYPES:
        if part in declared:
            return media_type
    raise UnreadableDocument(
        "it is a zip file that holds no document; unpack it and give the documents inside"
    )


def _declared_type(package: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> str:
    """Return what the package says of itself, in lower case; empty when it says nothing."""
    if "mimetype" in members:
        return package.read("mimetype").decode("ascii", "replace").strip().lower()
    if "[Content_Types].xml" in members:
        return package.read("[Content_Types].xml").decode("utf-8", "replace").lower()
    if "content.xml" in members:
        content = package.read("content.xml")
        if b"<office:spreadsheet" in content:
            return ODS
        if b"<office:text" in content:
            return ODT
    return ""


def _detect_text(text: str, *, whole: bool) -> str:
    if not text.strip():
        raise UnreadableDocument("the file holds no text; export or copy it again")
    controls = sum(1 for c in text if (c < " " or c in "\x7f\ufffd") and c not in _TEXT_CONTROLS)
    if controls > _MAX_CONTROLS * len(text) + 1:
        raise UnreadableDocument(_GARBAGE)
    if re.match(r"MIME-Version:", text, re.I) and "multipart/" in text[:2000].lower():
        raise UnreadableDocument("it is a web archive or e-mail (.mht, .eml); save it as HTML")
    if _HTML_START.match(text) or len(_HTML_CLOSING.findall(text)) >= 3:
        return HTML
    if re.match(r"\s*<\?xml", text):
        raise UnreadableDocument("it is XML of another kind; save it as DOCX, ODT or HTML")
    return CSV if find_delimiter(text, whole=whole) else TEXT


def find_delimiter(text: str, *, whole: bool = True) -> str | None:
    """Return the field delimiter of a CSV text, or `None` when the text is no CSV.

    A hint line `sep=;` decides. Else most records must have the same number of fields, at least
    three, or two that are both filled: a French list whose items end in ` ;` is no table.
    `whole` is false when the text is cut, and its last record is then left out.
    """
    hint = re.match(r"\ufeff?sep=(.)\r?\n", text, re.I)
    if hint:
        return hint.group(1)
    return next((d for d in ";\t|," if _is_delimiter(text, d, whole=whole)), None)


def read_records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the records of a CSV text, whatever the length of its fields."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # never lowered: it is global
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _is_delimiter(text: str, delimiter: str, *, whole: bool) -> bool:
    try:
        records = list(read_records(text, delimiter))
    except csv.Error:
        return False
    records = [r for r in (records if whole else records[:-1]) if any(f.strip() for f in r)]
    several = [r for r in records if len(r) > 1]
    if len(several) < 2 or len(several) < _MIN_TABULAR * len(records):
        return False
    width, count = Counter(len(r) for r in several).most_common(1)[0]
    if delimiter == "," and _is_prose(text, several, records):
        return False
    if width == 2:
        filled = sum(1 for r in several if len(r) == 2 and r[0].strip() and r[1].strip())
        return delimiter in ";|" and count == len(records) and filled >= 0.9 * len(records)
    return count >= 0.8 * len(several)


def _is_prose(text: str, several: list[list[str]], records: list[list[str]]) -> bool:
    """Tell commas of sentences, followed by a blank, from commas between fields."""
    glued = sum(1 for r in several for f in r[1:] if not f.startswith(" "))
    total = sum(len(r) - 1 for r in several)
    return glued < 0.8 * total or len(several) < 0.9 * len(records) or len(several) < 3
