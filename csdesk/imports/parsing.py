"""From the bytes of a file to numbered records: encoding, delimiter, quoted newlines, Parquet.

Any bytes at all give either records or a `Rejected` with a sentence, never another error.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

import duckdb

from csdesk.errors import Rejected
from csdesk.imports.columns import guess

DELIMITERS = (",", ";", "\t", "|", "^")
DELIMITER_NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|", "caret": "^"}
LONGEST_CELL = 131_072
_BLOCK = 1 << 20
_PARQUET_MAGIC = b"PAR1"
_SAMPLE = 65_536
_NO_FILE_ENCODINGS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7"}


class Record(NamedTuple):
    """One record and the line it begins on (for Parquet: its row, counted from 1)."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a file turned out to be."""

    kind: str
    """`csv` or `parquet`."""
    encoding: str
    delimiter: str
    header: tuple[str, ...]


class FileReader:
    """Reads records one after another and knows how far it has come."""

    def __init__(self, path: Path, shape: Shape) -> None:
        self.shape = shape
        self.size = max(path.stat().st_size, 1)
        self._path = path
        self._position: BinaryIO | None = None
        self._share = 0.0

    @property
    def share(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        if self._position is not None and not self._position.closed:
            self._share = min(self._position.tell() / self.size, 1.0)
        return self._share

    def records(self, skip: int = 0) -> Generator[Record]:
        """Every record after the header, without the first `skip`; close it to let go of the file."""
        found = self._csv_records() if self.shape.kind == "csv" else self._parquet_records()
        with closing(found):
            yield from islice(found, skip, None)

    def _csv_records(self) -> Generator[Record]:
        try:
            with self._path.open("rb") as file:
                self._position = file
                text = io.TextIOWrapper(file, encoding=self.shape.encoding, newline="")
                yield from _records(text, self.shape.delimiter)
                self._share = 1.0
        except UnicodeError as error:
            raise Rejected(_not_text(self.shape.encoding)) from error

    def _parquet_records(self) -> Generator[Record]:
        with duckdb.connect() as connection:
            cursor = _parquet_cursor(connection, self._path)
            total = _parquet_rows(self._path)
            line = 0
            while batch := _parquet_batch(cursor):
                for row in batch:
                    line += 1
                    yield Record(line, ["" if cell is None else str(cell) for cell in row])
                self._share = line / max(total, 1)


def fingerprint(path: Path) -> str:
    """SHA-256 of the file: the same file imported again is known by it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def examine(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Shape:
    """Find out what the file is; what was told is believed and checked."""
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise Rejected("The file is empty.")
    if start == _PARQUET_MAGIC:
        return Shape("parquet", "", "", _parquet_header(path))
    codec = _told_encoding(encoding) if encoding else _detected_encoding(path)
    mark = _told_delimiter(delimiter) if delimiter else _sniffed_delimiter(path, codec)
    return Shape("csv", codec, mark, _csv_header(path, codec, mark))


def _told_encoding(name: str) -> str:
    """The codec of that name, if it is one for text; a byte-order mark is dropped by UTF-8 too."""
    try:
        codec = codecs.lookup(name)
        "".encode(codec.name)
    except (LookupError, UnicodeError, ValueError) as error:
        raise Rejected(f"There is no text encoding named {name!r}. Try utf-8, utf-16 or windows-1252.") from error
    if codec.name.replace("_", "-") in {known.replace("_", "-") for known in _NO_FILE_ENCODINGS}:
        raise Rejected(f"Files are not written in {codec.name}. Try utf-8, utf-16 or windows-1252.")
    return "utf-8-sig" if codec.name == "utf-8" else codec.name


def _detected_encoding(path: Path) -> str:
    """By byte-order mark, by the zeros of UTF-16, then UTF-8 if every byte fits, else windows-1252."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) > len(sample) // 5:
        return "utf-16-le" if odd > even else "utf-16-be"
    for codec in ("utf-8-sig", "cp1252"):
        if _decodes(path, codec):
            return codec
    raise Rejected("The encoding of the file cannot be told. Say which it is: utf-8, utf-16, windows-1252 or another.")


def _decodes(path: Path, codec: str) -> bool:
    """Whether the whole file is sound in this encoding."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _told_delimiter(told: str) -> str:
    """One character, or its name."""
    mark = DELIMITER_NAMES.get(told.strip().lower(), told)
    if len(mark) != 1 or mark in '"\r\n\0' or mark.isalnum():
        raise Rejected("A delimiter is one character: comma, semicolon, tab, pipe or caret.")
    return mark


def _sniffed_delimiter(path: Path, codec: str) -> str:
    """The one under which the header shows most of our fields, then most columns."""
    head = _head(path, codec)
    scores = [(_header_score(head, mark), -rank, mark) for rank, mark in enumerate(DELIMITERS)]
    return max(scores)[2]


def _header_score(head: str, mark: str) -> tuple[int, int]:
    """How much the first record looks like a header when split at this character."""
    header = next(_rows(io.StringIO(head, newline=""), mark), [])
    return len(guess(header)), len(header)


def _head(path: Path, codec: str) -> str:
    """The beginning of the file as text; a character cut at the end of the sample does not matter."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    try:
        return codecs.getincrementaldecoder(codec)().decode(sample)
    except UnicodeError as error:
        raise Rejected(_not_text(codec)) from error


def _csv_header(path: Path, codec: str, mark: str) -> tuple[str, ...]:
    """The first record that is not blank."""
    try:
        with path.open("r", encoding=codec, newline="") as text:
            header = next((row for row in _rows(text, mark) if any(cell.strip() for cell in row)), None)
    except UnicodeError as error:
        raise Rejected(_not_text(codec)) from error
    if header is None:
        raise Rejected("The file has no header line.")
    return tuple(cell.strip() for cell in header)


def _rows(text: Iterable[str], mark: str) -> Iterator[list[str]]:
    """Rows of cells; what the csv module cannot read becomes a sentence."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        yield from csv.reader(text, delimiter=mark)
    except csv.Error as error:
        raise Rejected("A quote opens in the file and never closes, or a cell is longer than 128 KB.") from error


def _records(text: Iterable[str], mark: str) -> Iterator[Record]:
    """Records with their first line; blank lines and the header are left out."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(text, delimiter=mark)
    line, is_header = 1, True
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            if not cells or (is_header and not any(cell.strip() for cell in cells)):
                continue
            if is_header:
                is_header = False
                continue
            yield Record(begins, cells)
    except csv.Error as error:
        raise Rejected(f"Line {line}: a quote opens and never closes, or a cell is longer than 128 KB.") from error


def _not_text(codec: str) -> str:
    """What to say when bytes do not fit the encoding."""
    name = {"utf-8-sig": "utf-8", "cp1252": "windows-1252"}.get(codec, codec)
    return f"The file is not {name} text all the way through. Say its encoding, or save it again as UTF-8."


def _parquet_cursor(connection: duckdb.DuckDBPyConnection, path: Path) -> duckdb.DuckDBPyConnection:
    """A cursor over all rows in the order of the file, in little memory."""
    try:
        connection.execute("SET memory_limit = '256MB'")
        connection.execute("SET threads = 1")
        return connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
    except duckdb.Error as error:
        raise Rejected("The file begins like Parquet but cannot be read as such.") from error


def _parquet_batch(cursor: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """The next rows; damage in the middle of the file becomes a sentence."""
    try:
        return cursor.fetchmany(4_096)
    except duckdb.Error as error:
        raise Rejected("The Parquet file is damaged and cannot be read to its end.") from error


def _parquet_header(path: Path) -> tuple[str, ...]:
    """The names of the columns."""
    with duckdb.connect() as connection:
        described = _parquet_cursor(connection, path).description or []
    return tuple(str(column[0]) for column in described)


def _parquet_rows(path: Path) -> int:
    """How many rows the file says it has."""
    with duckdb.connect() as connection:
        found = connection.execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", [str(path)]).fetchone()
    return int(found[0]) if found and found[0] else 0
