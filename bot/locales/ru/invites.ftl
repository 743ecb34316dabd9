# Ссылки в команду. 0 значит: бессрочно, без ограничений.
invite-days =
    { $count ->
        [0] бессрочно
        [one] { $count } день
        [few] { $count } дня
        [many] { $count } дней
       *[other] { $count } дня
    }
invite-days-short = { $count } дн.
invite-uses =
    { $count ->
        [0] без ограничений
        [one] на { $count } человека
        [few] на { $count } человек
        [many] на { $count } человек
       *[other] на { $count } человека
    }
invite-uses-short =
    { $count ->
        [one] { $count } чел.
        [few] { $count } чел.
        [many] { $count } чел.
       *[other] { $count } чел.
    }
invite-no-limit = ∞
invite-until = до { $day }
invite-used = вошли: { $count }
invite-draft = Ссылка в команду { $team }:
    { $role } · { $days } · { $uses }
invite-make = 🔗 Создать ссылку
invite-working = Активные ссылки
invite-made = 🔗 Ссылка в команду { $team }
    { $terms }

    { $url }

    Скопируйте или отправьте сейчас: я её не храню.
invite-copy = Скопировать
invite-share = Отправить
invite-share-text = Приглашение в команду { $team } в Dealnudge
invite-another = Ещё ссылка
invite-new = Новая ссылка
invite-list =
    { $count ->
        [0] У команды { $team } нет активных ссылок.
        [one] { $team } · { $count } активная ссылка
        [few] { $team } · { $count } активные ссылки
        [many] { $team } · { $count } активных ссылок
       *[other] { $team } · { $count } активной ссылки
    }
invite-line = { $number }. { $terms } · { $name }
invite-revoke = Отозвать { $number }
invite-revoked = Отозвана
joined = ✅ Добро пожаловать в { $team }! Ваша роль: { $role }.
joined-next = Пришлите одну строку о сделке, например
    Ромашка 120к предложение пятница
joined-already = Вы уже в команде { $team }, роль: { $role }. Теперь она текущая.
joined-role-stays = Ссылка — на роль «{ $role }», но ролей она не меняет: это может админ.
somebody-joined = { $name } теперь в команде { $team } по вашей ссылке. Роль: { $role }.
invite-refused-unknown = Такой ссылки нет. Проверьте, что она целая, или попросите новую.
invite-refused-expired = Срок ссылки истёк. Попросите новую.
invite-refused-used_up = Все места по этой ссылке заняты. Попросите новую.
invite-refused-revoked = Ссылку отозвали. Попросите новую.
