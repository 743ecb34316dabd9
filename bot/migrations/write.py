"""Write a revision for what changed in the models: ``python -m bot.migrations.write add_contacts``.

It is compared with a new database, brought up to the newest revision. ``--fresh`` deletes every revision
first and writes the only one anew: for the time before the first release.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

from bot.clock import Clock
from bot.database import Database
from bot.migrations.upgrade import FOLDER, run_alembic

VERSIONS = FOLDER / "versions"
MAX_NAME = 32
"""alembic keeps the revision in a column of this many characters."""


async def write(revision: str, *, fresh: bool) -> None:
    """Write ``versions/<revision>.py``."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{Path(folder, 'empty.db')}")
        title = revision.partition("_")[2].replace("_", " ").capitalize()
        try:
            if not fresh:
                await run_alembic(database, "upgrade", "head")
            await run_alembic(database, "revision", message=title, autogenerate=True, rev_id=revision)
        finally:
            await database.close()


def tidy(path: Path) -> None:
    """Format the file as the rest of the code is."""
    # A cycle of foreign keys is cut somewhere while tables are sorted; in a revision their order does that.
    path.write_text(path.read_text().replace(", use_alter=True", ""))
    for step in (("format",), ("check", "--fix", "--unsafe-fixes")):
        subprocess.run([sys.executable, "-m", "ruff", *step, "--quiet", str(path)], check=True)


def main() -> None:
    """Parse the command line and write."""
    parser = argparse.ArgumentParser(prog="python -m bot.migrations.write", description=__doc__)
    parser.add_argument("slug", help="what changed, in a few words: add_contacts")
    parser.add_argument("--fresh", action="store_true", help="one new revision instead of all there are")
    arguments = parser.parse_args()
    revision = f"{Clock().now():%Y%m%d}_{arguments.slug}"
    if len(revision) > MAX_NAME:
        parser.error(f"at most {MAX_NAME - 9} characters, please")
    if arguments.fresh:
        for path in VERSIONS.glob("[0-9]*.py"):
            path.unlink()
    asyncio.run(write(revision, fresh=arguments.fresh))
    tidy(VERSIONS / f"{revision}.py")


if __name__ == "__main__":
    main()
