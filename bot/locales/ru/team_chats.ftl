# Чаты команды: подключение.
chat-hello = 👋 Могу писать сюда, как движутся сделки.
    Для этого руководитель или админ команды нажимает «Подключить».
chat-hello-forum = 👋 Могу писать в одну из тем, как движутся сделки.
    Для этого руководитель или админ команды отправляет /connect в этой теме.
chat-connect = Подключить
chat-connected = Я уже пишу сюда, как движутся сделки. Что именно, меняет руководитель или админ команды: /connect.
chat-choose = Какая команда пишет сюда?
chat-here = ✅ Сюда пишет команда { $team }.
chat-title = { $chat } · { $team }
chat-hears = О чём пишу:
chat-hears-created = Новые
chat-hears-moved = Движение
chat-hears-won = Победы
chat-hears-lost = Потери
chat-hears-digest = Итог сводки
chat-disconnect = Отключить
chat-disconnect-sure = Отключить «{ $chat }»? Команда { $team } больше не будет туда писать. Написанное останется.
chat-disconnected = Команда { $team } сюда больше не пишет.
chat-list = Чаты, куда пишет { $team }.
    Чтобы добавить тему, отправьте в ней /connect.
chat-list-empty = { $team } пока никуда не пишет. Добавьте меня в группу или отправьте /connect в нужной теме.
chat-add = Добавить в группу
chat-settings = Настройки чата

# Чаты команды: неполадки.
chat-broken-title = ⚠️ Больше не могу писать в «{ $chat }» ({ $team }).
chat-broken-kicked = Меня удалили из чата.
chat-broken-chat_not_found = Чата больше нет.
chat-broken-topic_closed = Тема закрыта или удалена.
chat-broken-no_rights = У меня нет права там писать.
chat-repair-how = Исправьте это и нажмите «Попробовать снова».
chat-repair = 🔧 Попробовать снова
chat-repaired = Отправляю туда строку
chat-back = ✅ Команда { $team } снова пишет сюда.

# Чаты команды: сообщения.
post-moved = { $name }: <b>{ $client }</b> → { $stage }
post-back = { $name }: <b>{ $client }</b>, снова { $stage }
post-created = { $name }: новая сделка <b>{ $client }</b>
post-won = 🏆 { $name }: <b>{ $client }</b> — победа
post-lost = ❌ { $name }: <b>{ $client }</b> — проиграна
post-stayed = { $span } на этапе «{ $stage }»
post-open = Открыть
post-taken-back = ↩️ <b>{ $client }</b>: отменено
connect-anonymous = Вы пишете от имени группы, и я не вижу, кто вы. Нажмите «Подключить»: по нажатию я это узнаю.
connect-elsewhere = Напишите /connect в группе, которая должна узнавать о сделках; сначала добавьте меня туда.
