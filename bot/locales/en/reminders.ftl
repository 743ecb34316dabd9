# How a deal stands, on the card and in lists.
state-days-in = { $days } in { $stage }
state-stuck = { $days }, limit { $limit }
state-stuck-silent = { $days }, limit { $limit }; silent for { $quiet }
state-working-days = { $count ->
        [one] { $count } working day
       *[other] { $count } working days
    }
deal-paused = ⏸ paused until { $when }: { $reason }
deal-wait = ✅ may wait until { $when }

# Snooze and pause.
snooze-button = 🔔 Later
pause-button = ⏸ Pause
snooze-button-long = 🔔 Remind me later
pause-button-long = ⏸ Pause in this stage
pause-button-end = 🔔 End the pause
pause-button-fortnight = 2 w
pause-button-month = 1 month
pause-button-away = Client is away
pause-button-budget = Client's budget
pause-button-us = Our delivery
pause-button-later = Decides later
pause-button-other = Another reason…
pause-reason-away = client is away
pause-reason-budget = waiting for the client's budget
pause-reason-us = waiting for our delivery
pause-reason-later = client decides later
pause-reason-none = no reason given
snooze-menu = 🔔 When shall I remind you?
pause-menu = ⏸ Pause until when? { $cap } at most.
pause-because = ⏸ Until { $when }, because…
ask-snooze = 🔔 When shall I remind you of <b>{ $client }</b>?
    For example: fri, 15 Dec, tomorrow 15:00
ask-pause = ⏸ Until when is <b>{ $client }</b> paused, and why?
    For example: 15 Dec, their director is away
ask-because = ⏸ Why does <b>{ $client }</b> have to wait?
bad-pause-far = Too long: your team pauses a deal for { $cap } at most.
bad-snooze-far = That is too far: a reminder can wait a month at most. For longer, pause the deal.
stale-paused = { $client } is paused until { $when } anyway
stale-pause-day = That day has come: choose another one
stale-not-paused = { $client } is not paused

# What has just happened: the first line above the card.
did-snoozed = 🔔 I'll remind you { $when }
did-paused = ⏸ Paused until { $when }: { $reason }
did-resumed = 🔔 The pause is over
did-wait-accepted = ✅ May wait until { $when }
did-asked = ✅ Asked
did-answered = ✅ Answered
did-stuck = 🔴 Stuck
did-unstuck = No longer stuck

# History.
history-line-bot = { $when }
    { $what }
history-snoozed = 🔔 reminder put off until { $when }
history-paused = ⏸ paused until { $when }: { $reason }
history-resumed = 🔔 pause ended
history-wait-accepted = ✅ wait accepted until { $when }
history-asked = asked how it stands
history-answered = answered how it stands
history-stuck = 🔴 became stuck
history-limit = limit changed to { $limit }, no longer stuck
history-limit-none = limit removed, no longer stuck
history-limit-recounted = working days counted anew, no longer stuck
history-kind-snoozed = reminder put off
history-kind-paused = pause
history-kind-resumed = end of the pause
history-kind-wait = accepted wait

# One deal that waits.
nudge-quiet = 🔔 <b>{ $client }</b> has been quiet for { $span }
nudge-step = 🔔 <b>{ $client }</b>: { $step } · { $when }
nudge-step-bare = 🔔 <b>{ $client }</b>: next step { $when }
nudge-return = 🔔 <b>{ $client }</b> is back, as agreed
nudge-first = 🔔 New enquiry: <b>{ $client }</b> has waited { $span } for a first word
nudge-stuck = 🔴 <b>{ $client }</b> is stuck
nudge-warn = 🟡 <b>{ $client }</b> will soon count as stuck
nudge-new = 🔔 <b>{ $client }</b> is new
nudge-place = 📍 { $stage }
nudge-place-day = 📍 { $stage }, { $day }
nudge-note = 📝 "{ $note }"
nudge-was-paused = ⏸ paused because: { $reason }
nudge-again = You have seen this one before: one tap settles it.
nudge-again-several = You have seen some of these before.
nudge-for = 👤 for { $name }, who is away
nudge-button-called = Called
nudge-button-wrote = Wrote
nudge-button-met = Met
nudge-button-park = 💤 Park again
nudge-button-all = ‹ All
nudge-button-back = ‹ Reminder
nudge-button-open = Open

# Several.
nudge-title = { $count ->
        [one] 🔔 { $count } deal is waiting for you
       *[other] 🔔 { $count } deals are waiting for you
    }
nudge-more = …and { $count } more, shown once these are done
nudge-button-snooze-all = 🔔 Remind me of all tomorrow
nudge-button-snooze-one = 🔔 Remind me tomorrow
row-quiet = quiet { $span }
row-step = ➡️ { $step }, { $when }
row-step-bare = ➡️ { $when }
row-return-paused = ⏸ the pause is over
row-return-parked = 💤 time to come back
row-first = new enquiry, { $span }
row-new = new

# Why it came, and how to stop it: the last line of every nudge.
nudge-why = <i>Why: { $why }. { $stop }</i>
nudge-why-team = <i>{ $team }. Why: { $why }. { $stop }</i>
nudge-stop = To stop it: a button below; hours: /settings
nudge-switch = Change or stop: /settings
why-follow_up = { $span } without a touch
why-step = a next step is due
why-return = its date has come
why-first_contact = an enquiry waits for a first touch
why-stuck = longer in its stage than the limit
why-warn = close to the stage's limit
why-new = it is new
why-several = see each row
why-plan = your morning plan

# Ended elsewhere, or too old.
nudge-ended = ✅ <b>{ $client }</b>: { $what }, { $ago }
nudge-ended-by = ✅ <b>{ $client }</b>: { $what }, { $name }, { $ago }
nudge-ended-more = ✅ …and { $count } more
nudge-step-set = next step { $when }
nudge-step-done = step done
nudge-put-off = put off to { $when }
nudge-paused = paused until { $when }
nudge-all-done = ✅ All done, nothing waits here any more.
nudge-snoozed-all = { $count ->
        [one] 🔔 { $count } deal comes back { $when }.
       *[other] 🔔 { $count } deals come back { $when }.
    }
nudge-nothing = Nothing waits here any more.
nudge-gone = 🔔 <b>{ $client }</b>: there is a newer reminder below.
nudge-gone-several = { $count ->
        [one] 🔔 { $count } deal: there is a newer reminder below.
       *[other] 🔔 { $count } deals: there is a newer reminder below.
    }
nudge-gone-to = 🔔 <b>{ $client }</b>: { $name } has the newer reminder.
nudge-gone-several-to = 🔔 { $name } has the newer reminder.

# The morning plan.
plan-title = ☀️ { $day }
plan-overdue = ➡️ Overdue
plan-today = ➡️ Today
plan-quiet = 🔔 Gone quiet
plan-stuck = 🔴 Stuck or close to it
plan-new = ➕ New
plan-more = …and { $count } more in /today
plan-empty = ☀️ Nothing is due today. A good day to win somebody new!
plan-done = ✅ { $count } done
