"""What every page in the browser is watched for: errors in the console, refusals by the content policy, axe."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Page

SETTLED = """() => Promise.all(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().iterations !== Infinity)
  .map((one) => one.finished.catch(() => null))).then(() => null)"""
# A refused form or an ended session is an answer of the desk, which the browser reports as a failed load.
EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


@dataclass
class Watch:
    """Remembers what went wrong on a page."""

    problems: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        """Listen to a page from now on."""
        page.on("console", self.hear)
        page.on("pageerror", self.catch)

    def hear(self, message: ConsoleMessage) -> None:
        """Keep errors, among them those of the content policy."""
        if message.type == "error" and not EXPECTED.search(message.text):
            self.problems.append(message.text)

    def catch(self, error: Error) -> None:
        """Keep what a script threw."""
        self.problems.append(str(error))


def accessibility_faults(page: Page) -> list[str]:
    """Name the accessibility rules that a page breaks, each with the first elements that do."""
    # What is still fading in has the contrast of neither its beginning nor its end.
    page.evaluate(SETTLED)
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {', '.join(str(node['target'][0]) for node in fault['nodes'][:5])}" for fault in found]
