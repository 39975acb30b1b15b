"""The doctor sees each fault, says what to do, fails for it, and leaves no marks."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from csdesk.config import Settings
from csdesk.doctor import database, group, machine
from csdesk.doctor.findings import Finding, Grade
from csdesk.frontend import assets
from csdesk.kernel.clock import frozen
from tests.tools import databases
from tests.tools.databases import Backend


def grades(findings: list[Finding]) -> dict[str, Grade]:
    """Give the gravest finding about each thing."""
    order = list(Grade)
    return {
        about: max((f.grade for f in findings if f.about == about), key=order.index)
        for about in {f.about for f in findings}
    }


def examined(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Result:
    """Run the command as an installation with these settings would."""
    monkeypatch.setenv("CSDESK_ENVIRONMENT", "test")
    monkeypatch.setenv("CSDESK_INSTANCE", str(settings.instance))
    monkeypatch.setenv("CSDESK_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("CSDESK_KEY_FILE", str(settings.keys))
    return CliRunner().invoke(group, [])


def test_a_sound_installation_passes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    result = examined(settings, monkeypatch)
    assert result.exit_code == 0, result.output
    assert "Nothing to mend." in result.output


def test_a_fault_fails_and_says_what_to_do(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.keys.unlink()
    result = examined(settings, monkeypatch)
    assert result.exit_code == 1
    assert "csdesk keys create" in result.output
    assert "1 to mend." in result.output


def test_a_setting_that_cannot_be_used_is_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDESK_UNDO_MINUTES", "never")
    result = examined(settings, monkeypatch)
    assert result.exit_code == 1
    assert "CSDESK_UNDO_MINUTES" in result.output


def test_unwise_settings_of_a_real_installation_are_noted(settings: Settings) -> None:
    real = settings.model_copy(update={"environment": "production"})
    advice = " ".join(finding.advice for finding in machine.check_settings(real))
    assert "CSDESK_TRUSTED_HOSTS" in advice
    assert "CSDESK_SECURE_COOKIES" in advice


def test_a_missing_folder_is_wrong(settings: Settings, tmp_path: Path) -> None:
    away = settings.model_copy(update={"instance": tmp_path / "away"})
    assert [finding.grade for finding in machine.check_folder(away)] == [Grade.WRONG]


def test_a_folder_open_to_all_is_wrong(settings: Settings) -> None:
    settings.instance.chmod(0o777)
    assert [finding.grade for finding in machine.check_folder(settings)] == [Grade.WRONG]


def test_keys_that_others_can_read_are_wrong(settings: Settings) -> None:
    settings.keys.chmod(0o644)
    assert [finding.advice for finding in machine.check_keys(settings)] == [f"chmod 600 {settings.keys}"]


def test_a_clock_before_this_program_is_wrong(settings: Settings) -> None:
    with frozen(datetime(1970, 1, 1, 1, tzinfo=UTC)):
        assert grades(list(machine.check_clock(settings)))["clock"] is Grade.WRONG


def test_an_unknown_time_zone_is_wrong(settings: Settings) -> None:
    odd = settings.model_copy(update={"timezone": "America/Nowhere"})
    assert grades(list(machine.check_clock(odd)))["clock"] is Grade.WRONG


def test_missing_front_end_files_are_wrong(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert grades(list(machine.check_assets(settings))) == {"assets": Grade.FINE}
    monkeypatch.setattr(assets, "VENDOR", tmp_path)
    assert grades(list(machine.check_assets(settings))) == {"assets": Grade.WRONG}


def test_front_end_files_of_another_version_are_wrong(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "manifest.json").write_text('{"stamp": "another"}')
    monkeypatch.setattr(assets, "VENDOR", tmp_path)
    assert grades(list(machine.check_assets(settings))) == {"assets": Grade.WRONG}


def test_an_empty_database_is_told_to_upgrade(settings: Settings, backend: Backend) -> None:
    url = databases.empty(backend, f"{databases.worker()}_empty")
    if backend is Backend.SQLITE:
        sqlite3.connect(url.removeprefix("sqlite:///")).close()
        Path(url.removeprefix("sqlite:///")).touch()
    bare = settings.model_copy(update={"database_url": url})
    found = [finding for finding in database.check_database(bare) if finding.about == "migrations"]
    assert [(finding.grade, finding.advice) for finding in found] == [(Grade.WRONG, "csdesk db upgrade")]
    databases.drop(url)


@pytest.mark.parametrize("backend", [Backend.SQLITE], indirect=True)
def test_looking_for_a_database_does_not_make_one(settings: Settings, tmp_path: Path) -> None:
    away = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'none.sqlite'}"})
    assert grades(list(database.check_database(away))) == {"database": Grade.WRONG}
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize("backend", [Backend.SQLITE], indirect=True)
@pytest.mark.parametrize("url", ["postgresql://desk@127.0.0.1:1/desk", "oracle://desk", "no address"])
def test_a_database_that_cannot_be_reached_is_wrong(settings: Settings, url: str) -> None:
    away = settings.model_copy(update={"database_url": url})
    findings = list(database.check_database(away))
    assert grades(findings) == {"database": Grade.WRONG}
    assert all(finding.advice for finding in findings)


@pytest.mark.parametrize("backend", [Backend.POSTGRES], indirect=True)
def test_a_clock_that_differs_from_the_servers_is_wrong(settings: Settings) -> None:
    with frozen(datetime.now(UTC) + timedelta(minutes=5)):
        assert grades(list(database.check_database(settings)))["clock"] is Grade.WRONG


@pytest.mark.parametrize("backend", [Backend.POSTGRES], indirect=True)
def test_a_database_role_that_may_change_the_log_is_noted(settings: Settings) -> None:
    texts = [finding.text for finding in database.check_database(settings) if finding.grade is Grade.NOTE]
    assert any("only triggers refuse it" in said for said in texts)


def test_a_database_of_something_else_is_refused(settings: Settings, backend: Backend) -> None:
    url = databases.empty(backend, f"{databases.worker()}_other")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoices (id INTEGER)"))
    engine.dispose()
    other = settings.model_copy(update={"database_url": url})
    assert grades(list(database.check_database(other)))["migrations"] is Grade.WRONG
    databases.drop(url)
