# Карточка сделки: строки.
deal-heading = <b>{ $client }</b> <i>#{ $number }</i>
deal-heading-title = <b>{ $client }</b> · { $title } <i>#{ $number }</i>
deal-amount = 💰 { $amount }
deal-amount-none = 💰 без суммы
deal-owner = 👤 { $name }
deal-place = 📍 { $stage }  { $dots }
deal-place-plain = 📍 { $stage }
deal-day-of = день { $day } из { $limit }
deal-day-limit = день { $day }, лимит { $limit }
deal-day = день { $day }
deal-goal = цель: { $goal }
deal-step = ➡️ { $text } · { $when }
deal-step-bare = ➡️ { $when }
deal-step-undated = ➡️ { $text }
deal-step-none = ➡️ нет следующего шага
deal-parked = 💤 вернётся { $when }
deal-parked-stage = 💤 { $stage } · вернётся { $when }
deal-parked-back = 💤 вернулась { $when }
deal-parked-stage-back = 💤 { $stage } · вернулась { $when }
deal-dates = 📅 { $start } → { $close }
deal-dates-open = 📅 начало: { $start }
deal-touched = 🕒 { $ago }
deal-touched-kind = 🕒 { $ago }, { $kind }
deal-phone = 📞 { $phone }
deal-contact = 📞 { $name }, { $phone }
deal-contact-bare = 📞 { $name }
deal-source = источник: { $source }
deal-team = команда: { $team }
deal-won = 🏆 выиграна за { $days }
deal-lost = ❌ { $stage }: { $reason }
deal-lost-comment = 📝 { $comment }
deal-lost-bare = ❌ { $stage }

# Касания.
touch-call = звонок
touch-message = сообщение
touch-meeting = встреча
touch-visit = визит
touch-offer = предложение
touch-button-call = ☎️ Звонок
touch-button-message = ✉️ Сообщение
touch-button-meeting = 🤝 Встреча
touch-button-visit = 🚗 Визит
touch-button-offer = 📄 Предложение

# Что только что произошло: первая строка над карточкой.
did-moved = { $from } → { $to }
did-won = 🏆 Выиграна: { $from } → { $to }
did-lost = ❌ { $from } → { $to }
did-parked = 💤 { $from } → { $to }. Когда вернуть?
did-parked-until = 💤 { $from } → { $to }
did-touched = Записано: { $kind }
did-touched-step = Записано: { $kind }. Шаг сделан: { $step }
did-noted = 📝 Записано: { $text }
did-step = ➡️ Следующий шаг: { $when }
did-step-undated = ➡️ Следующий шаг: { $step }. Когда? Пока нет дня, напоминания приходят как раньше.
did-step-cleared = ➡️ Следующий шаг убран
did-step-done = ✅ Шаг сделан: { $step }
did-step-done-bare = ✅ Шаг сделан
did-edited = { $field }: сохранено
did-reassigned = 👤 Теперь ведёт { $name }
deal-assigned = 👤 { $name } передаёт вам сделку <b>{ $client }</b>
did-undone = ↩️ Отменено
did-created = ✅ Сохранена как #{ $number }

# Предупреждения, когда старая кнопка уже значит не то.
stale-moved = { $name }: сделка { $client } теперь на этапе «{ $stage }», { $ago }
stale-moved-you = Вы перевели сделку { $client } на этап «{ $stage }» { $ago }
stale-reassigned = { $name }: сделку { $client } теперь ведёт { $owner }, { $ago }
stale-reassigned-you = Вы передали сделку { $client } { $ago }: теперь её ведёт { $owner }
stale-changed = { $name }: изменения в сделке { $client }, { $ago }
stale-changed-you = Вы изменили сделку { $client } { $ago }
stale-closed = Сделка { $client } уже закрыта
stale-same = Сделка { $client } уже на этапе «{ $stage }»
stale-late = Поздно: отменить можно в течение 10 минут
stale-undone = Это уже отменено
stale-nothing = Следующего шага нет

# Кнопки.
deal-button-won = 🏆 Выиграна
deal-button-lost = ❌ Проиграна
deal-button-touch = ☎️ Касание
deal-button-step = ➡️ Шаг
deal-button-note = 📝 Заметка
deal-button-more = ⋯
deal-button-undo = ↩️ Отменить
deal-button-back = ‹ Назад
deal-button-cancel = Отмена
deal-button-stages = 📍 Любой этап
deal-button-edit = ✏️ Изменить
deal-button-history = 📜 История
deal-button-park = 💤 Отложить: клиент пока не готов
deal-button-reopen = 📍 Вернуть
deal-button-copy = 📞 Копировать { $phone }
deal-button-tomorrow = Завтра
deal-button-days = { $days } дн.
deal-button-week = 1 нед.
deal-button-pick = Дата
deal-button-type = Ввести
deal-button-step-done = ✅ Сделано
deal-button-step-clear = Убрать
deal-button-comment = 📝 Комментарий
deal-button-clear = Очистить
deal-button-newer = ‹ Новее
deal-button-older = Старше ›

