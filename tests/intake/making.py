"""Documents in every format, made from the same paragraphs."""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Sequence
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraphs_of(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split("\n\n") if each.strip()]


def html_page(text: str) -> bytes:
    """As Parliament's pages are: menus around it, the title in a table, footnotes linked."""
    body = "".join(f"<p>{_with_notes(each)}</p>\n" for each in paragraphs_of(text))
    return f"""<!DOCTYPE html><html lang="en"><head><title>Texts adopted</title>
<link rel="canonical" href="https://www.europarl.europa.eu/doceo/document/TA-8-2015-0350_EN.html">
<style>p {{ color: red }}</style><script>var a = "<p>1. Calls</p>";</script></head>
<body><nav><ul><li>Home</li><li>1. Plenary</li></ul></nav>
<div id="website-body"><table><tr><td>Procedure : <span>2015/2001(INI)</span></td></tr>
<tr><td>Texts adopted :</td><td>P8_TA(2015)0350</td></tr></table>{body}</div>
<footer><p>Legal notice</p></footer></body></html>""".encode()


def _with_notes(text: str) -> str:
    said = escape(text, quote=False).replace("(1) ,", '<a name="ref_1_1" href="#def_1_1">(1)</a> ,')
    return said.replace("\N{NO-BREAK SPACE}", "&nbsp;")


def eur_lex_page(text: str) -> bytes:
    """As EUR-Lex shows the Official Journal: each number in a table cell of its own, no dashes."""
    rows = []
    for each in paragraphs_of(text):
        marker, _, rest = each.partition(" ")
        if marker.rstrip(".").isalnum() and marker.endswith("."):
            rows.append(f'<table><tr><td valign="top"><p>{marker}</p></td><td><p>{escape(rest)}</p></td></tr></table>')
        elif marker == "–":
            rows.append(f"<p>{escape(rest)}</p>")
        else:
            rows.append(f"<p>{escape(each)}</p>")
    return f"<html><body>{''.join(rows)}</body></html>".encode()


def formex(text: str) -> bytes:
    rows = []
    for each in paragraphs_of(text):
        marker, _, rest = each.partition(" ")
        if marker.endswith(".") and len(marker) < 5:
            rows.append(f"<NP><NO.P>{marker}</NO.P><TXT>{escape(rest)}</TXT></NP>")
        else:
            rows.append(f"<P>{escape(each)}</P>")
    note = '<NOTE NOTE.ID="E0001" NUMREF="1"><P>OJ L 327, 22.12.2000, p. 1.</P></NOTE>'
    body = "".join(rows).replace("(1) ,", f"{note},").replace("‘", '<QUOT.START CODE="2018"/>')
    body = body.replace("8 October 2015", '<DATE ISO="20151008">8 October 2015</DATE>', 1)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><GENERAL xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="http://formex.publications.europa.eu/schema/formex-05.xd">'
        f"<BIB.INSTANCE><LG.DOC>EN</LG.DOC><NO.SEQ>1. 2. 3.</NO.SEQ></BIB.INSTANCE>{body}</GENERAL>"
    ).encode()


def akoma_ntoso(text: str) -> bytes:
    rows = []
    for each in paragraphs_of(text):
        marker, _, rest = each.partition(" ")
        if marker[0].isdigit():
            rows.append(f"<paragraph><num>{marker}</num><content><p>{escape(rest)}</p></content></paragraph>")
        elif marker.endswith(".") and len(marker) < 4:
            rows.append(f"<recital><num>{marker}</num><p>{escape(rest)}</p></recital>")
        elif marker == "–":
            rows.append(f"<citation><p>{escape(each)}</p></citation>")
        else:
            rows.append(f"<p>{escape(each)}</p>")
    note = '<authorialNote marker="1"><p>OJ L 327, 22.12.2000, p. 1.</p></authorialNote>'
    return (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement><meta><identification>'
        '<FRBRlanguage language="eng"/></identification><proprietary>1. Not the text</proprietary></meta>'
        f"<body>{''.join(rows).replace('(1) ,', f'{note},')}</body></statement></akomaNtoso>"
    ).encode()


