"""What the sweep does, written by hand as SQL: the yardstick. In sets, each step one transaction, as durable as ours.

The same rows are read, written and locked through the same indexes. It is let off what is no work of a database: it
looks at no working hours, everybody may be nudged now, and every reminder rings again after 48 hours.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import asyncpg

from benchmarks.move import raw_connection

RHYTHM = timedelta(hours=48)


class Side(Protocol):
    """Either side of the comparison. Every method claims what is due at ``now``, and ends committed."""

    async def follow_ups(self, now: datetime) -> None:
        """Due times are emptied, reminders written."""

    async def ring(self, now: datetime) -> None:
        """Due reminders become nudges and outbox rows, and are due again later."""

    async def stuck(self, now: datetime) -> None:
        """Deals past their limit count as stuck, and history says so."""


_KIND = """CASE WHEN paused_until IS NOT NULL OR (kind = 'parked' AND next_step_at IS NULL) THEN 'return'
    WHEN next_step_at <= {now} OR next_step_at <= follow_up_at THEN 'step' ELSE 'follow_up' END"""
_REMINDER = "INSERT INTO reminder (team_id, deal_id, user_id, kind, state, arose_at, ring_at, exact, rung)"
_EVENT = """INSERT INTO deal_event
    (team_id, deal_id, kind, actor_id, at, version, to_stage_id, amount_minor, currency, data, before)"""
_OPEN = "reminder.state IN ('waiting', 'live')"
_DUE = "follow_up_at <= {now} ORDER BY follow_up_at LIMIT 1000"
_STUCK = "stuck_at <= {now} AND stuck_since IS NULL ORDER BY stuck_at LIMIT 1000"
_RINGING = f"""SELECT reminder.id, reminder.user_id, reminder.team_id, rung, nudge_id, ring_at, exact, ignored,
        stage_id, followup_hours
    FROM reminder JOIN deal ON deal.id = reminder.deal_id JOIN stage ON stage.id = deal.stage_id
    WHERE ring_at <= {{now}} AND {_OPEN} AND reminder_id = reminder.id AND NOT closed AND paused_until IS NULL
    ORDER BY ring_at LIMIT 1000"""
_PEOPLE = f"""SELECT member.*, team.*, user_account.*
    FROM member JOIN team ON team.id = member.team_id JOIN user_account ON user_account.id = member.user_id
    WHERE active AND (member.user_id, member.team_id) IN
        (SELECT DISTINCT user_id, team_id FROM reminder WHERE ring_at <= {{now}} AND {_OPEN})"""
_HEARD = "SELECT user_id, made_at FROM nudge WHERE made_at > {now}"
_COMING = "SELECT chat_id, created_at FROM outbox WHERE state = 'pending' AND kind IN ('digest', 'question', 'answer')"
_ACTED = (
    "SELECT actor_id, max(at) FROM deal_event WHERE at > {now} AND team_id IN (SELECT id FROM team) GROUP BY actor_id"
)
_NUDGE = "INSERT INTO nudge (team_id, user_id, kind, made_at, closed)"
_OUTBOX = """INSERT INTO outbox
    (dedupe_key, kind, args, chat_id, thread_id, priority, due_at, state, attempts, created_at)"""


def by_person(rows: Iterable[Any]) -> dict[tuple[int, int], list[Any]]:
    """Ringing reminders by (user, team)."""
    groups: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in rows:
        groups[row[1], row[2]].append(row)
    return groups


class RawSqlite:
    """`Side` through ``sqlite3``, with the pragmas of ours."""

    def __init__(self, path: Path) -> None:
        self._connection = raw_connection(path)

    async def follow_ups(self, now: datetime) -> None:
        at, due = _moment(now), _DUE.format(now=":now")
        reminder = f"""{_REMINDER} SELECT team_id, id, owner_id, {_KIND.format(now=":now")}, 'waiting', follow_up_at,
            :now, 0, 0 FROM deal WHERE {due} ON CONFLICT (deal_id) WHERE state IN ('waiting', 'live') DO NOTHING"""
        deal = f"""UPDATE deal SET follow_up_at = NULL, snoozed_until = NULL,
            reminder_id = (SELECT id FROM reminder WHERE deal_id = deal.id AND {_OPEN})
            WHERE id IN (SELECT id FROM deal WHERE {due})"""
        self._all((reminder, {"now": at}), (deal, {"now": at}))

    async def stuck(self, now: datetime) -> None:
        at, due = _moment(now), _STUCK.format(now=":now")
        event = f"""{_EVENT} SELECT team_id, id, 'became_stuck', 0, stuck_at, version, stage_id, amount_minor, currency,
            '{{}}', '{{}}' FROM deal WHERE {due}"""
        deal = f"UPDATE deal SET stuck_since = stuck_at WHERE id IN (SELECT id FROM deal WHERE {due})"
        self._all((event, {"now": at}), (deal, {"now": at}))

    async def ring(self, now: datetime) -> None:
        run, at, hour_ago = self._connection, _moment(now), _moment(now - timedelta(hours=1))
        run.execute("BEGIN IMMEDIATE")
        groups = by_person(run.execute(_RINGING.format(now="?"), (at,)))
        run.execute(_PEOPLE.format(now="?"), (at,)).fetchall()
        run.execute(_HEARD.format(now="?"), (hour_ago,)).fetchall()
        run.execute(_COMING).fetchall()
        run.execute(_ACTED.format(now="?"), (hour_ago,)).fetchall()
        outbox = []
        for (user_id, team_id), rows in groups.items():
            kind = "single" if len(rows) == 1 else "batch"
            nudge = run.execute(f"{_NUDGE} VALUES (?, ?, ?, ?, 0)", (team_id, user_id, kind, at)).lastrowid
            outbox.append((f"nudge:{nudge}", _args(nudge, rows), user_id, at, at))
        run.execute(
            """UPDATE reminder SET state = 'live', rung = rung + 1, ring_at = ?, exact = 0, nudge_id = (SELECT max(id)
            FROM nudge WHERE user_id = reminder.user_id AND team_id = reminder.team_id AND made_at = ?)
            WHERE id IN (SELECT value FROM json_each(?))""",
            (_moment(now + RHYTHM), at, json.dumps([row[0] for rows in groups.values() for row in rows])),
        )
        run.executemany(f"{_OUTBOX} VALUES (?, 'nudge', ?, ?, 0, 5, ?, 'pending', 0, ?)", outbox)
        run.execute("COMMIT")

    def _all(self, *statements: tuple[str, dict[str, Any]]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        for statement, values in statements:
            self._connection.execute(statement, values)
        self._connection.execute("COMMIT")

    async def replay(self, statements: Sequence[tuple[str, Any]]) -> None:
        """Recorded statements; they find nothing."""
        for statement, values in statements:
            self._connection.execute(statement, values).fetchall()

    async def close(self) -> None:
        self._connection.close()


class RawPostgres:
    """`Side` through asyncpg."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def follow_ups(self, now: datetime) -> None:
        await self._connection.execute(
            f"""WITH due AS MATERIALIZED (SELECT * FROM deal WHERE {_DUE.format(now="$1")} FOR UPDATE SKIP LOCKED),
            made AS ({_REMINDER} SELECT team_id, id, owner_id, {_KIND.format(now="$1")}, 'waiting', follow_up_at,
                $1, false, 0 FROM due
                ON CONFLICT (deal_id) WHERE state IN ('waiting', 'live') DO NOTHING RETURNING id, deal_id)
            UPDATE deal SET follow_up_at = NULL, snoozed_until = NULL,
                reminder_id = coalesce(made.id, deal.reminder_id)
            FROM due LEFT JOIN made ON made.deal_id = due.id WHERE deal.id = due.id""",
            now,
        )

    async def stuck(self, now: datetime) -> None:
        await self._connection.execute(
            f"""WITH due AS MATERIALIZED (SELECT * FROM deal WHERE {_STUCK.format(now="$1")} FOR UPDATE SKIP LOCKED),
            told AS ({_EVENT} SELECT team_id, id, 'became_stuck', 0, stuck_at, version, stage_id, amount_minor,
                currency, '{{}}', '{{}}' FROM due)
            UPDATE deal SET stuck_since = deal.stuck_at FROM due WHERE deal.id = due.id""",
            now,
        )

    async def ring(self, now: datetime) -> None:
        run, hour_ago = self._connection, now - timedelta(hours=1)
        async with run.transaction():
            locked = f"{_RINGING.format(now='$1')} FOR UPDATE OF reminder, deal SKIP LOCKED"
            groups = by_person(await run.fetch(locked, now))
            await run.fetch(_PEOPLE.format(now="$1"), now)
            await run.fetch(_HEARD.format(now="$1"), hour_ago)
            await run.fetch(_COMING)
            await run.fetch(_ACTED.format(now="$1"), hour_ago)
            made = await run.fetch(
                f"""{_NUDGE} SELECT *, $4, false FROM unnest($1::bigint[], $2::bigint[], $3::text[])
                RETURNING id, user_id, team_id""",
                [team for _, team in groups],
                [user for user, _ in groups],
                ["single" if len(rows) == 1 else "batch" for rows in groups.values()],
                now,
            )
            said = [(nudge, user, groups[user, team]) for nudge, user, team in made]
            await run.execute(
                """UPDATE reminder SET state = 'live', rung = rung + 1, nudge_id = said.nudge, user_id = said.person,
                ring_at = $4, exact = false FROM unnest($1::bigint[], $2::bigint[], $3::bigint[])
                AS said (id, nudge, person) WHERE reminder.id = said.id""",
                [row[0] for _, _, rows in said for row in rows],
                [nudge for nudge, _, rows in said for _ in rows],
                [user for _, user, rows in said for _ in rows],
                now + RHYTHM,
            )
            await run.execute(
                f"""{_OUTBOX} SELECT key, 'nudge', args, person, 0, 5, $4, 'pending', 0, $4
                FROM unnest($1::text[], $2::json[], $3::bigint[]) AS row (key, args, person)""",
                [f"nudge:{nudge}" for nudge, _, _ in said],
                [_args(nudge, rows) for nudge, _, rows in said],
                [user for _, user, _ in said],
                now,
            )

    async def replay(self, statements: Sequence[tuple[str, Any]]) -> None:
        """Recorded statements; they find nothing."""
        for statement, values in statements:
            await self._connection.fetch(statement, *values)

    async def close(self) -> None:
        await self._connection.close()


def _args(nudge: int | None, rows: Sequence[Any]) -> str:
    return json.dumps({"nudge": nudge, "before": sorted({row[4] for row in rows} - {None})})


def _moment(at: datetime) -> str:
    """A moment as SQLAlchemy writes it into SQLite."""
    return at.replace(tzinfo=None).isoformat(" ", "microseconds")
