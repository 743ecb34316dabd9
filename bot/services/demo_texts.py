"""What the demo's team is called, sells and writes down, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoTexts:
    """The words of one language, for the scripts of demo_stories.py.

    ``unit``: what one unit of a story's amount is worth, in minor units of the currency. ``phone``: a number with a
    place for two digits, of a range that no subscriber has. ``deals``: client, title and contact of each story in
    turn. ``notes``, ``plans`` and ``losses`` by the scripts' keys.
    """

    team: str
    group: str
    currency: str
    zone: str
    country: str
    unit: int
    phone: str
    deals: tuple[tuple[str, str, str], ...]
    notes: Mapping[str, str]
    plans: Mapping[str, str]
    losses: Mapping[str, str]
