# A deal being entered: the draft card.
draft-title = New deal — check and save
draft-title-team = New deal in { $team } — check and save
draft-client = <b>{ $client }</b>
draft-client-title = <b>{ $client }</b> · { $title }
draft-words = { $title }
draft-amount = 💰 { $amount }
draft-close = 📅 { $close }
draft-cut-client = ✂️ The name is longer than { $limit } characters: the title has all of it.
draft-cut-title = ✂️ Only the first { $limit } characters fit the title.
draft-cut-step = ✂️ Only the first { $limit } characters fit the next step.
draft-button-save = ✅ Save
draft-field-stage = Stage

# One question at a time.
draft-guide = New deal · { $number } of { $total }
draft-ask-stage = 📍 Which stage is it in?
draft-ask-step = ➡️ What is next, and when?
    For example: call Ivan tomorrow 10:00
draft-ask-contact = Or share a contact: 📎 → Contact
draft-button-skip = Skip ›
draft-button-next = Next ›
draft-button-finish = Finish
draft-bad-stage = There is no stage "{ $text }" for a new deal. Tap one below.
draft-bad-source = There is no source "{ $text }" in your list. Tap one below.

# Deals that a typed line may be about.
draft-matches = Is it one of these deals? If not, tap New deal: what you sent is kept.
draft-matches-viewer = Deals that match:
draft-matches-more = There are more: type more of the name.
draft-viewer = You can look at deals here, but not create them. Ask your team's admin for another role.
draft-no-team = You are in no team yet, so there is nowhere to keep a deal.

# How a draft ends.
draft-cancelled = Not saved: { $what }
draft-cancelled-empty = No new deal, then.
draft-kept = Draft kept: { $what }
draft-button-open = Open draft
gone-draft = There is no such draft for you.
