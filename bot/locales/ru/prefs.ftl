# Личные рабочие часы, отсутствие и о чём сообщать.
prefs-on = да
prefs-off = нет
prefs-never = никогда
prefs-nobody = никто
prefs-hours = Рабочее время: { $time }
prefs-hours-title = Ваше рабочее время · { $team }
prefs-hours-own = Своё, не как у команды.
prefs-hours-team = Как у команды.
prefs-hours-about = О сделках пишу только в это время. Следующий шаг с назначенным часом напомнит о себе точно в срок.
prefs-from-button = С { $time }
prefs-to-button = До { $time }
prefs-as-team-button = Как у команды
prefs-ask-start = Когда начинается ваш рабочий день?
    Другое время напишите, например 8:30.
prefs-ask-end = Когда заканчивается ваш рабочий день?
    Другое время напишите, например 16:30.
prefs-plan-line = План на день: { $time }
prefs-digest-line = Сводка: { $time }
prefs-hear-button = 🔔 Уведомления
prefs-hear-title = Уведомления · { $team }
prefs-hear-about = В плане на день — следующие шаги, затихшие и застрявшие сделки. Предупреждение приходит до того, как сделка застрянет.
prefs-hear-digest = В сводке — застрявшие сделки команды, раз в день.
prefs-plan-button = План на день: { $value }
prefs-empty-button = Писать в пустые дни: { $value }
prefs-warnings-button = Предупреждения: { $value }
prefs-digest-button = Сводка: { $value }
prefs-digest-days-button = Дни сводки: { $days }
prefs-at-button = в { $time }
prefs-ask-plan = Когда присылать план на день?
    Другое время напишите, например 8:30.
prefs-ask-digest = Когда присылать вам сводку?
    Другое время напишите, например 8:30.
prefs-ask-digest-days = В какие дни присылать вам сводку?
prefs-away-button = 🏝 Отпуск: { $value }
prefs-away-until-button = 🏝 До { $day }
prefs-away-title = Отсутствие · { $team }
prefs-away-no = Вы на работе.
prefs-away-waits = 🏝 Отсутствие · возвращение { $day } · напоминания подождут
prefs-away-deputy = 🏝 Отсутствие · возвращение { $day } · напоминания получает { $name }
prefs-away-about = Когда вы вернётесь? Напоминания о ваших сделках получит заместитель, а без него они подождут.
prefs-back-tomorrow = Вернусь завтра
prefs-back-week = Через неделю
prefs-back-fortnight = Через 2 недели
prefs-back-date = Выбрать дату
prefs-back-now = Я уже на работе
prefs-ask-back = Когда вы вернётесь?
    Напишите дату: 15.12, понедельник, через 10 дней.
prefs-deputy-button = Заместитель: { $name }
prefs-ask-deputy = Кому писать о ваших сделках, пока вас нет?
prefs-no-deputy = Больше никто в команде пока не ведёт сделки.

# Правила команды.
rules-nudges-button = 🔔 Напоминания
rules-hours-title = { $team } · рабочее время
rules-hours-about = Для всех, кто не задал своё. Вне этого времени никого не беспокою.
rules-holidays-button = Праздники: { $value }
rules-holidays-worked = рабочие
rules-holidays-on = Государственные праздники — выходные. Страна: { $country }.
rules-holidays-off = В праздники вы работаете.
rules-holidays-unknown = Праздников этой страны я не знаю ({ $country }), поэтому все они рабочие.
rules-country-button = Другая страна…
rules-ask-country = Праздники какой страны у вас выходные?
    Напишите страну: Австрия, KZ.
rules-free-button = Выходные
rules-worked-button = Рабочие
rules-nudges-title = { $team } · напоминания
rules-nudges-about = Первый контакт: о новой заявке, которая ждёт дольше, узнает сначала владелец, потом руководитель из сводки. Пауза: на более долгий срок сделку не приостановить.
rules-digest-button = Сводка в { $time }
rules-first-button = Первый контакт: { $time }
rules-pause-button = Пауза не дольше: { $days }
rules-stages-button = Сроки этапов
rules-ask-start = Когда начинается рабочий день команды?
    Другое время напишите, например 8:30.
rules-ask-end = Когда заканчивается рабочий день команды?
    Другое время напишите, например 16:30.
rules-ask-digest = Когда присылать сводку руководителям, а её итог — в чаты команды?
    Каждый может выбрать своё время. Другое напишите, например 8:30.
rules-ask-pause = Как долго может длиться пауза?
    Другой срок напишите в днях, например 45.
rules-ask-first = Как быстро нужно связаться по новой заявке?
    Другой срок напишите: 12 ч, 2 д.
rules-stages-title = { $team } · сроки этапов
rules-stages-about = Столько без касания — и владельцу придёт напоминание; столько дней на этапе — и сделка застряла.
rules-stage-title = { $stage }
rules-followup = Напоминание без касания: { $time }
rules-stuck = Слишком долго на этапе: { $days }
rules-stuck-working = Слишком долго на этапе: { $days }, только рабочие
rules-stage-about = Изменение действует сразу, и для сделок, которые уже на этом этапе.
rules-followup-button = Напомнить: { $time }
rules-stuck-button = Застрянет: { $days }
rules-counts-button = Считаются { $value }
rules-working = рабочие дни
rules-calendar = календарные дни
rules-ask-followup = { $stage }: через сколько без касания напомнить владельцу?
    Другой срок напишите: 36 ч, 4 д.
rules-ask-stuck = { $stage }: через сколько дней сделка застряла?
    Другой срок напишите в днях, например 12.
rules-moved =
    { $count ->
        [0] Сохранено
        [one] Сохранено. Пересчитана { $count } сделка этапа.
        [few] Сохранено. Пересчитаны { $count } сделки этапа.
        [many] Сохранено. Пересчитано { $count } сделок этапа.
       *[other] Сохранено. Пересчитано { $count } сделки этапа.
    }
