# Not allowed.
denied-role = Your role in the team does not allow this.
denied-viewer = Viewers can look, but change nothing.
denied-not_owner = This deal is somebody else's: only its owner or a manager changes it.
denied-not_yours = Somebody else did this: only they or a manager can take it back.
denied-create-team = Here, only the bot's owners create teams. Ask your admin for an invite link.
denied-too-many-teams = You have created as many teams as one person can.
denied-last-admin = The team needs an admin: make somebody else one first.
denied-chat-taken = This chat is connected to another team. Its manager must disconnect it first.
denied-connect = Only a manager or admin of a team can connect a chat.

# Not there, or not for you to see.
gone = That no longer exists.
gone-deal = There is no such deal, or it isn't yours to see.
gone-team = You are not in that team.
gone-no-team = You are in no team yet. Start here: /start
gone-member = This person is not in the team.
gone-invite = There is no such link.
gone-chat = This chat is not connected any more.
gone-button = This button is too old to work. Where you stand: /start
gone-command = I don't know this command. What I can do: /help

# What was typed cannot be read.
bad-input = I can't use "{ $text }" here.
bad-wordless = I read only words and contacts so far. A deal is one line, such as
    Acme 120k offer friday
bad-team-name-empty = A team needs a name. For example: Northwind sales
bad-team-name-long = That is too long: 64 characters at most.
bad-currency = I can't read "{ $text }" as a currency. Like this: PLN, USD, ₽
bad-zone = I find no place "{ $text }". Like this: Kraków, Omsk, UTC+5
bad-day-start = I can't read "{ $text }" as a time. Like this: 9, 8:30
bad-work-hours = The working day must start before it ends. Like this: 9 and 18:00
bad-work-days = At least one day must stay. To stop it, switch it off.
bad-back = I can't read "{ $text }" as a date. Like this: 15.12, monday, in 10 days
bad-back-past = That day has come already. When will you be back? Like this: tomorrow, 15.12
bad-back-far = That is more than a year away. Like this: 15.12, in 10 days
bad-limit-hours = I can't read "{ $text }" as a time span. Like this: 36 h, 4 d
bad-limit-days = I can't read "{ $text }" as a number of days. Like this: 7, 2 weeks
bad-limit-far = That is too long. Like this: 36 h, 7 d
bad-limit-days-far = That is too long. Like this: 7, 2 weeks
bad-country = I know no country "{ $text }". Like this: Poland, KZ
