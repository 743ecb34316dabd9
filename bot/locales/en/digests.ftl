# The manager's digest.
digest-title = 📊 Stuck deals · { $day }
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
digest-same = no change
since-yesterday = since yesterday
since-monday = since Monday
since-tuesday = since Tuesday
since-wednesday = since Wednesday
since-thursday = since Thursday
since-friday = since Friday
since-saturday = since Saturday
since-sunday = since Sunday
since-date = since { $day }
digest-moved-names = 🟢 Got moving: { $names }
digest-eased-names = ✅ Limit changed, no longer stuck: { $names }
digest-paused = ⏸ { $client }: paused until { $when }, { $reason }
digest-waits = ✅ { $client }: may wait until { $when }
digest-resting-more = { $count ->
        [one] ⏸ …and { $count } more that waits
       *[other] ⏸ …and { $count } more that wait
    }
digest-rep = 👤 { $name } · { $count }
digest-client = <b>{ $client }</b>
digest-touched = 🕒 { $kind }, { $ago }
digest-last = 🕒 { $kind }
digest-ignored = 🔔 Reminders ignored · { $count }
digest-ignored-times = 🔔 ignored { $count }×
digest-untouched = ➕ New enquiries nobody answered · { $count }
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
digest-asked-away = { $name } is out of office, back { $day }; the question waits until then. If it is urgent, give the deal to somebody else.
denied-digest = The digest is for managers. Your own day: /today
denied-digest-viewer = The digest is for managers. Stuck deals: /stuck
digest-button-ask = ❓ Ask { $name }
digest-button-reassign = 👤 Reassign
digest-button-wait = ✅ Accept wait
digest-button-wait-3 = 3 days
digest-button-wait-7 = 1 week
digest-button-wait-14 = 2 weeks
digest-button-overdue = 📅 Past their date
digest-button-back = ‹ Digest
digest-button-chat = Open the digest
command-digest = Stuck deals of the team

# A manager's question, and the answer.
question = ❓ { $name } asks: how is <b>{ $client }</b> going?
question-why = <i>Why: it is your deal. To stop it: a button below tells { $name }; hours: /settings</i>
answer = 💬 { $name } about <b>{ $client }</b>: { $text }
answer-why = <i>Why: you asked. Another answer comes only if you ask again; hours: /settings</i>
answer-fine = talking, all good
answer-waiting = waiting for the client
answer-call = I'll call today
answer-lost = lost
answer-won = won
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
        [one] ☀️ { $day } · { $count } deal waits for you
       *[other] ☀️ { $day } · { $count } deals wait for you
    }
today-empty = ☀️ { $day }: nothing waits for you. A good day for new deals!
today-empty-viewer = ☀️ { $day }: nothing waits for you.
today-back = 🔔 Time to come back
today-button-back = ‹ Today
command-today = Your day: steps, quiet and stuck deals
command-my = My deals, for my eyes only

# Private answers in a group.
group-moment = One moment…
group-hint = { $name }, I can answer you only in private. Open our chat and tap Start, then try again.
group-anonymous = You write as the group, so I can't tell whose deals you mean. Ask me in private.
group-button-private = Open the private chat
group-only-you = Only you see this.
