# One's own working time, absence and what to hear.
prefs-on = on
prefs-off = off
prefs-never = never
prefs-nobody = nobody
prefs-hours = Working time: { $time }
prefs-hours-title = Your working time · { $team }
prefs-hours-own = Your own, not the team's.
prefs-hours-team = The same as the team's.
prefs-hours-about = I write about deals only then. A next step with a time of its own rings at that time.
prefs-from-button = From { $time }
prefs-to-button = Until { $time }
prefs-as-team-button = The same as the team
prefs-ask-start = When does your working day start?
    Others: type the time, such as 8:30.
prefs-ask-end = When does your working day end?
    Others: type the time, such as 16:30.
prefs-plan-line = Morning plan: { $time }
prefs-digest-line = Digest: { $time }
prefs-hear-button = 🔔 What to hear
prefs-hear-title = What to hear · { $team }
prefs-hear-about = The morning plan lists your next steps, quiet and stuck deals. A warning comes before a deal gets stuck.
prefs-hear-digest = The digest lists the team's stuck deals, once a day.
prefs-plan-button = Morning plan: { $value }
prefs-empty-button = A line on empty days: { $value }
prefs-warnings-button = Warnings: { $value }
prefs-digest-button = Digest: { $value }
prefs-digest-days-button = Digest days: { $days }
prefs-at-button = at { $time }
prefs-ask-plan = When does the morning plan come?
    Others: type the time, such as 8:30.
prefs-ask-digest = When does your digest come?
    Others: type the time, such as 8:30.
prefs-ask-digest-days = On which days does your digest come?
prefs-away-button = 🏝 Away: { $value }
prefs-away-until-button = 🏝 Back { $day }
prefs-away-title = Out of office · { $team }
prefs-away-no = You are at work.
prefs-away-waits = 🏝 Out of office · back { $day } · reminders wait
prefs-away-deputy = 🏝 Out of office · back { $day } · reminders go to { $name }
prefs-away-about = When will you be back? Reminders about your deals go to your deputy; without one they wait.
prefs-back-tomorrow = Back tomorrow
prefs-back-week = Back in a week
prefs-back-fortnight = In 2 weeks
prefs-back-date = Pick a date
prefs-back-now = I am back now
prefs-ask-back = When will you be back?
    Type the date: 15.12, monday, in 10 days.
prefs-deputy-button = Deputy: { $name }
prefs-ask-deputy = Who hears about your deals while you are away?
prefs-no-deputy = Nobody else in the team works on deals yet.

# A team's rules.
rules-nudges-button = 🔔 Nudges
rules-hours-title = { $team } · working time
rules-hours-about = For everybody who has set no working time of their own. Nobody is nudged outside it.
rules-holidays-button = Public holidays: { $value }
rules-holidays-worked = worked
rules-holidays-on = Public holidays of { $country } are days off.
rules-holidays-off = You work on public holidays.
rules-holidays-unknown = I do not know the public holidays of { $country }, so none is a day off.
rules-country-button = Another country…
rules-ask-country = Whose public holidays are days off?
    Type the country: Austria, KZ.
rules-free-button = Days off
rules-worked-button = Working days
rules-nudges-title = { $team } · nudges
rules-nudges-about = First contact: a new enquiry that waits longer is flagged, first to its owner, then in the digest. Longest pause: how far ahead a deal can be paused.
rules-digest-button = Digest at { $time }
rules-first-button = First contact: { $time }
rules-pause-button = Longest pause: { $days }
rules-stages-button = Limits of the stages
rules-ask-start = When does the team's working day start?
    Others: type the time, such as 8:30.
rules-ask-end = When does the team's working day end?
    Others: type the time, such as 16:30.
rules-ask-digest = When does the digest come to managers, and its headline to team chats?
    Each can choose another time. Others: type it, such as 8:30.
rules-ask-pause = How long can a deal be paused at most?
    Others: type the days, such as 45.
rules-ask-first = How soon must a new enquiry be touched?
    Others: type it, such as 12 h or 2 d.
rules-stages-title = { $team } · limits of the stages
rules-stages-about = After so long without a touch the owner is reminded; after so many days in the stage the deal is stuck.
rules-stage-title = { $stage }
rules-followup = Reminder without a touch: { $time }
rules-stuck = Stuck after: { $days }
rules-stuck-working = Stuck after: { $days }, working days only
rules-stage-about = A change holds at once, for deals that are in this stage too.
rules-followup-button = Reminder: { $time }
rules-stuck-button = Stuck: { $days }
rules-counts-button = Counts { $value }
rules-working = working days
rules-calendar = calendar days
rules-ask-followup = { $stage }: how long without a touch until the owner is reminded?
    Others: type it, such as 36 h or 4 d.
rules-ask-stuck = { $stage }: after how many days is a deal stuck?
    Others: type the days, such as 12.
rules-moved =
    { $count ->
        [0] Saved
        [one] Saved. { $count } deal in this stage follows it.
       *[other] Saved. { $count } deals in this stage follow it.
    }
