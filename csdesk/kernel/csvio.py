"""CSV that a spreadsheet can open without running anything (ASVS 1.2.10)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def neutralize(cell: object) -> str:
    """The cell as text, with a quote before anything a spreadsheet would take for a formula."""
    text = "" if cell is None else str(cell)
    text = text.replace("\0", "")
    return f"'{text}" if text.startswith(DANGEROUS) else text


def write_rows(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The table as CSV text in pieces, UTF-8 with a byte-order mark, so that it can be streamed."""
    yield "\ufeff"
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([neutralize(name) for name in header])
    for count, row in enumerate(rows, 1):
        writer.writerow([neutralize(cell) for cell in row])
        if count % 500 == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
