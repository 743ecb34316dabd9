"""Logs never hold tokens or what people wrote, whoever writes the line."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import HIDDEN, configure_logging, safe_traceback, scrub

TOKEN = "7123456789:AAEhBP0av28zE3LQGzXw9x5-f_ZcYQpRsTu"
WRITTEN = "Ромашка 1,2 млн"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Configured logging into a string; everything is put back afterwards."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logging("DEBUG", "json", secrets=["s3cret"], stream=stream)
    yield stream
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


def test_json_lines_carry_event_level_and_context(lines: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(inbox_id=7):
        structlog.get_logger("bot.worker").info("worker.done", took_ms=3)
    entry = json.loads(lines.getvalue())
    assert entry.pop("timestamp").endswith("Z")
    assert entry == {
        "event": "worker.done",
        "level": "info",
        "logger": "bot.worker",
        "inbox_id": 7,
        "took_ms": 3,
    }


def test_the_standard_logging_comes_out_alike(lines: io.StringIO) -> None:
    logging.getLogger("somebody").warning("count %s", 3, extra={"chat_id": 5})
    entry = json.loads(lines.getvalue())
    assert (entry["event"], entry["level"], entry["logger"]) == ("count 3", "warning", "somebody")
    assert entry["chat_id"] == 5


@pytest.mark.parametrize(
    "message",
    [
        f"POST /bot{TOKEN}/sendMessage HTTP/1.1",
        f"Cannot connect to https://api.telegram.org/bot{TOKEN}/getUpdates",
        f"GET /file/bot{TOKEN}/photos/1.jpg",
        f"token {TOKEN} refused",
        f"/bot{TOKEN.replace(':', '%3A')}/getMe",
        "/bot42:short/getMe",
    ],
)
def test_no_token_in_any_line(lines: io.StringIO, message: str) -> None:
    logging.getLogger("somebody").error(message)
    structlog.get_logger("bot").error("failed", reason=message)
    logged = lines.getvalue()
    assert logged.count(HIDDEN) == 2
    assert "AAEhBP0av28" not in logged
    assert "42:short" not in logged


def test_access_lines_of_the_http_server_are_clean(lines: io.StringIO) -> None:
    logging.getLogger("aiohttp.access").warning('127.0.0.1 "POST /bot%s/getMe HTTP/1.1" 200', TOKEN)
    assert TOKEN not in lines.getvalue()
    assert "getMe" in lines.getvalue()


def test_known_secrets_of_any_shape_are_hidden(lines: io.StringIO) -> None:
    structlog.get_logger("bot").info("login s3cret")
    assert "s3cret" not in lines.getvalue()


def test_fields_with_texts_and_people_are_hidden_at_any_depth(lines: io.StringIO) -> None:
    structlog.get_logger("bot").info(
        "inbox.stored", text=WRITTEN, rows=[{"update": {"message": WRITTEN}, "id": 5}], first_name=WRITTEN
    )
    logging.getLogger("somebody").info("said", extra={"caption": WRITTEN})
    assert "Ромашка" not in lines.getvalue()
    assert '"id": 5' in lines.getvalue()


def test_a_traceback_keeps_frames_and_type_but_not_the_written_value(lines: io.StringIO) -> None:
    try:
        float(WRITTEN)
    except ValueError:
        structlog.get_logger("bot").exception("parse.failed")
        logging.getLogger("somebody").exception("and by the standard way")
    logged = lines.getvalue()
    assert "Ромашка" not in logged
    assert logged.count("ValueError: could not convert string to float: '…'") == 2
    assert logged.count("test_logs.py") == 2


def test_causes_and_groups_are_cleaned_too() -> None:
    try:
        try:
            dict[str, int]()[WRITTEN]
        except KeyError as cause:
            raise ExceptionGroup("several", [ValueError(f"bad {WRITTEN!r}")]) from cause
    except ExceptionGroup as error:
        text = safe_traceback(error)
    assert "Ромашка" not in text
    assert "KeyError" in text
    assert "ValueError: bad '…'" in text


@pytest.mark.parametrize(
    "line",
    [
        f"[SQL: INSERT INTO deal VALUES (?)]\n[parameters: ('{WRITTEN}', 5)]\n(Background on this error)",
        f"Input should be a valid integer [type=int, input_value='{WRITTEN}', input_type=str]",
        "t.me/dealnudge_bot?start=Ромашка".replace("Ромашка", "j_Zx81"),
        "command /start j_Zx81",
        "postgresql+asyncpg://bot:j_Zx81@db/sales",
    ],
)
def test_scrubbing(line: str) -> None:
    cleaned = scrub(line)
    assert HIDDEN in cleaned
    assert "Ромашка" not in cleaned
    assert "j_Zx81" not in cleaned


def test_plain_lines_stay_as_they_are() -> None:
    line = "2026-03-29T12:00:01Z [info] sweep.done due=12 took_ms=1234567890 http://127.0.0.1:8081/ host:80"
    assert scrub(line) == line


@pytest.mark.parametrize("library", ["sqlalchemy.engine", "aiosqlite", "aiogram.event", "asyncio"])
def test_libraries_that_log_values_are_kept_quiet_even_at_debug(lines: io.StringIO, library: str) -> None:
    logging.getLogger(library).info("INSERT %s", WRITTEN)
    assert lines.getvalue() == ""


def test_an_uncaught_error_goes_through_the_same_gate(lines: io.StringIO) -> None:
    error = RuntimeError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    sys.excepthook(RuntimeError, error, None)
    entry = json.loads(lines.getvalue())
    assert entry["level"] == "critical"
    assert TOKEN not in lines.getvalue()


def test_text_layout_is_scrubbed_as_well(lines: io.StringIO) -> None:
    configure_logging("INFO", "text", stream=lines)
    try:
        raise RuntimeError(f"/bot{TOKEN}/getMe said '{WRITTEN}'")
    except RuntimeError:
        structlog.get_logger("bot").exception("failed", text=WRITTEN)
    logged = lines.getvalue()
    assert "failed" in logged
    assert "test_logs.py" in logged
    assert TOKEN not in logged
    assert "Ромашка" not in logged


def test_level_is_respected(lines: io.StringIO) -> None:
    configure_logging("WARNING", "text", stream=lines)
    structlog.get_logger("bot").info("unheard")
    assert lines.getvalue() == ""


def test_what_ends_the_process_is_told_with_its_frames(lines: io.StringIO) -> None:
    try:
        raise RuntimeError("the disk is full")
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    told = lines.getvalue()
    assert "RuntimeError: the disk is full" in told
    assert "test_logs.py" in told
