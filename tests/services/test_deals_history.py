"""The card, its choices, and the pages of a deal's history."""

from __future__ import annotations

import pytest

from bot.errors import NotFound
from bot.models import EventKind, TouchKind
from bot.models.facts_teams import NewTeam
from tests.services.world import ADMIN, MANAGER, REP, SECOND, VIEWER, World


async def test_the_card_shows_the_deal_as_it_is_and_what_one_may_do(world: World) -> None:
    deal = await world.deal(source_id=await world.source())
    await world.lose(deal)
    card = await world.cards.card(REP, deal.id)
    assert (card.deal.id, card.stage.key, card.owner_name, card.viewer_id) == (deal.id, "lost", "Anna", REP)
    assert card.stages == world.ladder.stages
    assert card.source is not None
    assert card.source.id == await world.source()
    assert card.loss_reason is not None
    assert card.loss_reason.id == await world.reason()


@pytest.mark.parametrize(
    ("user", "change", "reassign"),
    [(REP, True, False), (MANAGER, True, True), (ADMIN, True, True), (VIEWER, False, False)],
)
async def test_what_one_may_do_with_a_reps_deal(world: World, user: int, change: bool, reassign: bool) -> None:
    card = await world.cards.card(user, (await world.deal()).id)
    assert (card.may_change, card.may_reassign) == (change, reassign)


async def test_the_card_names_its_team_to_those_who_are_in_several(world: World) -> None:
    deal = await world.deal(REP)
    assert (await world.cards.card(REP, deal.id)).team_name == ""
    await world.teams.create(REP, NewTeam("Annas own", "PLN", "Europe/Warsaw", "PL", "pl", "blank"), "k")
    assert (await world.cards.card(REP, deal.id)).team_name == world.team.name
    assert (await world.cards.card(MANAGER, deal.id)).team_name == "", "others are in this one only"


async def test_another_rep_sees_the_deal_only_where_the_team_lets_them(world: World) -> None:
    deal = await world.deal()
    with pytest.raises(NotFound):
        await world.cards.card(SECOND, deal.id)
    await world.let_reps_see_all()
    assert (await world.cards.card(SECOND, deal.id)).may_change is False


async def test_the_probability_is_the_stages_unless_the_deal_has_its_own(world: World) -> None:
    deal = await world.deal(stage_id=world.stage("terms").id)
    assert (await world.cards.card(REP, deal.id)).probability == 60
    await world.edits.set_fields(REP, deal.id, {"probability": 0}, world.press())
    assert (await world.cards.card(REP, deal.id)).probability == 0


async def test_the_choices_are_the_teams_own_in_their_order(world: World) -> None:
    choices = await world.cards.choices(REP, (await world.deal()).id)
    assert choices.sources[0].id == await world.source()
    assert choices.reasons[0].id == await world.reason()
    assert {source.team_id for source in choices.sources} | {reason.team_id for reason in choices.reasons} == {
        world.team.id
    }
    # Viewers work no deals, so none is given to them.
    assert choices.owners == ((REP, "Anna"), (SECOND, "Boris"), (MANAGER, "Helen"), (ADMIN, "Olga"))


async def test_history_is_paged_newest_first(world: World) -> None:
    deal = await world.deal()
    for number in range(1, 17):
        world.clock.advance(minutes=1)
        await world.work.note(REP, deal.id, str(number), world.press())
    pages = [await world.cards.history(REP, deal.id, page) for page in range(3)]
    assert [len(page.lines) for page in pages] == [8, 8, 1]
    assert [page.has_more for page in pages] == [True, True, False]
    lines = [line for page in pages for line in page.lines]
    assert [line.event.data.get("text") for line in lines] == [*map(str, range(16, 0, -1)), None]
    assert lines[-1].event.kind is EventKind.CREATED


async def test_a_line_names_who_did_it_and_the_stages(world: World) -> None:
    deal = await world.deal()
    await world.move(deal, "terms", MANAGER)
    line, created = (await world.cards.history(REP, deal.id, 0)).lines
    assert line.actor_name == "Helen"
    assert line.from_stage is not None
    assert line.to_stage is not None
    assert (line.from_stage.key, line.to_stage.key) == ("contact", "terms")
    assert (created.actor_name, created.from_stage) == ("Anna", None)


async def test_a_handover_names_both_owners(world: World) -> None:
    deal = await world.deal()
    await world.edits.reassign(MANAGER, deal.id, SECOND, world.press())
    page = await world.cards.history(SECOND, deal.id, 0)
    assert page.names == {REP: "Anna", SECOND: "Boris"}


async def test_forged_pages_are_the_first_or_empty(world: World) -> None:
    deal = await world.deal()
    for page, lines in ((-1, 1), (-(10**30), 1), (1, 0), (10**30, 0)):
        assert len((await world.cards.history(REP, deal.id, page)).lines) == lines


async def test_a_deal_that_there_is_not_is_not_found(world: World) -> None:
    for deal_id in (0, -1, 999, 2**63, 10**30):
        for act in (
            world.cards.card(REP, deal_id),
            world.cards.choices(REP, deal_id),
            world.work.touch(REP, deal_id, TouchKind.CALL, world.zone, world.press()),
        ):
            with pytest.raises(NotFound):
                await act
