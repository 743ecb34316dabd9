"""Texts: the same keys and variables in three languages, right plurals, all used, and every one renders."""

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path

import pytest

from bot.i18n import SUPPORTED, translator
from tests.architecture.sources import ROOT, Source
from tests.architecture.texts import Text, constants, locales, read, uses

DYNAMIC = frozenset(
    {
        "ask-", "chat-broken-", "chat-hears-", "command-", "deal-menu-", "field-", "history-kind-", "list-button-",
        "list-empty-", "list-title-", "post-", "role-", "touch-", "touch-button-",
    }
)  # fmt: skip
"""Beginnings of keys that code puts together (``t(f"role-{role}")``).

A key with such a beginning counts as used. Whoever adds one makes sure by a test that every key exists.
"""

SAME_IN_TWO_LANGUAGES = {"state-stuck", "role-admin"}
"""Keys whose Russian or Polish text is rightly the English one, word for word."""

FORMS = {"en": {"one", "other"}, "ru": {"one", "few", "many", "other"}, "pl": {"one", "few", "many", "other"}}
NUMBERS = (0, 1, 2, 5, 21, 1_000, Decimal("1.5"))
TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler", "tg-emoji", "tg-time"}
each_locale = pytest.mark.parametrize("locale", SUPPORTED)


def messages(locale: str) -> Iterator[Text]:
    return (text for text in locales()[locale].texts.values() if not text.key.startswith("-"))


@each_locale
def test_files_can_be_read_and_define_nothing_twice(locale: str) -> None:
    assert locales()[locale].problems == []
    assert locales()[locale].files == locales()["en"].files
    assert locales()[locale].texts


@each_locale
def test_same_keys_in_the_same_files(locale: str) -> None:
    ours = {key: Path(text.file).name for key, text in locales()[locale].texts.items()}
    english = {key: Path(text.file).name for key, text in locales()["en"].texts.items()}
    differing = ours.items() ^ english.items()
    assert sorted(differing) == []


@each_locale
def test_same_variables(locale: str) -> None:
    english = locales()["en"].texts
    wrong = [
        f"{text.file}: {text.key}: {sorted(text.facts.variables ^ english[text.key].facts.variables)}"
        for text in locales()[locale].texts.values()
        if text.key in english and text.facts.variables != english[text.key].facts.variables
    ]
    assert wrong == [], "variables of one language only"


@each_locale
def test_plurals_have_every_form_of_the_language(locale: str) -> None:
    wrong = [
        f"{text.file}: {text.key}: {sorted(forms)}, default {default}"
        for text in locales()[locale].texts.values()
        for forms, default in zip_longest(text.facts.plurals, text.facts.defaults)
        if forms != FORMS[locale] or default != "other"
    ]
    assert wrong == []


@each_locale
def test_what_english_counts_the_others_count_too(locale: str) -> None:
    """English "1 day, 2 days" under one Russian form would be wrong for most numbers."""
    counted = {text.key for text in locales()["en"].texts.values() if text.facts.plurals}
    assert sorted(key for key in counted if not locales()[locale].texts[key].facts.plurals) == []


@pytest.mark.parametrize("locale", ["ru", "pl"])
def test_nothing_is_left_in_english(locale: str) -> None:
    english = locales()["en"].texts
    left = {
        text.key
        for text in locales()[locale].texts.values()
        if re.search(r"[A-Za-z]{4,}", re.sub(r"<[^>]*>|/\w+", "", " ".join(text.facts.words)))
        and text.facts.words == english[text.key].facts.words
    }
    assert sorted(left - SAME_IN_TWO_LANGUAGES) == []


def test_keys_in_code_exist_and_get_their_variables() -> None:
    known = locales()["en"].texts
    wrong = []
    for use in uses():
        if use.key is None:
            if use.prefix not in DYNAMIC:
                wrong.append(f"{use.where}: key put together as {use.prefix!r}…: declare it in DYNAMIC")
        elif use.key not in known:
            wrong.append(f"{use.where}: no text {use.key!r}")
        elif use.complete and (missing := needed(use.key) - use.passed):
            wrong.append(f"{use.where}: {use.key} needs {sorted(missing)}")
    assert not wrong, "\n".join(wrong)


def needed(key: str) -> set[str]:
    """The variables of a text and of the messages it is made of."""
    facts = locales()["en"].texts[key].facts
    inner = [needed(name) for name in facts.references if not name.startswith("-")]
    return facts.variables.union(*inner)


