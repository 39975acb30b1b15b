"""``python -m tests.tools "What changes"``: write the next migration from the models."""

from __future__ import annotations

import sys

from tests.tools import databases, migrations

databases.import_models()
print(migrations.write_next(" ".join(sys.argv[1:])))  # noqa: T201 - a command's answer
