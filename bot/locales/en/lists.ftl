list-title-my = 📋 My deals · { $count }
list-title-my-team = 📋 All deals · { $count }
list-title-stage = 📍 { $stage } · { $count }
list-title-closing = 📅 Closing soon · { $count }
list-title-overdue = 📅 Past their close date · { $count }
list-title-nostep = ➡️ No next step · { $count }
list-title-stuck = 🔴 Stuck · { $count }
list-count = { $count ->
        [one] { $count } deal
       *[other] { $count } deals
    }
list-count-capped = over { $count } deals
list-row = <b>{ $client }</b> · { $facts }
list-step = ➡️ { $when }
list-close = 📅 { $when }
list-touched = 🕒 { $ago }
list-paused = until { $when }: { $reason }
list-owner = 👤 { $name }
list-empty-my = No open deals. Send one line, such as
    Acme 120k offer friday
    — or tap New deal.
list-empty-my-bare = No open deals.
list-empty-stage = No deals in { $stage } now.
list-empty-closing = No deals close within two weeks.
    The close date is set on the card: ⋯, Edit.
list-empty-closing-bare = No deals close within two weeks.
list-empty-overdue = No open deal is past its close date.
list-empty-nostep = No open deal is without a next step.
list-empty-stuck = Nothing is stuck.
list-menu-title = 📋 Which deals?
list-stages-title = 📍 Which stage?
list-stage-button = { $stage } · { $count }
list-button-my = 📋 My deals
list-button-all = 📋 All deals
list-button-stages = 📍 By stage
list-button-closing = 📅 Closing soon
list-button-nostep = ➡️ No next step
list-button-stuck = 🔴 Stuck
list-button-team = 👥 The team's
list-button-mine = 👤 Mine
list-button-new = ➕ New deal
list-button-previous = ‹ Previous
list-button-next = Next ›
list-button-lists = ‹ Lists
list-button-back = ‹ Back to the list
