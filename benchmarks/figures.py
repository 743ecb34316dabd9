"""Ratios of things that were measured in turn, so that a machine that is busy for a moment is busy for both."""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of the rounds' own ratios, with the lowest and highest round."""

    median: float
    low: float
    high: float
    rounds: int

    def __str__(self) -> str:
        return f"{self.median:.2f} (rounds {self.low:.2f} to {self.high:.2f})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """Ours divided by theirs, round by round. Raises ValueError when the rounds do not pair up."""
    each = [one / other for one, other in zip(ours, theirs, strict=True)]
    return Ratio(statistics.median(each), min(each), max(each), len(each))


def title(text: str) -> None:
    """Print a benchmark's name and how busy the machine is with other things."""
    load = os.getloadavg()[0]
    print(f"\n{text}\n{'-' * len(text)}\nload average at the start: {load:.1f} on {os.cpu_count()} cores", flush=True)


def line(name: str, value: object, note: str = "") -> None:
    """Print one figure."""
    print(f"  {name:<46} {value!s}{'   ' + note if note else ''}", flush=True)
