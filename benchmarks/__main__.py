"""``python -m benchmarks [taps] [move] [start] [lists] [inline] [sweep]``; without names, all of them."""

from __future__ import annotations

import argparse
import platform
import signal
import sys
from collections.abc import Callable, Sequence

from benchmarks import inline, lists, move, start, sweep, taps

BENCHMARKS: dict[str, Callable[[int], None]] = {
    "taps": taps.main,
    "move": move.main,
    "start": start.main,
    "lists": lists.main,
    "inline": inline.main,
    "sweep": sweep.main,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run what is asked for, one after another."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *BENCHMARKS], metavar="name", help=", ".join(BENCHMARKS))
    parser.add_argument("--rounds", type=int, default=5, help="how often each side is measured (5)")
    arguments = parser.parse_args(argv)
    # So that the blocks which stop children and drop databases are left.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(f"Python {platform.python_version()} on {platform.machine()}. Ratios hold elsewhere; times do not.")
    for name in arguments.names or BENCHMARKS:
        BENCHMARKS[name](arguments.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
