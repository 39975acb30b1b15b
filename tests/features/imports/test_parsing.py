"""From bytes to records: encodings, delimiters, quotes, Parquet, and any rubbish at all."""

from __future__ import annotations

import codecs
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from csdesk.errors import Rejected
from csdesk.imports.parsing import FileReader, examine, fingerprint
from tests.factories.imports import csv_text, row

NAMES = [row(last_name="Núñez"), row(customer_number="2", last_name="Müller", city="Zürich")]
HEADER = b"customer_number,first_name,last_name\r\n"


def cells(path: Path, **told: str) -> list[list[str]]:
    """Read everything."""
    return [list(record.cells) for record in FileReader(path, examine(path, **told)).records()]


def written(folder: Path, content: bytes) -> Path:
    """Write a file of these bytes."""
    path = folder / "file.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
def test_finds_the_encoding_out(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, csv_text(NAMES).encode(encoding))
    assert [found[3] for found in cells(path)] == ["Núñez", "Müller"]


def test_believes_an_encoding_that_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, csv_text(NAMES).encode("cp437"))
    assert [found[3] for found in cells(path, encoding="cp437")] == ["Núñez", "Müller"]


def test_a_told_utf8_file_may_have_a_mark(tmp_path: Path) -> None:
    path = written(tmp_path, codecs.BOM_UTF8 + HEADER)
    assert examine(path, encoding="utf-8").header[0] == "customer_number"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^"])
def test_finds_the_delimiter_out(tmp_path: Path, delimiter: str) -> None:
    path = written(tmp_path, csv_text(NAMES, delimiter=delimiter).encode())
    assert examine(path).delimiter == delimiter
    assert len(cells(path)) == 2


@pytest.mark.parametrize(("told", "mark"), [("tab", "\t"), ("semicolon", ";"), ("~", "~")])
def test_believes_a_delimiter_that_is_told(tmp_path: Path, told: str, mark: str) -> None:
    path = written(tmp_path, csv_text(NAMES, delimiter=mark).encode())
    assert cells(path, delimiter=told)[1][7] == "Zürich"


def test_a_quoted_newline_is_part_of_a_cell_and_lines_stay_true(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + b'1,Ann,"Two\r\nlines"\r\n\r\n2,Bo,Next\r\n')
    found = list(FileReader(path, examine(path)).records())
    assert [(record.line, list(record.cells)) for record in found] == [
        (2, ["1", "Ann", "Two\r\nlines"]),
        (5, ["2", "Bo", "Next"]),
    ]


def test_lines_of_old_macs_are_lines(tmp_path: Path) -> None:
    assert len(cells(written(tmp_path, b"customer_number,first_name,last_name\r1,A,B\r2,C,D\r"))) == 2


def test_skips_what_was_read_before(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + b"1,A,B\n2,C,D\n3,E,F\n")
    reader = FileReader(path, examine(path))
    assert [record.line for record in reader.records(skip=2)] == [4]
    assert reader.share == 1.0


def test_reads_parquet_of_any_types(tmp_path: Path) -> None:
    path = tmp_path / "customers.parquet"
    duckdb.execute(
        f"COPY (SELECT 7 AS customer_number, 'Ana' AS first_name, NULL AS suffix, DATE '2025-05-03' AS opt_in_at)"
        f" TO '{path}' (FORMAT parquet)"
    )
    shape = examine(path)
    assert shape.kind == "parquet"
    assert shape.header == ("customer_number", "first_name", "suffix", "opt_in_at")
    assert cells(path) == [["7", "Ana", "", "2025-05-03"]]


@pytest.mark.parametrize(
    ("content", "told", "words"),
    [
        (b"", {}, "empty"),
        (b"\r\n , \r\n", {}, "no header"),
        (b"PAR1 but not really", {}, "begins like Parquet"),
        (HEADER, {"encoding": "klingon"}, "no text encoding named 'klingon'"),
        (HEADER, {"encoding": "rot13"}, "no text encoding"),
        (HEADER, {"encoding": "idna"}, "not written in"),
        (HEADER, {"delimiter": "ab"}, "one character"),
        (HEADER, {"delimiter": '"'}, "one character"),
        (HEADER + b"1,\xff\xfe,\x81", {}, "cannot be told"),
    ],
)
def test_says_why_a_file_cannot_be_read(tmp_path: Path, content: bytes, told: dict[str, str], words: str) -> None:
    with pytest.raises(Rejected) as refusal:
        cells(written(tmp_path, content), **told)
    assert words in refusal.value.message


def test_damage_in_the_middle_is_told_when_it_is_reached(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + b"1,Ann,Lee\n" * 50_000 + b"2,\xff,Lee\n")
    with pytest.raises(Rejected, match="not utf-8 text all the way"):
        cells(path, encoding="utf-8")


def test_a_quote_that_never_closes_is_told_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + b"1,Ann,Lee\n" + b'2,"Bo,Lee\n' + b"3,Cy,Lee\n" * 20_000)
    with pytest.raises(Rejected, match="Line 3: a quote opens"):
        cells(path)


def test_the_same_bytes_have_the_same_fingerprint(tmp_path: Path) -> None:
    assert fingerprint(written(tmp_path, b"abc")) == fingerprint(written(tmp_path, b"abc"))


@given(
    content=st.one_of(
        st.binary(max_size=400), st.binary(max_size=200).map(lambda tail: HEADER + tail), st.text().map(str.encode)
    ),
    encoding=st.sampled_from([None, "utf-8", "utf-16", "utf-32", "windows-1252", "shift_jis", "utf-7", "hz"]),
    delimiter=st.sampled_from([None, ",", "tab", "\x01"]),
)
@example(content=b"PAR1" + bytes(40) + b"PAR1", encoding=None, delimiter=None)
@settings(deadline=None, max_examples=150)
def test_any_bytes_give_records_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, encoding: str | None, delimiter: str | None
) -> None:
    path = written(tmp_path_factory.mktemp("any"), content)
    try:
        shape = examine(path, encoding=encoding, delimiter=delimiter)
        records = list(FileReader(path, shape).records())
    except Rejected as refusal:
        said = refusal.message
    else:
        said = "."
        assert [record.line for record in records] == sorted(record.line for record in records)
    assert said.endswith(".")
