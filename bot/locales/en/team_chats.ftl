# Team chats: connecting.
chat-hello = 👋 I can post here how deals move.
    To start, a manager or admin of the team taps Connect.
chat-hello-forum = 👋 I can post in one of the topics how deals move.
    To start, a manager or admin of the team sends /connect in that topic.
chat-connect = Connect
chat-connected = I already post here how deals move. A manager or admin of the team changes what I post with /connect.
chat-choose = Which team should post here?
chat-here = ✅ { $team } posts here.
chat-title = { $chat } · { $team }
chat-hears = What is posted here:
chat-hears-created = New deals
chat-hears-moved = Moves
chat-hears-won = Won
chat-hears-lost = Lost
chat-hears-digest = Digest headline
chat-disconnect = Disconnect
chat-disconnect-sure = Disconnect { $chat }? Nothing of { $team } is posted there any more. What was posted stays.
chat-disconnected = { $team } posts nothing here any more.
chat-list = Chats where { $team } posts.
    To add a topic, send /connect in it.
chat-list-empty = { $team } posts nowhere yet. Add me to a group, or send /connect in the topic where I should post.
chat-add = Add to a group
chat-settings = Chat settings

# Team chats: trouble.
chat-broken-title = ⚠️ I can't post to { $chat } ({ $team }) any more.
chat-broken-kicked = I was removed from the chat.
chat-broken-chat_not_found = The chat is gone.
chat-broken-topic_closed = The topic is closed or gone.
chat-broken-no_rights = I may not write there.
chat-repair-how = Put that right, then tap Try again.
chat-repair = 🔧 Try again
chat-repaired = A line is on its way there
chat-back = ✅ { $team } posts here again.

# Team chats: posts.
post-moved = { $name }: <b>{ $client }</b> → { $stage }
post-back = { $name }: <b>{ $client }</b>, back in { $stage }
post-created = { $name }: new deal <b>{ $client }</b>
post-won = 🏆 { $name } won <b>{ $client }</b>
post-lost = ❌ { $name } lost <b>{ $client }</b>
post-stayed = { $span } in { $stage }
post-open = Open
post-taken-back = ↩️ <b>{ $client }</b>: taken back
connect-anonymous = You write as the group, so I can't tell who you are. Tap Connect: a tap tells me.
connect-elsewhere = Write /connect in the group that should hear about deals; add me to it first.
