# The manager's digest.
digest-title = 📊 <b>Stuck deals</b> · { $day } · { $team }
digest-empty = 📊 { $day } · { $team }: nothing is stuck. You see this as a manager; change or stop it: /settings
digest-nothing-stuck = Nothing is stuck
digest-stuck = { $count ->
        [one] { $count } stuck
       *[other] { $count } stuck
    }
digest-fresh = { $count ->
        [one] { $count } new
       *[other] { $count } new
    }
digest-moved = { $count ->
        [one] { $count } got moving
       *[other] { $count } got moving
    }
digest-since = { $changes } since the last digest ({ $day })
digest-moved-names = 🟢 Got moving: { $names }
digest-rep = 👤 <b>{ $name }</b> · { $count }
digest-client = <b>{ $client }</b>
digest-touched = 🕒 { $kind }, { $ago }
digest-ignored = 🔔 <b>Reminders ignored</b> · { $count }
digest-ignored-times = 🔔 ignored { $count }×
digest-untouched = 🆕 <b>New enquiries that nobody touched in time</b> · { $count }
digest-stepless = { $count ->
        [one] ➡️ { $count } deal has no next step
       *[other] ➡️ { $count } deals have no next step
    }
digest-overdue = { $count ->
        [one] 📅 { $count } deal is past its close date
       *[other] 📅 { $count } deals are past their close date
    }
digest-why = You get this as a manager of { $team }. Hour, days, stop: /settings
digest-why-chat = Once a day, because this chat asked for it. To stop it: /connect
digest-wait = How long may it stand here?
digest-asked-already = Asked already; no answer yet
denied-digest = The digest is for managers. Your own day: /today
digest-button-ask = ❓ Ask { $name }
digest-button-reassign = 👤 Reassign
digest-button-wait = ✅ Accept wait
digest-button-wait-3 = 3 days
digest-button-wait-7 = 1 week
digest-button-wait-14 = 2 weeks
digest-button-overdue = 📅 Past their date
digest-button-back = ‹ Digest
digest-button-chat = All of it: /digest
command-digest = Stuck deals of the team

# A manager's question, and the answer.
question = ❓ { $name } asks: how is <b>{ $client }</b> going?
question-why = This is your deal; one tap tells { $name }.
answer = 💬 { $name } about <b>{ $client }</b>: { $text }
answer-why = You asked in the digest.
answer-fine = talking, all good
answer-waiting = waiting for the client
answer-call = I'll call today
answer-lost = lost
answer-button-fine = 👍 Talking, all good
answer-button-waiting = ⏳ Waiting for the client
answer-button-call = ☎️ I'll call today
answer-button-lost = ❌ Lost
answer-button-words = ✍️ Write an answer
answer-button-open = Open the deal
answer-already = Answered already
ask-answer = ✍️ How is <b>{ $client }</b> going? Write your answer, up to 500 characters.
bad-answer-long = That is too long: 500 characters at most.
bad-answer-empty = I need a text.

# A rep's day.
today-title = { $count ->
        [one] ☀️ <b>{ $day }</b> · { $count } deal waits for you
       *[other] ☀️ <b>{ $day }</b> · { $count } deals wait for you
    }
today-empty = ☀️ { $day }: nothing waits for you. A good day for new deals!
today-overdue = ⚠️ <b>Overdue</b>
today-steps = ➡️ <b>Today</b>
today-back = ⏸ <b>Back today</b>
today-stuck = 🔴 <b>Stuck</b>
today-quiet = 🔔 <b>Quiet</b>
today-step = { $text }, { $when }
today-button-back = ‹ Today
command-today = Your day: steps, quiet and stuck deals
command-my = My deals, for my eyes only

# Private answers in a group.
group-moment = One moment…
group-hint = { $name }, I can answer you only in private. Open our chat and tap Start, then try again.
group-button-private = Open the private chat
group-only-you = Only you see this.