def own_xml(text: str) -> bytes:
    """As the Parliament's own XML: a paragraph an element, emphasis inside."""
    rows = "".join(f"<ALINEA>{escape(each)}</ALINEA>" for each in paragraphs_of(text))
    rows = rows.replace("Calls on", "<EMPH>Calls on</EMPH>").replace("(1) ,", '<NOTEREF N="1"/> ,')
    return f'<?xml version="1.0"?><TA LANG="EN"><TEXTE>{rows}</TEXTE></TA>'.encode()


def docx(text: str, *, counted: bool = False) -> bytes:
    """A Word document; ``counted``: the numbers are Word's own and not part of the text."""
    body = "".join(_word_paragraph(each, counted=counted) for each in paragraphs_of(text))
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word/header1.xml": f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>1. Running head</w:t></w:r></w:p></w:hdr>',
        "word/footnotes.xml": (
            f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
            '<w:footnote w:id="1"><w:p><w:r><w:t>OJ L 327, 22.12.2000, p. '
            "1.</w:t></w:r></w:p></w:footnote></w:footnotes>"
        ),
        "word/numbering.xml": (
            f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
            '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/>'
            '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
            '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
        ),
    }
    return zipped(parts)


def _word_paragraph(text: str, *, counted: bool) -> str:
    marker, _, rest = text.partition(" ")
    properties = ""
    if counted and marker.endswith(".") and len(marker) < 4:
        number = 1 if marker[0].isdigit() else 2
        properties = f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        text = rest
    runs = escape(text).replace("(1) ,", '</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:t>,')
    deleted = "<w:del><w:r><w:delText>never</w:delText></w:r></w:del>"
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{runs}</w:t></w:r>{deleted}</w:p>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def pdf(text: str, *, width: int = 78, lines: int = 40, spaced: bool = True) -> bytes:
    """A PDF of several pages, with a running head, page numbers, and a footnote in small print on the first."""
    printed: list[str] = []
    for each in paragraphs_of(text.replace("\n\n(1) OJ L 327, 22.12.2000, p. 1.", "")):
        printed += [*textwrap.wrap(each, width, break_on_hyphens=True), *([""] if spaced else [])]
    pages = [printed[at : at + lines] for at in range(0, len(printed), lines)]
    return pdf_pages([_page(page, number, len(pages)) for number, page in enumerate(pages, 1)])


def _page(lines: Sequence[str], number: int, pages: int) -> list[tuple[float, float, str]]:
    """Each line's size, height and text."""
    found = [(9.0, 800.0, "P8_TA-PROV(2015)0350")]
    height = 770.0
    for line in lines:
        height -= 8 if not line else 14
        if line:
            found.append((11.0, height, line))
    if number == 1:
        found += [
            (7.0, 60.0, "1 OJ L 327, 22.12.2000, p. 1, as it was corrected in a place that needs"),
            (7.0, 51.0, "a second line."),
        ]
    return [*found, (9.0, 30.0, f"PE 569.123 {number}/{pages} EN")]


def pdf_pages(pages: Sequence[Sequence[tuple[float, float, str]]]) -> bytes:
    """A minimal PDF; “^1” in a line is a small raised 1."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for page in pages:
        stream = "".join(_shown(*each) for each in page)
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}endstream")
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    return _assembled(objects)


def _shown(size: float, height: float, text: str) -> str:
    parts = text.split("^")
    said = f"BT /F1 {size} Tf 60 {height} Td ({_in_brackets(parts[0])}) Tj "
    for part in parts[1:]:
        said += f"/F1 {size * 0.6:.1f} Tf 4 Ts ({part[0]}) Tj 0 Ts /F1 {size} Tf ({_in_brackets(part[1:])}) Tj "
    return f"{said}ET\n"


def _in_brackets(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _assembled(objects: Sequence[str], trailer: str = "") -> bytes:
    data = b"%PDF-1.4\n"
    offsets = []
    for number, each in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{each}\nendobj\n".encode("cp1252")
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    return data + f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def locked_pdf() -> bytes:
    """A PDF that only a password opens."""
    key = "00" * 32
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 0 /Kids [] >>",
        f"<< /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>",
    ]
    return _assembled(objects, f"/Encrypt 3 0 R /ID [<{'11' * 16}> <{'11' * 16}>]")


def scanned_pdf() -> bytes:
    """A PDF whose page holds no text."""
    return pdf_pages([[]])
