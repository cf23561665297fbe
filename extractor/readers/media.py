"""The media types that are read, and the signs by which files show what they are.

Only data: `sniff` looks for them. A refusal is one line: the reason, then what to do.
"""

from __future__ import annotations

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
XLS = "application/vnd.ms-excel"
DOC = "application/msword"
PPT = "application/vnd.ms-powerpoint"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
RTF = "application/rtf"
HTML = "text/html"
MARKDOWN = "text/markdown"
CSV = "text/csv"
TEXT = "text/plain"
MHTML = "multipart/related"

EML = "message/rfc822"
MSG = "application/vnd.ms-outlook"
ZIP = "application/zip"
ENCRYPTED = "application/encrypted"  # an Office document that a password locks
#: what holds documents and is none itself; a PDF may be one, too
CONTAINERS = frozenset({EML, MSG, ZIP})

PASSWORD = "it is protected by a password; give it with --password, or save it without"
WRONG_PASSWORD = "it is protected, and the password does not open it; check the password"
IMAGE = "it is a picture ({}); make a PDF of it, which is then read by OCR"
ARCHIVE = "it is an archive ({}); unpack it and give the documents inside"
NO_DOCUMENT = "it is no document ({}); leave it out"
_OTHER = "it is {}; save it as DOCX or PDF"

#: beginnings of pictures, sounds, fonts, programs: nothing that anybody would call a document
NOT_DOCUMENTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", IMAGE.format("PNG")),
    (b"\xff\xd8\xff", IMAGE.format("JPEG")),
    (b"GIF87a", IMAGE.format("GIF")),
    (b"GIF89a", IMAGE.format("GIF")),
    (b"II*\0", IMAGE.format("TIFF")),
    (b"MM\0*", IMAGE.format("TIFF")),
    (b"\0\0\0\x0cjP  ", IMAGE.format("JPEG 2000")),
    (b"\0\0\x01\0", IMAGE.format("icon")),
    (b"\xd7\xcd\xc6\x9a", IMAGE.format("WMF")),
    (b"\x7fELF", NO_DOCUMENT.format("a program")),
    (b"MZ", NO_DOCUMENT.format("a program")),
    (b"#!/", NO_DOCUMENT.format("a script")),
    (b"SQLite format 3\0", NO_DOCUMENT.format("a database")),
    (b"ID3", NO_DOCUMENT.format("a sound")),
    (b"OggS", NO_DOCUMENT.format("a sound")),
    (b"\0\x01\0\0\0", NO_DOCUMENT.format("a font")),
    (b"OTTO", NO_DOCUMENT.format("a font")),
    (b"wOF", NO_DOCUMENT.format("a font")),
)
REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", ARCHIVE.format("gzip")),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE.format("7z")),
    (b"Rar!\x1a\x07", ARCHIVE.format("RAR")),
    (b"BZh", ARCHIVE.format("bzip2")),
    (b"\xfd7zXZ\0", ARCHIVE.format("xz")),
    (b"%!PS", _OTHER.format("a PostScript file")),
    (b"AT&TFORM", _OTHER.format("a DjVu document")),
    (b"\xffWPC", _OTHER.format("a WordPerfect document")),
)
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: streams of the old compound file, in order: what each says of the whole
OLE2_STREAMS = (
    ("EncryptedPackage", ENCRYPTED),
    ("__properties_version1.0", MSG),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", PPT),
)
#: what the main part of an Office package is declared to be
CONTENT_TYPES = (
    ("wordprocessingml.document.main+xml", DOCX),
    ("wordprocessingml.template.main+xml", DOCX),
    ("ms-word.document.macroenabled.main+xml", DOCX),
    ("ms-word.template.macroenabledtemplate.main+xml", DOCX),
    ("spreadsheetml.sheet.main+xml", XLSX),
    ("spreadsheetml.template.main+xml", XLSX),
    ("ms-excel.sheet.macroenabled.main+xml", XLSX),
    ("ms-excel.template.macroenabled.main+xml", XLSX),
    ("ms-excel.sheet.binary.macroenabled.main", XLSB),
    ("presentationml.presentation.main+xml", PPTX),
    ("presentationml.slideshow.main+xml", PPTX),
    ("presentationml.template.main+xml", PPTX),
    ("ms-powerpoint.presentation.macroenabled.main+xml", PPTX),
    ("ms-powerpoint.slideshow.macroenabled.main+xml", PPTX),
)
#: OpenDocument, zipped (`mimetype`) or flat (`office:mimetype`); templates end in `-template`
OPEN_DOCUMENT = (
    ("opendocument.spreadsheet", ODS),
    ("opendocument.presentation", ODP),
    ("opendocument.text", ODT),
)
REFUSED_TYPES = (
    ("opendocument", "it is an OpenDocument drawing or formula; save it as PDF"),
    ("epub+zip", "it is an EPUB book; convert it to DOCX or PDF"),
    ("visio", "it is a Visio drawing; save it as PDF"),
)
#: root elements of XML that office programs write and nothing here reads
REFUSED_XML = (
    ("wordDocument", "it is a Word 2003 XML document; save it as DOCX"),
    ("schemas.microsoft.com/office/2006/xmlPackage", "it is a Word XML package; save it as DOCX"),
    (
        "urn:schemas-microsoft-com:office:spreadsheet",
        "it is an Excel 2003 XML workbook; save it as XLSX",
    ),
    ("<svg", IMAGE.format("SVG")),
)
