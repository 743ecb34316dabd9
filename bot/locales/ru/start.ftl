# Начальный экран, языки и общие кнопки.
start-hello = 👋 Привет, { $name }!
    Я держу воронку команды в порядке и напоминаю о сделках, которые затихли.
start-create-or-link = Создайте команду — или откройте ссылку-приглашение, которую прислал админ.
start-link-only = Вы пока не в команде. Попросите у админа ссылку-приглашение: команды здесь создают только владельцы бота.
start-create-button = Создать команду
home-title = { $team } · { $role }
home-empty = Сделок пока нет. Пришлите одну строку, например
    Ромашка 120к предложение пятница
    — или нажмите «Новая сделка».
home-empty-viewer = Сделок пока нет.
home-open-mine =
    { $count ->
        [one] У вас { $count } открытая сделка
        [few] У вас { $count } открытые сделки
        [many] У вас { $count } открытых сделок
       *[other] У вас { $count } открытой сделки
    }
home-open-team =
    { $count ->
        [one] В команде { $count } открытая сделка
        [few] В команде { $count } открытые сделки
        [many] В команде { $count } открытых сделок
       *[other] В команде { $count } открытой сделки
    }
home-due = ➡️ { $count } на сегодня
home-stuck =
    { $count ->
        [one] 🔴 { $count } застряла
        [few] 🔴 { $count } застряли
        [many] 🔴 { $count } застряло
       *[other] 🔴 { $count } застряли
    }
home-stepless = ➡️ { $count } без следующего шага
language-ask = На каком языке говорим?
language-button = 🌐 Язык
language-set = Говорим по-русски
button-home = 🏠 Главная
button-back = ‹ Назад
button-cancel = Отмена
button-settings = ⚙️ Настройки
button-switch = Сменить команду
button-new-deal = Новая сделка
button-my-deals = Мои сделки
button-team-deals = Сделки
button-invite = Пригласить
button-team-chat = Чат команды
cancelled = Отменено
