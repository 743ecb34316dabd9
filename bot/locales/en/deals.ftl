# The deal card: its lines.
deal-heading = <b>{ $client }</b> <i>#{ $number }</i>
deal-heading-title = <b>{ $client }</b> · { $title } <i>#{ $number }</i>
deal-amount = 💰 { $amount }
deal-amount-none = 💰 no amount
deal-owner = 👤 { $name }
deal-place = 📍 { $stage }  { $dots }
deal-place-plain = 📍 { $stage }
deal-day-of = day { $day } of { $limit }
deal-day-limit = day { $day }, limit { $limit }
deal-day = day { $day }
deal-goal = goal: { $goal }
deal-step = ➡️ { $text } · { $when }
deal-step-bare = ➡️ { $when }
deal-step-undated = ➡️ { $text }
deal-step-none = ➡️ no next step
deal-parked = 💤 comes back { $when }
deal-parked-stage = 💤 { $stage } · comes back { $when }
deal-parked-back = 💤 due back { $when }
deal-parked-stage-back = 💤 { $stage } · due back { $when }
deal-dates = 📅 { $start } → { $close }
deal-dates-open = 📅 since { $start }
deal-touched = 🕒 { $ago }
deal-touched-kind = 🕒 { $ago }, { $kind }
deal-phone = 📞 { $phone }
deal-contact = 📞 { $name }, { $phone }
deal-contact-bare = 📞 { $name }
deal-source = source: { $source }
deal-team = team: { $team }
deal-won = 🏆 won in { $days }
deal-lost = ❌ { $stage }: { $reason }
deal-lost-comment = 📝 { $comment }
deal-lost-bare = ❌ { $stage }

# Touches.
touch-call = call
touch-message = message
touch-meeting = meeting
touch-visit = visit
touch-offer = offer
touch-button-call = ☎️ Call
touch-button-message = ✉️ Message
touch-button-meeting = 🤝 Meeting
touch-button-visit = 🚗 Visit
touch-button-offer = 📄 Offer

# What has just happened: the first line above the card.
did-moved = { $from } → { $to }
did-won = 🏆 Won: { $from } → { $to }
did-lost = ❌ { $from } → { $to }
did-parked = 💤 { $from } → { $to }. When should it come back?
did-parked-until = 💤 { $from } → { $to }
did-touched = Logged: { $kind }
did-touched-step = Logged: { $kind }. Step done: { $step }
did-noted = 📝 Noted: { $text }
did-step = ➡️ Next step: { $when }
did-step-undated = ➡️ Next step: { $step }. When? Until it has a day, reminders come as before.
did-step-cleared = ➡️ Next step removed
did-step-done = ✅ Step done: { $step }
did-step-done-bare = ✅ Step done
did-edited = Saved: { $field }
did-reassigned = 👤 Now { $name }'s
deal-assigned = 👤 { $name } gave you <b>{ $client }</b>
did-undone = ↩️ Taken back
did-created = ✅ Saved as #{ $number }

# Alerts when an old button no longer means the same.
stale-moved = { $name } moved { $client } to { $stage } { $ago }
stale-moved-you = You moved { $client } to { $stage } { $ago }
stale-reassigned = { $name } gave { $client } to { $owner } { $ago }
stale-reassigned-you = You gave { $client } to { $owner } { $ago }
stale-changed = { $name } changed { $client } { $ago }
stale-changed-you = You changed { $client } { $ago }
stale-closed = { $client } is closed already
stale-same = { $client } is in { $stage } already
stale-late = Too late: undo works for 10 minutes
stale-undone = That is taken back already
stale-nothing = There is no next step to end

# Buttons.
deal-button-won = 🏆 Won
deal-button-lost = ❌ Lost
deal-button-touch = ☎️ Touch
deal-button-step = ➡️ Next step
deal-button-note = 📝 Note
deal-button-more = ⋯
deal-button-undo = ↩️ Undo
deal-button-back = ‹ Back
deal-button-cancel = Cancel
deal-button-stages = 📍 Any stage
deal-button-edit = ✏️ Edit
deal-button-history = 📜 History
deal-button-park = 💤 Park: client not ready yet
deal-button-reopen = 📍 Reopen
deal-button-copy = 📞 Copy { $phone }
deal-button-tomorrow = Tomorrow
deal-button-days = { $days } d
deal-button-week = 1 w
deal-button-pick = Pick
deal-button-type = Type it
deal-button-step-done = ✅ Done
deal-button-step-clear = Remove
deal-button-comment = 📝 Add a comment
deal-button-clear = Clear
deal-button-newer = ‹ Newer
deal-button-older = Older ›

