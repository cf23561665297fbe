"""Small packages of Word and OpenDocument that hold what these formats have to offer.

A library would write dozens of parts that no reader opens; a mutation of these would show nothing.
"""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

_SCHEMAS = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_SCHEMAS}/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.%s+xml"
_W = (
    f'xmlns:w="{_SCHEMAS}/wordprocessingml/2006/main" xmlns:r="{_RELATIONS}" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = (
    f'<Types xmlns="{_SCHEMAS}/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE % "document.main"}"/>'
    "</Types>"
)
_ROOT_LINKS = (
    f'<Relationships xmlns="{_SCHEMAS}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_LINKS = (
    f'<Relationships xmlns="{_SCHEMAS}/package/2006/relationships">'
    + "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(("styles", "numbering", "footnotes", "header", "comments"))
    )
    + f'<Relationship Id="rId9" Type="{_RELATIONS}/aFChunk" Target="part.html"/></Relationships>'
)
_STYLES = (
    f'<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:styleId="T1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    '<w:rPr><w:b/><w:caps/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="T2">'
    '<w:basedOn w:val="T1"/><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/>'
    '<w:ind w:left="360" w:hanging="10"/></w:pPr></w:style></w:styles>'
)
_NUMBERING = (
    f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="OS %1 :"/></w:lvl><w:lvl w:ilvl="1">'
    '<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2."/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1">'
    '<w:startOverride w:val="3"/></w:lvlOverride></w:num></w:numbering>'
)
_CELLS = (
    '<w:tr><w:trPr><w:tblHeader/><w:gridBefore w:val="0"/></w:trPr>'
    '<w:tc><w:tcPr><w:gridSpan w:val="1"/></w:tcPr><w:p><w:r><w:t>N°</w:t></w:r></w:p></w:tc>'
    '<w:tc><w:tcPr><w:shd w:fill="FFD966"/></w:tcPr><w:p><w:r><w:t>Action</w:t></w:r></w:p></w:tc>'
    "<w:tc><w:p><w:r><w:t>Pilote</w:t></w:r></w:p></w:tc></w:tr>"
    '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p>'
    "</w:tc><w:tc><w:p><w:r><w:t>Planter</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>RH</w:t>"
    "</w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p>"
    "<w:r><w:t>Semer</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>RH</w:t></w:r></w:p></w:tc></w:tr>"
)
_BODY = (
    f'<w:document {_W}><w:body><w:p><w:pPr><w:pStyle w:val="T1"/></w:pPr><w:r><w:t>Être un CPAS '
    'accueillant</w:t><w:footnoteReference w:id="2"/></w:r></w:p><w:p><w:pPr>'
    '<w:pStyle w:val="T2"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    '<w:ins w:id="1"><w:r><w:t xml:space="preserve">Offrir un accueil </w:t></w:r></w:ins>'
    '<w:del w:id="2"><w:r><w:delText>rapide</w:delText></w:r></w:del><w:r><w:rPr><w:b/>'
    '<w:sz w:val="20"/><w:color w:val="1F4E79"/></w:rPr><w:t>de qualité</w:t><w:br/><w:tab/>'
    '<w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p><w:p><w:pPr><w:numPr>'
    '<w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr><w:ind w:left="720"/></w:pPr><w:r>'
    "<w:t>Ouvrir un guichet</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>unique</w:t></w:r>"
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r></w:p><w:p><w:r><w:t>Échéance : </w:t>"
    '</w:r><w:sdt><w:sdtPr><w:dropDownList><w:listItem w:value="2026"/></w:dropDownList></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>2026</w:t></w:r></w:sdtContent></w:sdt></w:p><w:p><w:r>"
    '<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
    '<w:listEntry w:val="A"/><w:listEntry w:val="En cours"/></w:ddList></w:ffData></w:fldChar>'
    '</w:r><w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/>'
    f'</w:r></w:p><w:tbl><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid>{_CELLS}</w:tbl>'
    "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>Remarque : encadré</w:t>"
    '</w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p><w:altChunk r:id="rId9"'
    '/><w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:cols w:num="2"/></w:sectPr>'
    "</w:body></w:document>"
)
_HEADER = f"<w:hdr {_W}><w:p><w:r><w:t>Volet externe</w:t></w:r></w:p></w:hdr>"
_NOTES = (
    f'<w:footnotes {_W}><w:footnote w:id="2"><w:p><w:r><w:t>Note</w:t></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)
_COMMENTS = (
    f'<w:comments {_W}><w:comment w:id="1"><w:p><w:r><w:t>À voir</w:t></w:r></w:p></w:comment>'
    "</w:comments>"
)

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for name, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("draw", "drawing"), ("presentation", "presentation"), ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)  # fmt: skip
_AUTOMATIC = (
    '<office:automatic-styles><style:style style:name="B" style:family="paragraph" '
    'style:parent-style-name="Standard"><style:text-properties fo:font-weight="bold" '
    'fo:font-size="14pt"/><style:paragraph-properties fo:margin-left="1cm"/></style:style>'
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" '
    'style:num-format="1" style:num-suffix="." text:start-value="1"/></text:list-style>'
    "</office:automatic-styles>"
)
_TEXT = (
    '<text:h text:outline-level="1" text:style-name="B">OS 1 : Être accueillant</text:h>'
    '<text:h text:outline-level="2">OO 1.1 : <text:span text:style-name="B">Agir</text:span>'
    '<text:s text:c="2"/><text:tab/></text:h><text:list text:style-name="L"><text:list-item '
    'text:start-value="1"><text:p>Planter</text:p><text:list><text:list-item><text:p>Des haies'
    "</text:p></text:list-item></text:list></text:list-item></text:list><text:p>Échéance : 2026"
    '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>Note</text:p></text:note-body></text:note><text:line-break/></text:p>"
    '<draw:frame svg:x="1cm" svg:y="2cm" svg:width="3cm"><draw:text-box><text:p>Encadré</text:p>'
    "</draw:text-box></draw:frame>"
)


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    def cell(value: str) -> str:
        return (
            '<table:table-cell table:number-columns-spanned="1" table:number-rows-spanned="1" '
            f'office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
        )

    body = "".join(
        '<table:table-row table:number-rows-repeated="1">'
        + "".join(map(cell, row))
        + '<table:table-cell table:number-columns-repeated="3"/></table:table-row>'
        for row in rows
    )
    return f'<table:table table:name="PST"><table:table-column/>{body}</table:table>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """Return the zip of these files, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def word() -> bytes:
    """Return a Word document: styles, numbers, changes, forms, a table, a box, notes."""
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _ROOT_LINKS,
            "word/document.xml": _BODY,
            "word/_rels/document.xml.rels": _LINKS,
            "word/styles.xml": _STYLES,
            "word/numbering.xml": _NUMBERING,
            "word/footnotes.xml": _NOTES,
            "word/comments.xml": _COMMENTS,
            "word/header.xml": _HEADER,
            "word/part.html": "<html><body><p>OO 1.2 : Rouler</p></body></html>",
        }
    )


def open_document(kind: str, rows: tuple[tuple[str, ...], ...], root: str = "content") -> str:
    """Return the content of a `text`, `spreadsheet` or `presentation`; `root` as its tag says."""
    table = _table(rows)
    frame = f'<draw:frame presentation:class="title"><draw:text-box>{_TEXT}</draw:text-box>'
    body = {
        "text": _TEXT + table,
        "spreadsheet": table,
        "presentation": f'<draw:page draw:name="1">{frame}</draw:frame><draw:frame>{table}'
        "</draw:frame></draw:page>",
    }[kind]
    mime = f'office:mimetype="application/vnd.oasis.opendocument.{kind}"'
    tag = f"office:document-{root}" if root else "office:document"
    return (
        f"<{tag} {_SPACES} {'' if root else mime}>{_AUTOMATIC}<office:body>"
        f"<office:{kind}>{body}</office:{kind}></office:body></{tag}>"
    )


def packed(kind: str, rows: tuple[tuple[str, ...], ...]) -> bytes:
    """Return a package of OpenDocument."""
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mime, "content.xml": open_document(kind, rows)})
