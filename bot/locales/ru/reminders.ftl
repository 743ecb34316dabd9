# Как стоит сделка: на карточке и в списках.
state-days-in = «{ $stage }»: { $days }
state-stuck = { $days }, лимит { $limit }
state-stuck-silent = { $days }, лимит { $limit }; молчит { $quiet ->
        [one] { $quiet } день
        [few] { $quiet } дня
        [many] { $quiet } дней
       *[other] { $quiet } дня
    }
state-working-days = { $count ->
        [one] { $count } рабочий день
        [few] { $count } рабочих дня
        [many] { $count } рабочих дней
       *[other] { $count } рабочего дня
    }
deal-paused = ⏸ пауза до { $when }: { $reason }
deal-wait = ✅ может подождать до { $when }

# Напомнить позже и поставить на паузу.
snooze-button = 🔔 Позже
pause-button = ⏸ Пауза
snooze-button-long = 🔔 Напомнить позже
pause-button-long = ⏸ Пауза на этом этапе
pause-button-end = 🔔 Снять с паузы
pause-button-fortnight = 2 нед.
pause-button-month = 1 мес.
pause-button-away = Клиент в отъезде
pause-button-budget = Бюджет клиента
pause-button-us = Ждут нас
pause-button-later = Решит позже
pause-button-other = Другая причина…
pause-reason-away = клиент в отъезде
pause-reason-budget = ждём бюджет клиента
pause-reason-us = клиент ждёт поставку от нас
pause-reason-later = клиент решит позже
pause-reason-none = причина не названа
snooze-menu = 🔔 Когда напомнить?
pause-menu = ⏸ До какого дня пауза? Не больше чем на { $cap }.
pause-because = ⏸ До { $when }, потому что…
ask-snooze = 🔔 <b>{ $client }</b>: когда напомнить?
    Например: пт, 15 декабря, завтра 15:00
ask-pause = ⏸ <b>{ $client }</b>: до какого дня пауза и почему?
    Например: 15 декабря, директор в отпуске
ask-because = ⏸ <b>{ $client }</b>: почему сделка ждёт?
bad-pause-far = Слишком долго: в вашей команде пауза не больше чем на { $cap }.
bad-snooze-far = Слишком далеко: напоминание ждёт не больше месяца. Надолго — поставьте на паузу.
stale-paused = { $client }: и так пауза до { $when }
stale-pause-day = Этот день уже наступил: выберите другой
stale-not-paused = { $client }: паузы нет

# Что только что произошло: первая строка над карточкой.
did-snoozed = 🔔 Напомню { $when }
did-paused = ⏸ Пауза до { $when }: { $reason }
did-resumed = 🔔 Пауза закончена
did-wait-accepted = ✅ Может подождать до { $when }
did-asked = ✅ Вопрос задан
did-answered = ✅ Ответ отправлен
did-stuck = 🔴 Сделка застряла
did-unstuck = Сделка больше не считается застрявшей

# История.
history-line-bot = { $when }
    { $what }
history-snoozed = 🔔 напоминание на { $when }
history-paused = ⏸ пауза до { $when }: { $reason }
history-resumed = 🔔 пауза закончена
history-wait-accepted = ✅ ожидание одобрено до { $when }
history-asked = вопрос, как идут дела
history-answered = ответ, как идут дела
history-stuck = 🔴 сделка застряла
history-limit = лимит этапа теперь { $limit }, сделка больше не считается застрявшей
history-limit-none = лимит этапа снят, сделка больше не считается застрявшей
history-limit-recounted = рабочие дни пересчитаны, сделка больше не считается застрявшей
history-kind-snoozed = напоминание позже
history-kind-paused = пауза
history-kind-resumed = конец паузы
history-kind-wait = одобренное ожидание

