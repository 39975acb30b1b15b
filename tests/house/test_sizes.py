"""Small rooms: no file, function, view, template or script outgrows its budget."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house import tree

FILE = 400
TEST_FILE = 500
CONFTEST = 200
FUNCTION = 60
VIEW = 20
TEMPLATE = 150
SCRIPT = 120


def too_long(files: list[Path], most: int) -> list[str]:
    counted = {tree.label(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    return [f"{name}: {count} lines, {most} allowed" for name, count in counted.items() if count > most]


def test_files_of_the_product_are_small() -> None:
    assert too_long([module.path for module in tree.modules()], FILE) == []


def test_files_of_tests_are_small() -> None:
    assert too_long([module.path for module in tree.modules(tree.TESTS)], TEST_FILE) == []
    assert too_long([tree.TESTS / "conftest.py"], CONFTEST) == []


def test_functions_are_small() -> None:
    long = [
        f"{module.name}:{function.lineno} {function.name}: {tree.length(function)} lines"
        for module in tree.modules()
        for function in module.functions()
        if tree.length(function) > FUNCTION
    ]
    assert not long, tree.listed(long)


def is_view(function: tree.Function) -> bool:
    """A view is what a blueprint's decorator registers."""
    return any(
        isinstance(mark, ast.Call)
        and isinstance(mark.func, ast.Attribute)
        and mark.func.attr in {"get", "post", "route"}
        for mark in function.decorator_list
    )


def test_views_are_boring() -> None:
    long = [
        f"{module.name}:{function.lineno} {function.name}: {tree.length(function)} lines"
        for module in tree.features()
        for function in module.functions()
        if is_view(function) and tree.length(function) > VIEW
    ]
    assert not long, tree.listed(long)


def test_templates_are_small() -> None:
    assert too_long(tree.templates(), TEMPLATE) == []


def test_scripts_are_small() -> None:
    assert too_long(tree.own_scripts(), SCRIPT) == []