# Menus.
deal-menu-stages = Move to which stage?
deal-menu-touch = What did you do?
deal-menu-step = When is the next step?
deal-menu-lost = Why is it lost?
deal-menu-more = What else?
deal-menu-edit = What do you want to change?
deal-menu-park = When should it come back?
deal-menu-source = Where did it come from?
deal-menu-owner = Whose deal is it?
deal-menu-probability = How likely is it?
deal-menu-probability-stage = As the stage: { $percent }

# Fields.
field-client = Client
field-title = Title
field-amount = Amount
field-probability = Probability
field-source = Source
field-phone = Phone
field-start = Start date
field-close = Close date
field-owner = Owner
field-step = Next step
field-comment = Comment
field-park = Return date

# Questions to type an answer to.
ask-note = 📝 Write your note about <b>{ $client }</b>.
ask-step = ➡️ What is next with <b>{ $client }</b>, and when?
    For example: call Ivan tomorrow 10:00
ask-park = 💤 When does <b>{ $client }</b> come back?
    For example: 15 Jan, in 6 weeks
ask-client = What is the client called?
ask-title = What is the deal about?
ask-amount = 💰 How much? For example: 120 000, 120k, 1.2m, 45k EUR
ask-probability = How likely is it, in percent? For example: 60
ask-phone = 📞 Which number? For example: +48 512 345 678
ask-start = When did it start? For example: 3 Nov
ask-close = 📅 When is it expected to close? For example: 15 Dec, in 3 weeks
ask-comment = 📝 What happened with <b>{ $client }</b>?
ask-now = Now: { $value }

# What was typed cannot be used.
bad-amount = I can't read "{ $text }" as an amount. Like this: 120 000, 120k, 1.2m, 45k EUR
bad-zero = An amount is more than zero. Like this: 120 000, 120k, 1.2m
bad-big = "{ $text }" is more than I can count. Like this: 120 000, 120k, 1.2m
bad-when = I can't read a day in "{ $text }". Like this: tomorrow 10:00, fri, 15 Dec, in 3 days
bad-date = I can't read "{ $text }" as a date. Like this: 15 Dec, 15.12.2026, in 3 weeks
bad-date-far = "{ $text }" is more than ten years from today. Like this: 15 Dec, 15.12.2026, in 3 weeks
bad-phone = I can't read "{ $text }" as a phone number. Like this: +48 512 345 678
bad-percent = I can't read "{ $text }" as a percentage. A number from 0 to 100, like this: 60
bad-past = "{ $text }" has passed already. Like this: tomorrow 10:00, in 3 days
bad-far = That is too far away: two years at most. Like this: tomorrow 10:00, 15 Dec, in 6 weeks
bad-empty = There is nothing in it. Write a few words.
bad-long = That is too long. Please shorten it.
bad-words = Words only, please: nothing else can be saved here yet.
bad-no-number = This contact has no number. Type it, like this: +48 512 345 678

# History.
history-title = 📜 <b>{ $client }</b> <i>#{ $number }</i>
history-line = { $when } · { $name }
    { $what }
history-created = created in { $stage }
history-moved = { $from } → { $to }
history-moved-after = { $from } ({ $stayed }) → { $to }
history-lost = { $stage }: { $reason }
history-touched = logged: { $kind }
history-noted = 📝 { $text }
history-step-set = ➡️ next step: { $step }
history-step-cleared = ➡️ next step removed
history-step-done = ✅ step done
history-edited = { $field }: { $from } → { $to }
history-reassigned = 👤 { $from } → { $to }
history-undone = ↩️ taken back: { $what }
history-nothing = –
history-kind-moved = move
history-kind-touched = touch
history-kind-noted = note
history-kind-step = next step
history-kind-edited = edit
history-kind-reassigned = new owner
