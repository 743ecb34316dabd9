"""The translator: escaping once, plurals, no silent gaps, and files that cannot be used stop the start."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.i18n import (
    SUPPORTED,
    Markup,
    MissingText,
    TextFileError,
    Translator,
    escape,
    load_all,
    pick_locale,
    translator,
)

FTL = """
-brand = Dealnudge
hello = Hi from { -brand }
client = <b>{ $client }</b> { $number }
deals = { $count ->
    [one] { $count } сделка
    [few] { $count } сделки
    [many] { $count } сделок
   *[other] { $count } сделки
 }
long = { $count ->
    [one] { $text }
   *[other] { $text }!
 }
role = { $role ->
    [admin] админ
   *[rep] менеджер
 }
outer = ({ client })
"""


@pytest.fixture
def t(tmp_path: Path) -> Translator:
    folder = tmp_path / "ru"
    folder.mkdir()
    (folder / "a.ftl").write_text(FTL, encoding="utf-8")
    return Translator("ru", folder)


@pytest.mark.parametrize(
    ("code", "locale"),
    [
        ("ru", "ru"),
        ("ru-RU", "ru"),
        ("PL_pl", "pl"),
        ("en-GB", "en"),
        ("de", "en"),
        ("plx", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_pick_locale(code: str | None, locale: str) -> None:
    assert pick_locale(code) == locale


def test_every_string_is_escaped_once(t: Translator) -> None:
    shown = t("client", client='<A> & "B"', number="1042")
    assert shown == "<b>&lt;A&gt; &amp; &quot;B&quot;</b> 1042"
    assert t("client", client=shown, number="") == f"<b>{shown}</b> ", "a rendered text passes as it is"
    assert t("outer", client="&", number=1) == "(<b>&amp;</b> 1)"
    assert t.plain("client", client="<A>", number=1) == "<b><A></b> 1"


def test_plain_returns_no_markup_and_takes_none(t: Translator) -> None:
    assert type(t.plain("hello")) is str
    assert type(t.plain("client", client="a", number="b")) is str
    assert type(t("hello")) is Markup
    with pytest.raises(TypeError, match="client"):
        t.plain("client", client=Markup("<b>"), number="1")


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0 сделок"),
        (1, "1 сделка"),
        (3, "3 сделки"),
        (11, "11 сделок"),
        (21, "21 сделка"),
        (12_000, "12\u00a0000 сделок"),
        (1.5, "1,5 сделки"),
        (Decimal("1"), "1 сделка"),
        (Decimal("2.5"), "2,5 сделки"),
    ],
)
def test_numbers_and_plurals(t: Translator, count: int | float | Decimal, expected: str) -> None:
    assert t("deals", count=count) == expected


def test_choice_by_text(t: Translator) -> None:
    assert (t("role", role="admin"), t("role", role="rep")) == ("админ", "менеджер")


def test_a_whole_message_may_be_an_argument(t: Translator) -> None:
    assert len(t("client", client="x" * 20_000, number="")) == 20_008
    assert len(t("long", text="x" * 20_000, count=2)) == 20_001


def test_gaps_are_errors(t: Translator) -> None:
    with pytest.raises(MissingText, match="no text 'nothing'"):
        t("nothing")
    with pytest.raises(MissingText, match="client"):
        t("client", number=1)
    with pytest.raises(MissingText, match="number"):
        t.plain("outer", client="a")
    with pytest.raises(MissingText, match="'de'"):
        translator("de")
    assert issubclass(MissingText, KeyError)
    assert ("hello" in t, "nothing" in t) == (True, False)
    assert "-brand" not in t.keys()  # noqa: SIM118 - a method of ours, not a dict's


@pytest.mark.parametrize("value", [None, True, object(), ["a"]])
def test_other_arguments_are_refused(t: Translator, value: Any) -> None:
    with pytest.raises(TypeError, match="client"):
        t("client", client=value, number=1)


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ("hello = twice\n", "hello is already defined in ru/a.ftl"),
        ("-brand = twice\n", "-brand is already defined"),
        ("no text here\n", "cannot be read"),
        ("broken = { $x\n", "cannot be read"),
        ("empty =\n  .attribute = x\n", "empty has no text"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, second: str, message: str) -> None:
    folder = tmp_path / "ru"
    folder.mkdir()
    (folder / "a.ftl").write_text(FTL, encoding="utf-8")
    (folder / "b.ftl").write_text(second, encoding="utf-8")
    with pytest.raises(TextFileError, match=message):
        Translator("ru", folder)


def test_all_locales_load_and_stay() -> None:
    load_all()
    assert all(translator(locale) is translator(locale) for locale in SUPPORTED)
    assert all(translator(locale).locale == locale for locale in SUPPORTED)


def test_markup_escapes_what_joins_it() -> None:
    line = Markup("<b>a</b>")
    assert Markup("\n").join([line, "<c>"]) == "<b>a</b>\n&lt;c&gt;"
    assert line + "<" == "<b>a</b>&lt;"
    assert "<" + line == "&lt;<b>a</b>"
    assert line * 2 == "<b>a</b><b>a</b>"
    assert all(type(text) is Markup for text in (line + "x", "x" + line, line * 2, escape("x")))
    assert escape(line) is line
