# The start screen, languages, and buttons that many screens share.
start-hello = 👋 Hi, { $name }!
    I keep your team's pipeline true and nudge you when a deal goes quiet.
start-create-or-link = Create a team — or open the invite link that your admin sent you.
start-link-only = You are in no team yet. Ask your team's admin for an invite link: here, only the bot's owners create teams.
start-create-button = Create a team
home-title = { $team } · { $role }
home-empty = No deals yet. Send me one line, such as
    Acme 120k offer friday
    — or tap New deal.
home-empty-viewer = No deals yet.
home-open-mine =
    { $count ->
        [one] You have { $count } open deal
       *[other] You have { $count } open deals
    }
home-open-team =
    { $count ->
        [one] { $count } open deal in the team
       *[other] { $count } open deals in the team
    }
home-due = ➡️ { $count } due today
home-stuck = 🔴 { $count } stuck
home-stepless = ➡️ { $count } without a next step
language-ask = Which language do we speak?
language-button = 🌐 Language
language-set = English it is
button-home = 🏠 Home
button-back = ‹ Back
button-cancel = Cancel
button-settings = ⚙️ Settings
button-switch = Switch team
button-new-deal = New deal
button-my-deals = My deals
button-team-deals = Deals
button-invite = Invite people
button-team-chat = Team chat
cancelled = Cancelled
