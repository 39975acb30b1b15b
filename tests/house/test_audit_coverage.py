"""Nothing happens unseen: every action records an event, and every kind of event is asserted by some test."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from csdesk.audit.tags import Action
from tests.house import tree

# Actions without an event of their own, each with its reason.
QUIET = {
    "csdesk/agents/actions.py:note_activity": "a heartbeat of the session; what is done has its own events",
    "csdesk/agents/actions.py:end_sessions": "a step of actions that record why sessions ended",
    "csdesk/agents/actions.py:rotate_token": "changes a row that its caller records",
    "csdesk/audit/actions.py:hashed_terms": "computes, writes nothing",
    "csdesk/audit/actions.py:unwrap": "computes, writes nothing",
    "csdesk/jobs/actions.py:enqueue": "owes work for something that its caller records",
    "csdesk/jobs/actions.py:claim": "bookkeeping of the worker; what the job does has its own events",
    "csdesk/jobs/actions.py:save_progress": "same",
    "csdesk/jobs/actions.py:finish": "same",
    "csdesk/jobs/actions.py:fail": "same",
    "csdesk/jobs/actions.py:put_back": "same",
    "csdesk/jobs/actions.py:take_turn": "same",
}
# Calls in which a test makes an event rather than finding one.
MAKERS = {"make_event", "record"}


def action_files() -> list[tree.Module]:
    """List the files whose public functions change state."""
    return [module for module in tree.features() if module.room == "actions"]


def called_names(node: ast.AST) -> Iterator[str]:
    """Go through the last part of every name called in a piece of code."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            yield ast.unparse(inner.func).split(".")[-1]


def recorders() -> set[str]:
    """Name every function of the product that records, itself or through others that do."""
    bodies: dict[str, set[str]] = {}
    for module in tree.modules():
        for function in module.functions():
            bodies.setdefault(function.name, set()).update(called_names(function))
    found = {"record"}
    while more := {name for name, calls in bodies.items() if calls & found} - found:
        found |= more
    return found


def test_every_action_records_an_event() -> None:
    recording = recorders()
    silent = [
        key
        for module in action_files()
        for function in module.tree.body
        if isinstance(function, tree.Function) and not function.name.startswith("_")
        if function.name not in recording and (key := f"{module.name}:{function.name}") not in QUIET
    ]
    assert not silent, tree.listed(silent)


def test_every_exception_still_exists() -> None:
    there = {f"{module.name}:{function.name}" for module in action_files() for function in module.functions()}
    assert set(QUIET) - there == set()


def tag_of(node: ast.AST) -> Iterator[str]:
    """Give the tag that one node names, as a member of the enum or by its value."""
    if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Action":
        if node.attr in Action.__members__:
            yield Action[node.attr].value
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in set(Action):
        yield node.value


def recorded_tags() -> set[str]:
    """Name the tags that the product records somewhere."""
    lists = {"tags.py", "texts.py", "words.py", "describe.py", "figures.py"}
    return {
        tag
        for module in tree.features()
        if module.path.name not in lists
        for node in ast.walk(module.tree)
        for tag in tag_of(node)
    }


def without_makers(node: ast.AST) -> Iterator[ast.AST]:
    """Go through a piece of code, past the calls in which a test itself makes an event."""
    if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in MAKERS:
        return
    yield node
    for inner in ast.iter_child_nodes(node):
        yield from without_makers(inner)


def asserted_tags() -> set[str]:
    """Name the tags that some test expects to find."""
    return {
        tag
        for module in tree.modules(tree.TESTS)
        for function in module.functions()
        for node in without_makers(function)
        for tag in tag_of(node)
    }


def test_every_kind_of_event_is_expected_by_a_test() -> None:
    unseen = recorded_tags() - asserted_tags()
    assert not unseen, tree.listed(unseen)


def test_every_kind_of_event_is_recorded_somewhere() -> None:
    assert set(Action) - recorded_tags() == set()