# Меню.
deal-menu-stages = На какой этап перевести?
deal-menu-touch = Что вы сделали?
deal-menu-step = Когда следующий шаг?
deal-menu-lost = Почему проиграна?
deal-menu-more = Что ещё?
deal-menu-edit = Что изменить?
deal-menu-park = Когда вернуть?
deal-menu-source = Откуда пришла сделка?
deal-menu-owner = Кто ведёт сделку?
deal-menu-probability = Насколько вероятна?
deal-menu-probability-stage = Как у этапа: { $percent }

# Поля.
field-client = Клиент
field-title = Название
field-amount = Сумма
field-probability = Вероятность
field-source = Источник
field-phone = Телефон
field-start = Начало
field-close = Закрытие
field-owner = Кто ведёт
field-step = Следующий шаг
field-comment = Комментарий
field-park = Дата возврата

# Вопросы, на которые отвечают текстом.
ask-note = 📝 Напишите заметку о сделке <b>{ $client }</b>.
ask-step = ➡️ Что дальше по сделке <b>{ $client }</b> и когда?
    Например: позвонить Ивану завтра в 10:00
ask-park = 💤 Когда вернуть сделку <b>{ $client }</b>?
    Например: 15 января, через 6 недель
ask-client = Как называется клиент?
ask-title = О чём сделка?
ask-amount = 💰 Сколько? Например: 120 000, 120к, 1,2 млн, 45 тыс. €
ask-probability = Насколько вероятна, в процентах? Например: 60
ask-phone = 📞 Какой номер? Например: +7 912 345-67-89
ask-start = Когда началась? Например: 3 ноября
ask-close = 📅 Когда ждёте закрытия? Например: 15 декабря, через 3 недели
ask-comment = 📝 Что случилось со сделкой <b>{ $client }</b>?
ask-now = Сейчас: { $value }

# То, что написано, не подходит.
bad-amount = Не могу прочитать «{ $text }» как сумму. Пишите так: 120 000, 120к, 1,2 млн, 45 тыс. €
bad-zero = Сумма должна быть больше нуля. Пишите так: 120 000, 120к, 1,2 млн
bad-big = «{ $text }» — столько мне не сосчитать. Пишите так: 120 000, 120к, 1,2 млн
bad-when = Не вижу дня в «{ $text }». Пишите так: завтра 10:00, пт, 15 декабря, через 3 дня
bad-date = Не могу прочитать «{ $text }» как дату. Пишите так: 15 декабря, 15.12.2026, через 3 недели
bad-date-far = «{ $text }» — больше десяти лет от сегодня. Пишите так: 15 декабря, 15.12.2026, через 3 недели
bad-phone = Не могу прочитать «{ $text }» как телефон. Пишите так: +7 912 345-67-89
bad-percent = Не могу прочитать «{ $text }» как процент. Число от 0 до 100, например: 60
bad-past = «{ $text }» уже в прошлом. Пишите так: завтра 10:00, через 3 дня
bad-far = Слишком далеко: не больше двух лет. Пишите так: завтра 10:00, 15 декабря, через 6 недель
bad-empty = Здесь пусто. Напишите несколько слов.
bad-long = Слишком длинно. Сократите, пожалуйста.
bad-words = Только текст: ничего другого сюда пока не сохранить.
bad-no-number = У этого контакта нет номера. Напишите его, например: +7 912 345-67-89

# История.
history-title = 📜 <b>{ $client }</b> <i>#{ $number }</i>
history-line = { $when } · { $name }
    { $what }
history-created = создана на этапе «{ $stage }»
history-moved = { $from } → { $to }
history-moved-after = { $from } ({ $stayed }) → { $to }
history-lost = { $stage }: { $reason }
history-touched = касание: { $kind }
history-noted = 📝 { $text }
history-step-set = ➡️ следующий шаг: { $step }
history-step-cleared = ➡️ следующий шаг убран
history-step-done = ✅ шаг сделан
history-edited = { $field }: { $from } → { $to }
history-reassigned = 👤 { $from } → { $to }
history-undone = ↩️ отменено: { $what }
history-nothing = –
history-kind-moved = переход
history-kind-touched = касание
history-kind-noted = заметка
history-kind-step = следующий шаг
history-kind-edited = правка
history-kind-reassigned = смена ответственного
