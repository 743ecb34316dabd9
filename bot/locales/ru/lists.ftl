list-title-my = 📋 Мои сделки · { $count }
list-title-my-team = 📋 Все сделки · { $count }
list-title-stage = 📍 { $stage } · { $count }
list-title-closing = 📅 Скоро закрытие · { $count }
list-title-overdue = 📅 Дата закрытия прошла · { $count }
list-title-nostep = ➡️ Без следующего шага · { $count }
list-title-stuck = 🔴 Застряли · { $count }
list-count = { $count ->
        [one] { $count } сделка
        [few] { $count } сделки
        [many] { $count } сделок
       *[other] { $count } сделки
    }
list-count-capped = больше { $count } сделок
list-row = <b>{ $client }</b> · { $facts }
list-step = ➡️ { $when }
list-close = 📅 { $when }
list-touched = 🕒 { $ago }
list-paused = до { $when }: { $reason }
list-owner = 👤 { $name }
list-empty-my = Открытых сделок нет. Пришлите одну строку, например
    Ромашка 120к предложение пятница
    — или нажмите «Новая сделка».
list-empty-my-bare = Открытых сделок нет.
list-empty-stage = На этапе «{ $stage }» сейчас нет сделок.
list-empty-closing = В ближайшие две недели закрытий нет.
    Дата закрытия ставится на карточке: ⋯, Изменить.
list-empty-closing-bare = В ближайшие две недели закрытий нет.
list-empty-overdue = Открытых сделок с прошедшей датой закрытия нет.
list-empty-nostep = Открытых сделок без следующего шага нет.
list-empty-stuck = Ничего не застряло.
list-menu-title = 📋 Какие сделки?
list-stages-title = 📍 Какой этап?
list-stage-button = { $stage } · { $count }
list-button-my = 📋 Мои сделки
list-button-all = 📋 Все сделки
list-button-stages = 📍 По этапам
list-button-closing = 📅 Закрытие
list-button-nostep = ➡️ Без шага
list-button-stuck = 🔴 Застряли
list-button-team = 👥 Вся команда
list-button-mine = 👤 Мои
list-button-new = ➕ Новая сделка
list-button-previous = ‹ Раньше
list-button-next = Дальше ›
list-button-lists = ‹ Списки
list-button-back = ‹ К списку
