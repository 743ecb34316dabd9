# Roles.
role-viewer = viewer
role-rep = rep
role-manager = manager
role-admin = admin
zone-now = { $zone }, now { $time }
zone-which = Which of these do you mean?
    Or type another city or offset.

# Creating a team.
new-team-name = What is your team called?
    For example: Northwind sales
new-team-currency = Which currency are the deals of { $team } in?
    Others: type the code, such as CHF.
new-team-zone = Where does the team work?
    { $zone }?
    If not, type your city or offset: Kraków, UTC+5.
button-yes-zone = ✅ Yes, { $city }
new-team-template = Which stages do your deals pass?
    Tap one to look at it first.
new-team-template-head = { $name }
    { $about }
new-team-stage = { $mark } { $name } — { $goal }
new-team-end = { $mark } { $name }
new-team-create-button = ✅ Create the team
new-team-other-stages = ‹ Other stages
new-team-done = ✅ { $team } is ready. What next:
    1. Send me one line, such as
    Acme 120k offer friday
    2. Invite your people
    3. Connect the team chat
new-team-over = That entry is over. Here is where you are:

# Switching, and a team's settings.
team-switch = Which team do you want to work in?
team-title = { $team } · team settings
team-zone = Time zone: { $zone }
team-currency = Currency of new deals: { $currency }
team-pipeline = Stages: { $name }
team-see-all = Reps see all deals
team-see-own = Reps see their own deals
team-name-button = Name
team-currency-button = { $currency }
team-zone-button = { $city }
team-see-all-button = Reps see: all deals
team-see-own-button = Reps see: own deals
team-members-button = Members · { $count }
team-chats-button = Team chats · { $count }
team-chats-broken-button = ⚠️ Team chats · { $count }
team-ask-name = { $team }: what is the new name?
team-ask-currency = Currency of new deals: { $currency }
    Others: type the code, such as CHF.
team-ask-zone = Time zone: { $zone }
    Type the team's city or offset: Kraków, UTC+5.
team-ask-day = When does the working day start?
    Next steps with a date but no time come then. Others: type the time, such as 8:30.
team-saved = Saved

# Members.
members-title =
    { $count ->
        [one] { $team } · { $count } member
       *[other] { $team } · { $count } members
    }
members-button = Members
member-title = { $name } · { $role }
member-deals =
    { $count ->
        [0] { $team } · no open deals
        [one] { $team } · { $count } open deal
       *[other] { $team } · { $count } open deals
    }
member-out-of-reach = ⚠️ Gets no messages: the bot is blocked, or the account is gone. Reminders wait.
member-unreachable = ⚠️ { $name } ({ $team }) gets no messages: the bot is blocked, or the account is gone.
    Reminders wait meanwhile.
    Ask them to unblock the bot and press Start, or give their deals to others.
member-roles = Viewers read, reps work on their own deals, managers see and change all, admins also change settings.
member-only-admin = The only admin. To change that, make somebody else an admin first.
member-leave = Leave the team
member-remove = Remove
member-leave-sure = Leave { $team }?
member-remove-sure = Remove { $name } from { $team }?
member-deals-stay =
    { $count ->
        [one] { $count } open deal stays; a manager can give it to somebody else.
       *[other] { $count } open deals stay; a manager can give them to others.
    }
member-removed = { $name } is no longer in the team.
member-left = You have left the team.
member-role-set = { $name }: { $role }
place-changed = You are { $role } in { $team } now.
place-ended = You are no longer in { $team }.
