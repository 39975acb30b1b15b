"""A spreadsheet that opens our CSV runs nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.kernel.csvio import DANGEROUS, neutralize, write_rows


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", "＝1", "\0=1"])
def test_formulas_become_text(cell: str) -> None:
    assert neutralize(cell).startswith("'")


@pytest.mark.parametrize("cell", ["Okafor", "12 Main St", "", "a=b", "O'Neil"])
def test_plain_text_stays(cell: str) -> None:
    assert neutralize(cell) == cell


def test_nothing_becomes_an_empty_cell() -> None:
    assert neutralize(None) == ""


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=20))
def test_every_cell_read_back_is_harmless(rows: list[list[str]]) -> None:
    text = "".join(write_rows(["a", "b"], rows))
    assert text.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(text[1:], newline="")))
    assert len(read) == len(rows) + 1
    assert not any(cell.startswith(DANGEROUS) for row in read[1:] for cell in row)


def test_a_column_name_of_a_foreign_file_is_no_formula_either() -> None:
    assert "".join(write_rows(["line", "=HYPERLINK(1)"], [])) == "\ufeffline,'=HYPERLINK(1)\r\n"
