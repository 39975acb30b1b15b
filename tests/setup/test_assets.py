"""The front-end files: exactly those of the lock, with their integrity values, small enough to send."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest

from csdesk.frontend import assets

BUDGET = 160 * 1024


def manifest() -> dict[str, str]:
    found: dict[str, str] = json.loads((assets.VENDOR / "manifest.json").read_text())["integrity"]
    return found


def test_files_belong_to_the_present_lock() -> None:
    assert assets.is_fresh()


def test_integrity_values_are_those_of_the_files() -> None:
    for name, value in manifest().items():
        digest = hashlib.sha384((assets.VENDOR / name).read_bytes()).digest()
        assert value == "sha384-" + base64.b64encode(digest).decode(), name


def test_scripts_and_styles_lie_compressed_beside_themselves() -> None:
    texts = [name for name in manifest() if Path(name).suffix in assets.COMPRESSIBLE]
    assert texts
    assert [name for name in texts if not (assets.VENDOR / f"{name}.gz").exists()] == []


def test_all_fetched_scripts_and_styles_together_fit_the_budget() -> None:
    files = [assets.VENDOR / f"{name}.gz" for name in manifest() if name.endswith((".js", ".css"))]
    assert sum(path.stat().st_size for path in files) <= BUDGET


def test_no_file_points_to_a_source_map_that_is_not_there() -> None:
    texts = [assets.VENDOR / name for name in manifest() if name.endswith((".js", ".css"))]
    assert [path.name for path in texts if b"sourceMappingURL" in path.read_bytes()] == []


def test_lock_files_name_no_host() -> None:
    for folder in (assets.HERE, Path(__file__).resolve().parent.parent / "tools"):
        assert "://" not in (folder / "package-lock.json").read_text()


def test_a_sprite_holds_each_icon_under_its_name(tmp_path: Path) -> None:
    (tmp_path / "dot.svg").write_text(
        '<svg xmlns="x" width="16" viewBox="0 0 16 16">\n  <path d="M0 0"/>\n</svg>', encoding="utf-8"
    )
    assert b'<symbol id="dot" viewBox="0 0 16 16" fill="currentColor"><path d="M0 0"/></symbol>' in assets.sprite(
        tmp_path, ["dot"]
    )


def test_what_is_no_drawing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dot.svg").write_text("not found", encoding="utf-8")
    with pytest.raises(assets.AssetError, match="dot"):
        assets.sprite(tmp_path, ["dot"])


def test_without_node_the_packaged_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert assets.system_npm() is None
