"""Compares what other programs see in written files with what was written. The folder is the one of scripts/office."""

import json
import pathlib
import sys

import docx
import openpyxl

TABLES = ("table2", "table3", "table4")


def numbers(report):
    """The numbers of the tables, in the order in which they are printed."""
    return [
        value
        for table in TABLES
        for row in (report[table] or {}).values()
        for value in row.values()
        if isinstance(value, (int, float))
    ]


def cells(report):
    return [report[table] for table in TABLES]


def number(text):
    """A number, perhaps printed with its unit."""
    try:
        return float(str(text).removesuffix("元").removesuffix("万"))
    except ValueError:
        return None


def printed(rows):
    """The numbers in rows of cells; a merged cell counts once."""
    found = []
    for row in rows:
        before = None
        for key, text in row:
            if key is not before and number(text) is not None:
                found.append(number(text))
            before = key
    return found


faults = []
folder = pathlib.Path(sys.argv[1])
written = sorted(path for path in folder.glob("*.json") if path.suffixes == [".json"])
for path in written:
    report = json.loads(path.read_text())
    expected = [float(value) for value in numbers(report)]
    document = docx.Document(path.with_suffix(".docx"))
    rows = [[(cell._tc, cell.text) for cell in row.cells] for table in document.tables for row in table.rows]
    if printed(rows) != expected:
        faults.append(f"{path.stem}: python-docx sees other numbers")
    if report["title"] not in document.paragraphs[0].text.replace("\n", ""):
        faults.append(f"{path.stem}: python-docx sees another title")
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    if styles.count("Heading 1") < 6:
        faults.append(f"{path.stem}: python-docx sees fewer than six headings")
    workbook = openpyxl.load_workbook(path.with_suffix(".xlsx"))
    sheets = workbook.worksheets[1:]
    rows = [[(cell, cell.value) for cell in row] for sheet in sheets for row in sheet.rows]
    if printed(rows) != expected:
        faults.append(f"{path.stem}: openpyxl sees other numbers")
    for form in ("docx", "xlsx"):
        back = json.loads(path.with_suffix(f".{form}.json").read_text())
        if cells(back) != cells(report):
            faults.append(f"{path.stem}: LibreOffice's PDF of the {form} has other cells")

print("\n".join(faults) or f"{len(written)} reports: the same everywhere")
sys.exit(1 if faults else 0)
