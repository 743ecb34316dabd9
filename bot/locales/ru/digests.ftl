# Сводка для руководителя.
digest-title = 📊 Застрявшие сделки · { $day }
digest-empty = 📊 { $day } · { $team }: ничего не застряло. Вы видите это как руководитель; изменить или отключить: /settings
digest-nothing-stuck = Ничего не застряло
digest-stuck = { $count ->
        [one] Застряла { $count } сделка
        [few] Застряли { $count } сделки
        [many] Застряло { $count } сделок
       *[other] Застряло { $count } сделки
    }
digest-fresh = { $count ->
        [one] { $count } новая
        [few] { $count } новые
        [many] { $count } новых
       *[other] { $count } новых
    }
digest-moved = { $count ->
        [one] { $count } сдвинулась
        [few] { $count } сдвинулись
        [many] { $count } сдвинулось
       *[other] { $count } сдвинулось
    }
digest-same = без изменений
since-yesterday = со вчерашнего дня
since-monday = с понедельника
since-tuesday = со вторника
since-wednesday = со среды
since-thursday = с четверга
since-friday = с пятницы
since-saturday = с субботы
since-sunday = с воскресенья
since-date = с { $day }
digest-moved-names = 🟢 Есть сдвиг: { $names }
digest-eased-names = ✅ По новому лимиту не застряли: { $names }
digest-paused = ⏸ { $client }: пауза до { $when }, { $reason }
digest-waits = ✅ { $client }: может подождать до { $when }
digest-resting-more = { $count ->
        [one] ⏸ …и ещё { $count } ждёт
        [few] ⏸ …и ещё { $count } ждут
        [many] ⏸ …и ещё { $count } ждут
       *[other] ⏸ …и ещё { $count } ждёт
    }
digest-rep = 👤 { $name } · { $count }
digest-client = <b>{ $client }</b>
digest-touched = 🕒 { $kind }, { $ago }
digest-last = 🕒 { $kind }
digest-ignored = 🔔 Напоминания без ответа · { $count }
digest-ignored-times = 🔔 без ответа { $count }×
digest-untouched = ➕ Новые заявки без ответа · { $count }
digest-stepless = { $count ->
        [one] ➡️ { $count } сделка без следующего шага
        [few] ➡️ { $count } сделки без следующего шага
        [many] ➡️ { $count } сделок без следующего шага
       *[other] ➡️ { $count } сделки без следующего шага
    }
digest-overdue = { $count ->
        [one] 📅 У { $count } сделки прошла дата закрытия
        [few] 📅 У { $count } сделок прошла дата закрытия
        [many] 📅 У { $count } сделок прошла дата закрытия
       *[other] 📅 У { $count } сделки прошла дата закрытия
    }
digest-why = Вы получаете это как руководитель команды { $team }. Время, дни, отключение: /settings
digest-why-chat = Раз в день, так настроен этот чат. Отключить: /connect
digest-wait = Сколько ещё она может здесь стоять?
digest-asked-already = Вопрос уже задан, ответа пока нет
digest-asked-away = { $name }: вне офиса, возвращение { $day }, тогда и придёт вопрос. Если срочно, передайте сделку другому.
denied-digest = Сводка — для руководителей. Ваш день: /today
denied-digest-viewer = Сводка — для руководителей. Застрявшие сделки: /stuck
digest-button-ask = ❓ Спросить: { $name }
digest-button-reassign = 👤 Передать
digest-button-wait = ✅ Пусть ждёт
digest-button-wait-3 = 3 дня
digest-button-wait-7 = 1 неделя
digest-button-wait-14 = 2 недели
digest-button-overdue = 📅 Дата прошла
digest-button-back = ‹ Сводка
digest-button-chat = Открыть сводку
command-digest = Застрявшие сделки команды

# Вопрос руководителя и ответ на него.
question = ❓ { $name } спрашивает: как там <b>{ $client }</b>?
question-why = <i>Почему: сделка ваша. Закрыть: кнопкой ниже, ответ увидит { $name }; часы: /settings</i>
answer = 💬 { $name } · <b>{ $client }</b>: { $text }
answer-why = <i>Почему: вы спросили. Новый ответ придёт на новый вопрос; часы: /settings</i>
answer-fine = общаемся, всё хорошо
answer-waiting = ждём клиента
answer-call = позвоню сегодня
answer-lost = проиграна
answer-won = выиграна
answer-button-fine = 👍 Общаемся, всё хорошо
answer-button-waiting = ⏳ Ждём клиента
answer-button-call = ☎️ Позвоню сегодня
answer-button-lost = ❌ Проиграна
answer-button-words = ✍️ Написать ответ
answer-button-open = Открыть сделку
answer-already = Ответ уже дан
ask-answer = ✍️ Как там <b>{ $client }</b>? Напишите ответ, до 500 знаков.
bad-answer-long = Слишком длинно: не больше 500 знаков.
bad-answer-empty = Нужен текст.

# День продавца.
today-title = { $count ->
        [one] ☀️ { $day } · ждёт { $count } сделка
        [few] ☀️ { $day } · ждут { $count } сделки
        [many] ☀️ { $day } · ждут { $count } сделок
       *[other] ☀️ { $day } · ждут { $count } сделки
    }
today-empty = ☀️ { $day }: вас ничего не ждёт. Хороший день для новых сделок!
today-empty-viewer = ☀️ { $day }: вас ничего не ждёт.
today-back = 🔔 Пора вернуться
today-button-back = ‹ Сегодня
command-today = Что ждёт вас сегодня
command-my = Мои сделки, только для меня

# Личные ответы в группе.
group-moment = Минутку…
group-hint = { $name }, ответить могу только лично. Откройте наш чат, нажмите «Старт» и повторите.
group-anonymous = Вы пишете от имени группы, и я не вижу, чьи сделки показать. Спросите меня в личном чате.
group-button-private = Открыть личный чат
group-only-you = Это видите только вы.
