# Роли.
role-viewer = наблюдатель
role-rep = продавец
role-manager = руководитель
role-admin = админ
zone-now = { $zone }, сейчас { $time }
zone-which = Какое место вы имеете в виду?
    Или напишите другой город или пояс.

# Создание команды.
new-team-name = Как называется команда?
    Например: Отдел продаж «Север»
new-team-currency = { $team }: в какой валюте сделки?
    Другая — напишите код, например CHF.
new-team-zone = Где работает команда?
    { $zone }?
    Если нет, напишите город или пояс: Омск, UTC+5.
button-yes-zone = ✅ Да, { $city }
new-team-template = Какие этапы проходят ваши сделки?
    Нажмите, чтобы сначала посмотреть.
new-team-template-head = { $name }
    { $about }
new-team-stage = { $mark } { $name } — { $goal }
new-team-end = { $mark } { $name }
new-team-create-button = ✅ Создать команду
new-team-other-stages = ‹ Другие этапы
new-team-done = ✅ Команда { $team } готова. Что дальше:
    1. Пришлите мне одну строку, например
    Ромашка 120к предложение пятница
    2. Пригласите людей
    3. Подключите чат команды
new-team-over = Этот ввод уже закончен. Вы здесь:

# Смена команды и её настройки.
team-switch = В какой команде работаем?
team-title = { $team } · настройки команды
team-zone = Часовой пояс: { $zone }
team-currency = Валюта новых сделок: { $currency }
team-pipeline = Этапы: { $name }
team-see-all = Продавцы видят все сделки
team-see-own = Продавцы видят свои сделки
team-name-button = Название
team-currency-button = { $currency }
team-zone-button = { $city }
team-see-all-button = Продавцы видят: все сделки
team-see-own-button = Продавцы видят: свои сделки
team-members-button = Люди · { $count }
team-chats-button = Чаты команды · { $count }
team-chats-broken-button = ⚠️ Чаты команды · { $count }
team-ask-name = { $team }: какое новое название?
team-ask-currency = Валюта новых сделок: { $currency }
    Другая — напишите код, например CHF.
team-ask-zone = Часовой пояс: { $zone }
    Напишите город команды или пояс: Омск, UTC+5.
team-ask-day = Во сколько начинается рабочий день?
    В это время приходят шаги с датой без времени. Другое — напишите, например 8:30.
team-saved = Сохранено

# Люди.
members-title =
    { $count ->
        [one] { $team } · { $count } человек
        [few] { $team } · { $count } человека
        [many] { $team } · { $count } человек
       *[other] { $team } · { $count } человека
    }
members-button = Люди
member-title = { $name } · { $role }
member-deals =
    { $count ->
        [0] { $team } · нет открытых сделок
        [one] { $team } · { $count } открытая сделка
        [few] { $team } · { $count } открытые сделки
        [many] { $team } · { $count } открытых сделок
       *[other] { $team } · { $count } открытой сделки
    }
member-out-of-reach = ⚠️ Сообщения не доходят: бот заблокирован, или аккаунт удалён. Напоминания ждут.
member-unreachable = ⚠️ { $name } ({ $team }): сообщения не доходят. Бот заблокирован, или аккаунт удалён.
    Напоминания пока ждут.
    Попросите разблокировать бота и нажать «Старт» или передайте сделки другим.
member-roles = Наблюдатель читает, продавец ведёт свои сделки, руководитель видит и меняет все, админ — ещё и настройки.
member-only-admin = Единственный админ. Чтобы это изменить, сначала назначьте ещё одного.
member-leave = Выйти из команды
member-remove = Убрать из команды
member-leave-sure = Выйти из команды { $team }?
member-remove-sure = Убрать из команды { $team }: { $name }?
member-deals-stay =
    { $count ->
        [one] Останется { $count } открытая сделка: руководитель может её передать.
        [few] Останутся { $count } открытые сделки: руководитель может их передать.
        [many] Останется { $count } открытых сделок: руководитель может их передать.
       *[other] Останется { $count } открытой сделки: руководитель может их передать.
    }
member-removed = Больше не в команде: { $name }.
member-left = Вы вышли из команды.
member-role-set = { $name }: { $role }
place-changed = Ваша роль в команде { $team }: { $role }.
place-ended = Вы больше не в команде { $team }.
