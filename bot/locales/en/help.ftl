help-private = New deal: send one line, such as
    Acme 120k offer friday
    Find one: type the client's name.
    A person from your contacts: share the contact here.

    /new — new deal, question by question
    /deals — lists of deals
    /today — your day: steps, quiet and stuck deals
    /stuck — deals that are stuck
    /digest — stuck deals of the team, for managers
    /settings — language, time zone, team
    /start — where you stand
help-group = A manager or admin of the team sends /connect: then I post here how its deals move. All else is done in a private chat with me. /my and /stuck show your deals to you alone.
command-new = New deal
command-deals = Lists of deals
command-stuck = Stuck deals
command-settings = Language, time zone, team
command-help = How things are done
command-connect = Post a team's deals here
