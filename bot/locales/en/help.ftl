help-group = /connect — a manager or admin has me post here how the deals of the team move
    /my, /stuck — your deals, shown to you alone
    All else is in a private chat with me.
help-new = New deal: send one line, such as
    Acme 120k offer friday
help-contact = From your contacts: share the contact here.
help-find = Find a deal: type the client's name.
help-command = /{ $name } — { $what }
command-start = Where you stand
command-new = New deal, question by question
command-deals = Lists of deals
command-stuck = Stuck deals
command-settings = Working time, language, what to hear
command-settings-few = Language and time zone
command-help = How things are done
command-connect = Post a team's deals here
