"""The stream of cells gives what openpyxl's own reader gives, for every kind of cell a workbook can hold."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tilth.exchange.sheet_cells import lines_of

_XLSX = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def both(path) -> tuple[list, list]:
    """The lines of the first sheet as read here and as openpyxl reads them, without the empty ends of lines."""
    book = load_workbook(path, read_only=True, data_only=True)
    name = book.sheetnames[0]
    ours = [trimmed(line) for line in lines_of(book, name)]
    book[name].reset_dimensions()
    theirs = [trimmed(line) for line in book[name].iter_rows(values_only=True)]
    book.close()
    return [line for line in ours if line], [line for line in theirs if line]


def trimmed(line: tuple) -> list:
    last = max((at for at, cell in enumerate(line, start=1) if cell is not None), default=0)
    return list(line[:last])


@pytest.mark.parametrize("write_only", [True, False])
def test_every_kind_of_cell_reads_the_same(tmp_path, write_only):
    book = Workbook(write_only=write_only)
    sheet = book.create_sheet("days", 0)
    sheet.append(["text", 1, -2.5, 1e300, True, False, None, "", " blanks ", "zwei\nZeilen", "<&>"])
    sheet.append([date(2024, 2, 29), datetime.fromisoformat("2024-02-29T06:30"), time(5, 0), timedelta(hours=30)])
    sheet.append([0, "0017"])
    sheet.append([None, None, "after two empty cells"])
    sheet.append([])
    sheet.append(["=1+1", "#N/A", 12345678901234567890, "ä ж 漢"])
    rich = CellRichText("one ", TextBlock(InlineFont(b=True), "two"), " three")
    sheet.append([rich])
    book.save(tmp_path / "a.xlsx")
    ours, theirs = both(tmp_path / "a.xlsx")
    assert ours == theirs
    assert ours[-1] == ["one two three"]
    assert ours[1][0] == datetime.fromisoformat("2024-02-29")


def rewritten(path, out, xml: str) -> None:
    """The workbook with another first sheet."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = xml.encode() if name == "xl/worksheets/sheet1.xml" else source.read(name)
            target.writestr(name, data)


@pytest.fixture
def plain(tmp_path):
    book = Workbook()
    book.active.append(["shared"])
    book.save(tmp_path / "plain.xlsx")
    return tmp_path / "plain.xlsx"


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="B1"><v>2</v></c><c r="AB1"><v>3</v></c></row><row r="5"><c r="A5"><v>1.50</v></c></row>',
        '<row><c><v>1</v></c><c><v>2</v></c></row><row><c t="str"><f>A1</f><v>x</v></c><c t="b"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>word</t><rPh sb="0" eb="1"><t>spoken</t></rPh></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t> b</t></r></is></c></row>',
        '<row r="1"><c r="B1" t="e"><v>#REF!</v></c></row>',
        '<row r="1"><c r="A1" t="d"><v>2024-05-31T00:00:00</v></c><c r="B1"/><c r="C1" t="n"><v>7</v></c></row>',
    ],
)
def test_cells_as_other_programs_write_them_read_the_same(plain, tmp_path, cells):
    xml = f'<worksheet xmlns="{_XLSX}"><sheetData>{cells}</sheetData></worksheet>'
    rewritten(plain, tmp_path / "b.xlsx", xml)
    ours, theirs = both(tmp_path / "b.xlsx")
    assert ours == theirs
    prefixed = xml.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    rewritten(plain, tmp_path / "c.xlsx", prefixed)
    assert both(tmp_path / "c.xlsx") == (ours, theirs)


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="ZZZZ1"><v>2</v></c></row>',
        '<row r="1"><c r="XFE1"><v>2</v></c></row>',
        '<row r="1"><c r="1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>many</v></c></row>',
        '<row r="1"><c r="A1"><v>2</v></row>',
    ],
)
def test_a_broken_sheet_is_told_as_one(plain, tmp_path, cells):
    xml = f'<worksheet xmlns="{_XLSX}"><sheetData>{cells}</sheetData></worksheet>'
    rewritten(plain, tmp_path / "d.xlsx", xml)
    book = load_workbook(plain, read_only=True, data_only=True)  # the sheet's size is looked up when it is opened
    book.close()
    book = load_workbook(plain, read_only=True, data_only=True)
    book._archive = zipfile.ZipFile(tmp_path / "d.xlsx")
    with pytest.raises(ValueError, match=r"."):
        list(lines_of(book, book.sheetnames[0]))
    book.close()
