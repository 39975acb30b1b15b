"""What the import contracts in pyproject.toml cannot say: who commits, who reads the time, who knows Flask."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house import tree

WEB = ("flask.", "flask_login.", "flask_wtf.", "wtforms.")
# Flask's names may stand at the edge of the program only.
EDGE_FILES = {f"csdesk/{name}.py" for name in ("__init__", "app", "cli", "extensions", "home", "serving")}
EDGE_FEATURES = {"web", "demo", "migrations"}
EDGE_ROOMS = tree.WEB_ROOMS | {"wiring", "engine", "links"}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
# Supervisors' numbers cut across everything, read-only; the demo looks for customers to play callers with.
OPEN_TO = {"reports", "demo"}


def calls(module: tree.Module) -> Iterator[tuple[str, int]]:
    """Go through what a module calls, as ``name.attribute`` or ``name``."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def test_only_the_unit_of_work_commits() -> None:
    stray = [
        f"{module.name}:{line} {name}"
        for module in tree.modules()
        for name, line in calls(module)
        if name.endswith((".commit", ".rollback")) and module.name != "csdesk/kernel/db.py"
    ]
    assert not stray, tree.listed(stray)


def test_only_the_clock_reads_the_time() -> None:
    stray = [
        f"{module.name}:{line} {name}"
        for module in tree.modules()
        for name, line in calls(module)
        if name in CLOCKS and module.name != "csdesk/kernel/clock.py"
    ]
    assert not stray, tree.listed(stray)


def may_know_flask(module: tree.Module) -> bool:
    return module.name in EDGE_FILES or module.feature in EDGE_FEATURES or module.room in EDGE_ROOMS


def test_flask_stays_at_the_edge() -> None:
    stray = [
        f"{module.name}:{line} {name}"
        for module in tree.modules()
        for name, line in module.imports()
        if name.startswith(WEB) and not may_know_flask(module)
    ]
    assert not stray, tree.listed(stray)


def test_pure_rooms_import_no_library() -> None:
    library = ("sqlalchemy", "flask", "wtforms", "pydantic", "huey")
    stray = [
        f"{module.name}:{line} {name}"
        for module in tree.features()
        if module.room in tree.PURE_ROOMS
        for name, line in module.imports()
        if name.startswith(library)
    ]
    assert not stray, tree.listed(stray)


def test_tables_of_another_feature_are_closed() -> None:
    stray = []
    for module in tree.features():
        for name, line in module.imports():
            parts = name.split(".")
            foreign = parts[0] == "csdesk" and len(parts) > 2 and parts[1] != module.feature
            if foreign and parts[2].split("_")[0] == "models" and module.feature not in OPEN_TO:
                stray.append(f"{module.name}:{line} {name}")
    assert not stray, tree.listed(stray)


def test_only_the_log_writes_the_log() -> None:
    tables = {"AuditEvent", "AuditHead", "AuditSubject", "AuditDetail"}
    stray = [
        f"{module.name}:{line} {name}"
        for module in tree.modules()
        for name, line in calls(module)
        if name.split(".")[-1] in tables and module.feature != "audit"
    ]
    assert not stray, tree.listed(stray)
