"""A workbook as any office has one, written by hand so that nothing of ours has a part in it."""

import zipfile
from xml.sax.saxutils import escape

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" \
ContentType="application/xml"/><Override PartName="/xl/workbook.xml" \
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override \
PartName="/xl/worksheets/sheet1.xml" \
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" \
Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": f"""<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="1" sheetId="1" \
r:id="r1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" \
Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""",
}


def cell(value, place):
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def write(path, rows):
    """At most 26 columns; None is an empty cell."""
    lines = [
        f'<row r="{number}">' + "".join(cell(v, f"{chr(65 + c)}{number}") for c, v in enumerate(row)) + "</row>"
        for number, row in enumerate(rows, 1)
    ]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{SHEET}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
        )


def barcode(number):
    """An EAN-13 with its check digit."""
    body = f"{486_000_000_000 + number:012d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return body + str(-total % 10)


def products(count, headings):
    """So many rows, of which 14 have the barcode of an earlier one, 3 a wrong check digit, and 2 no name."""
    rows = [headings]
    for number in range(count):
        code, name = barcode(number), f"პური № {number}"
        if 100 <= number < 114:
            code = barcode(number - 50)
        if 500 <= number < 503:
            code = code[:-1] + str((int(code[-1]) + 1) % 10)
        if 700 <= number < 702:
            name = None
        rows.append([name, code, round(1 + number * 0.05, 2)])
    return rows