# Одна сделка.
nudge-quiet = 🔔 <b>{ $client }</b>: тишина уже { $span }
nudge-step = 🔔 <b>{ $client }</b>: { $step } · { $when }
nudge-step-bare = 🔔 <b>{ $client }</b>: следующий шаг { $when }
nudge-return = 🔔 <b>{ $client }</b>: пора вернуться к сделке
nudge-first = 🔔 Новая заявка: <b>{ $client }</b> ждёт первого контакта уже { $span }
nudge-stuck = 🔴 <b>{ $client }</b>: сделка застряла
nudge-warn = 🟡 <b>{ $client }</b>: сделка скоро застрянет
nudge-new = 🔔 <b>{ $client }</b>: новая сделка
nudge-place = 📍 { $stage }
nudge-place-day = 📍 { $stage }, { $day }
nudge-note = 📝 «{ $note }»
nudge-was-paused = ⏸ причина паузы: { $reason }
nudge-again = Напоминаю снова: хватит одного нажатия.
nudge-again-several = О некоторых напоминаю снова.
nudge-for = 👤 Вы замещаете: { $name }
nudge-button-called = Звонок
nudge-button-wrote = Сообщение
nudge-button-met = Встреча
nudge-button-park = 💤 Отложить ещё
nudge-button-all = ‹ Все
nudge-button-back = ‹ Напоминание
nudge-button-open = Открыть

# Несколько сделок.
nudge-title = { $count ->
        [one] 🔔 Вас ждёт { $count } сделка
        [few] 🔔 Вас ждут { $count } сделки
        [many] 🔔 Вас ждут { $count } сделок
       *[other] 🔔 Вас ждёт { $count } сделки
    }
nudge-more = …и ещё { $count }: покажу, когда разберёте эти
nudge-button-snooze-all = 🔔 Напомнить обо всех завтра
nudge-button-snooze-one = 🔔 Напомнить завтра
row-quiet = тишина { $span }
row-step = ➡️ { $step }, { $when }
row-step-bare = ➡️ { $when }
row-return-paused = ⏸ пауза закончилась
row-return-parked = 💤 пора вернуться
row-first = новая заявка, { $span }
row-new = новая

# Почему пришло и как отключить: последняя строка каждого напоминания.
nudge-why = <i>Почему: { $why }. { $stop }</i>
nudge-why-team = <i>{ $team }. Почему: { $why }. { $stop }</i>
nudge-stop = Достаточно кнопки ниже; часы: /settings
nudge-switch = Изменить или отключить: /settings
why-follow_up = { $span } без касаний
why-step = подошёл следующий шаг
why-return = подошла дата возврата
why-first_contact = заявка ждёт первого касания
why-stuck = на этапе дольше лимита
why-warn = лимит этапа близко
why-new = новая сделка
why-several = у каждой сделки своя причина
why-plan = ваш план на день

# Закончено в другом месте или устарело.
nudge-ended = ✅ <b>{ $client }</b>: { $what }, { $ago }
nudge-ended-by = ✅ <b>{ $client }</b>: { $what }, { $name }, { $ago }
nudge-ended-more = ✅ …и ещё { $count }
nudge-step-set = следующий шаг { $when }
nudge-step-done = шаг сделан
nudge-put-off = напоминание на { $when }
nudge-paused = пауза до { $when }
nudge-all-done = ✅ Готово: здесь больше ничего не ждёт.
nudge-snoozed-all = { $count ->
        [one] 🔔 { $count } сделка вернётся { $when }.
        [few] 🔔 { $count } сделки вернутся { $when }.
        [many] 🔔 { $count } сделок вернутся { $when }.
       *[other] 🔔 { $count } сделки вернутся { $when }.
    }
nudge-nothing = Здесь больше ничего не ждёт.
nudge-gone = 🔔 <b>{ $client }</b>: ниже есть более новое напоминание.
nudge-gone-several = { $count ->
        [one] 🔔 { $count } сделка: ниже есть более новое напоминание.
        [few] 🔔 { $count } сделки: ниже есть более новое напоминание.
        [many] 🔔 { $count } сделок: ниже есть более новое напоминание.
       *[other] 🔔 { $count } сделки: ниже есть более новое напоминание.
    }
nudge-gone-to = 🔔 <b>{ $client }</b>: новое напоминание получает { $name }.
nudge-gone-several-to = 🔔 Новое напоминание получает { $name }.

# План на день: приходит утром.
plan-title = ☀️ { $day }
plan-overdue = ➡️ Просрочено
plan-today = ➡️ Сегодня
plan-quiet = 🔔 Затихли
plan-stuck = 🔴 Застряли или вот-вот
plan-new = ➕ Новые
plan-more = …и ещё { $count } в /today
plan-empty = ☀️ На сегодня ничего не горит. Хороший день, чтобы найти нового клиента!
plan-done = ✅ готово: { $count }
