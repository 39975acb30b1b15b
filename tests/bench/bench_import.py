"""How fast customers come in: `python -m tests.bench.bench_import [rows] [database address]`.

Invents the file, imports it, then imports it again (nothing changes), and prints seconds, rows a second and memory.
Without an address it uses a SQLite file that is thrown away.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy.orm import Session

from csdesk.demo.people import people, write_csv
from csdesk.imports.running import import_file
from csdesk.imports.values import Plan
from csdesk.kernel.actor import cli_actor
from csdesk.kernel.crypto import new_keyring
from tests.tools.databases import build_schema, engine_for


def main(rows: int, address: str | None) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "customers.csv"
        began = time.perf_counter()
        write_csv(file, (person.row for person in people(rows)))
        _say("invented", rows, began)
        with engine_for(address or f"sqlite:///{folder}/bench.sqlite") as engine, Session(engine) as session:
            build_schema(engine)
            session.info["keys"] = new_keyring()
            for word in ("imported", "imported again"):
                began = time.perf_counter()
                _, counts = import_file(session, actor=cli_actor(), path=file, plan=Plan())
                _say(word, counts.rows, began)


def _say(word: str, rows: int, began: float) -> None:
    """One line of result."""
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{word:>15}: {rows:>9,} rows in {seconds:6.1f} s, {rows / seconds:>8,.0f} rows/s, {memory} MiB")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, sys.argv[2] if len(sys.argv) > 2 else None)