def test_every_key_is_used() -> None:
    known = locales()["en"].texts
    referred = {name for text in known.values() for name in text.facts.references}
    unused = [
        key for key in known if key not in constants() and key not in referred and not key.startswith(tuple(DYNAMIC))
    ]
    assert unused == []


def test_declared_beginnings_are_true() -> None:
    put_together = {use.prefix for use in uses() if use.key is None}
    # Menus hand their key on; the views' tests open each of them.
    assert put_together >= DYNAMIC - {"deal-menu-", "history-kind-"}
    assert all(len(prefix) > 3 for prefix in DYNAMIC)
    assert [p for p in DYNAMIC if not any(key.startswith(p) for key in locales()["en"].texts)] == []


@each_locale
def test_plain_texts_hold_no_markup(locale: str) -> None:
    plain = {use.key for use in uses() if use.plain and use.key}
    wrong = [
        text.key for text in messages(locale) if text.key in plain and re.search(r"<|&\w+;", " ".join(text.facts.words))
    ]
    assert wrong == []


@each_locale
def test_every_message_renders(locale: str) -> None:
    t = translator(locale)
    wrong = []
    for text in messages(locale):
        for args in samples(text.key):
            shown = t(text.key, **args)
            if not shown.strip() or (problem := html_problem(shown)):
                wrong.append(f"{text.file}: {text.key} {args}: {problem if shown.strip() else 'empty'}: {shown!r}")
    assert not wrong, "\n".join(wrong)


def samples(key: str) -> Iterator[dict[str, str | int | Decimal]]:
    """Arguments that reach every branch of a text in every language."""
    facts = [locales()[locale].texts[key].facts for locale in SUPPORTED]
    base: dict[str, str | int | Decimal] = {
        name: 3 if any(name in fact.numbers for fact in facts) else 'A & <B> "C"' for name in needed(key)
    }
    yield base
    for fact in facts:
        for name in fact.numbers:
            yield from ({**base, name: number} for number in NUMBERS)
        for name, values in fact.choices.items():
            yield from ({**base, name: value} for value in sorted(values))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.problem = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag not in TAGS:
            self.problem = f"<{tag}> is not for Telegram"

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problem = f"</{tag}> closes nothing"


def html_problem(text: str) -> str:
    """Why Telegram would refuse the text, or nothing."""
    parser = _Tags()
    parser.feed(text)
    parser.close()
    if re.search(r"[\u2066-\u2069]", text):
        return "isolation characters"
    return parser.problem or (f"<{parser.open[-1]}> stays open" if parser.open else "")


def test_the_reading_of_files_sees_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "a.ftl").write_text("one = 1\nno text here\nwith = x\n  .attribute = y\n", encoding="utf-8")
    (tmp_path / "b.ftl").write_text(
        "one = again\ncounted = { $n ->\n  [one] { -brand }\n *[other] { one } { $who }\n }\n"
        "chosen = { $role ->\n  [admin] { NUMBER($m) }\n *[rep] y\n }\n",
        encoding="utf-8",
    )
    locale = read(tmp_path)
    assert [problem.partition(": ")[2][:14] for problem in locale.problems] == [
        "cannot be read",
        "with: attribut",
        f"one is in {tmp_path.name}"[:14],
    ]
    counted, chosen = locale.texts["counted"].facts, locale.texts["chosen"].facts
    assert (counted.variables, counted.numbers, counted.plurals) == ({"n", "who"}, {"n"}, [{"one", "other"}])
    assert counted.references == {"-brand", "one"}
    assert (chosen.choices, chosen.numbers) == ({"role": {"admin", "rep"}}, {"m"})


def test_the_reading_of_code_sees_every_way_to_ask_for_a_text() -> None:
    code = """
t("a", n=1); reader.t("b" if x else "c", **more); translator(locale)("d"); who.t.plain("e")
t(f"role-{role}"); t("kind-" + kind); t(variable); other("no")
"""
    found = list(uses([Source(ROOT / "bot" / "x.py", "bot.x", ast.parse(code))]))
    assert {use.key for use in found if use.key} == {"a", "b", "c", "d", "e"}
    assert {use.prefix for use in found if use.key is None} == {"role-", "kind-"}
    assert [use.key for use in found if use.plain] == ["e"]
    assert {use.key for use in found if not use.complete} == {"b", "c"}


@pytest.mark.parametrize("text", ["<b>x", "x</b>", "<b><i>x</b></i>", "<p>x</p>", "\u2068x\u2069"])
def test_wrong_html_is_seen(text: str) -> None:
    assert html_problem(text)
    assert not html_problem('<b>x</b> &lt;y&gt; <a href="z">z</a>')
