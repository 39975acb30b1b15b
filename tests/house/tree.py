"""What the house tests read: the files of the project and their syntax trees."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "csdesk"
TESTS = ROOT / "tests"
TEMPLATES = ROOT / "templates"
STATIC = PACKAGE / "static"
PURE_ROOMS = {"rules", "matching", "linking", "chain", "series", "parsing"}
WEB_ROOMS = {"views", "forms", "commands"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        """Give its path below the checkout, as a failure should name it."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def feature(self) -> str:
        """Give the package below csdesk it belongs to, or its own name for a file at the top."""
        return self.path.relative_to(PACKAGE).parts[0].removesuffix(".py")

    @property
    def room(self) -> str:
        """Give the room: ``actions`` for actions.py, actions_undo.py and actions/undo.py."""
        inside = self.path.relative_to(PACKAGE).parts[1:]
        return inside[0].removesuffix(".py").split("_")[0] if inside else self.path.stem

    @property
    def lines(self) -> int:
        """Count its lines."""
        return len(self.path.read_text(encoding="utf-8").splitlines())

    @property
    def tree(self) -> ast.Module:
        """Give its syntax tree."""
        return parse(self.path)

    def functions(self) -> Iterator[Function]:
        """Go through all its functions, methods included."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def imports(self) -> Iterator[tuple[str, int]]:
        """Go through the full names it imports, with their lines."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


@functools.cache
def parse(path: Path) -> ast.Module:
    """Parse one file, once."""
    return ast.parse(path.read_text(encoding="utf-8"))


def modules(folder: Path = PACKAGE) -> list[Module]:
    """List the hand-written Python files below a folder."""
    generated = PACKAGE / "migrations" / "versions"
    return [Module(path) for path in sorted(folder.rglob("*.py")) if generated not in path.parents]


def features() -> list[Module]:
    """List the files of the feature packages: all of csdesk but its ground floor."""
    ground = {"kernel", "frontend", "migrations"}
    return [module for module in modules() if module.path.parent != PACKAGE and module.feature not in ground]


def length(function: Function) -> int:
    """Count the lines of a function's body, its docstring left out."""
    start = function.body[0]
    has_docstring = isinstance(start, ast.Expr) and isinstance(start.value, ast.Constant)
    first = function.body[1] if has_docstring and len(function.body) > 1 else start
    return (function.end_lineno or function.lineno) - first.lineno + 1


def templates() -> list[Path]:
    """List the templates."""
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


def own_scripts() -> list[Path]:
    """List our own scripts; the fetched ones lie under vendor."""
    return sorted(path for path in STATIC.rglob("*.js") if "vendor" not in path.parts)


def own_styles() -> list[Path]:
    """List our own style sheets."""
    return sorted(path for path in STATIC.rglob("*.css") if "vendor" not in path.parts)


def label(path: Path) -> str:
    """Name a file below the checkout."""
    return path.relative_to(ROOT).as_posix()


def listed(found: Iterable[str]) -> str:
    """Write out all that was found, one to a line: a failure should not have to be run again to be read."""
    return "\n" + "\n".join(sorted(found))
