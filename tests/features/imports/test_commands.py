"""`csdesk customers import` as somebody types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from csdesk.cli import main
from csdesk.config import Settings
from tests.factories.imports import many, row, write_file

Run = Callable[..., Result]


@pytest.fixture
def desk(settings: Settings, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the csdesk command on this test's installation."""
    monkeypatch.setenv("CSDESK_ENVIRONMENT", "test")
    monkeypatch.setenv("CSDESK_INSTANCE", str(settings.instance))
    monkeypatch.setenv("CSDESK_KEY_FILE", str(settings.keys))
    monkeypatch.setenv("CSDESK_DATABASE_URL", database_url)

    def run(*words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words])

    return run


def test_json_is_exactly_the_six_numbers(desk: Run, tmp_path: Path) -> None:
    path = write_file(tmp_path, *many(3), row(zip="1"))
    done = desk("customers", "import", "--json", path)
    assert done.exit_code == 0, done.output
    assert done.stdout.strip() == (
        '{"rows": 4, "created": 3, "updated": 0, "unchanged": 0, "rejected": 1, "conflicts": 0}'
    )


def test_a_dry_run_promises_and_writes_nothing(desk: Run, tmp_path: Path) -> None:
    path = write_file(tmp_path, *many(3))
    promised = desk("customers", "import", "--dry-run", "--json", path)
    assert json.loads(promised.stdout) == json.loads(desk("customers", "import", "--json", path).stdout)


def test_words_for_people_and_a_file_of_bad_rows(desk: Run, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(
        "customer_number,first_name,last_name,shoe_size,email\n1,Ann,Lee,38,\n2,=cmd|' /C calc'!A0,,41,x\n", "utf-8"
    )
    target = tmp_path / "bad.csv"
    done = desk("customers", "import", path, "--rejects", target)
    assert "created            1" in done.stdout
    assert "Columns ignored: shoe_size" in done.stdout
    lines = target.read_text("utf-8-sig").splitlines()
    assert lines[0] == "line,reason,customer_number,first_name,last_name,shoe_size,email"
    assert lines[1].startswith("3,last_name is missing; email is not an e-mail address,2,'=cmd|")


def test_a_mapping_encoding_and_delimiter_can_be_told(desk: Run, tmp_path: Path) -> None:
    path = tmp_path / "theirs.txt"
    path.write_bytes("Nr~Vorname~Nachname\n1~Jörg~Müller\n".encode("cp437"))
    maps = [
        word for pair in ("Nr=customer_number", "Vorname=first_name", "Nachname=last_name") for word in ("--map", pair)
    ]
    done = desk("customers", "import", "--json", "--encoding", "cp437", "--delimiter", "~", *maps, path)
    assert json.loads(done.stdout)["created"] == 1


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("first_name,last_name\nA,B\n", [], "lacks the column customer_number"),
        ("customer_number,first_name,last_name\n", ["--map", "nonsense"], "--map wants THEIRS=OURS"),
        ("", [], "The file is empty."),
        ("customer_number,first_name,last_name\n", ["--encoding", "klingon"], "no text encoding"),
    ],
)
def test_a_refusal_is_one_sentence_and_status_2(
    desk: Run, tmp_path: Path, content: str, options: list[str], words: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_text(content)
    done = desk("customers", "import", "--json", *options, path)
    assert done.exit_code == 2
    assert words in done.stderr
    assert done.stdout == ""
