# Новая сделка: черновик.
draft-title = Новая сделка: проверьте и сохраните
draft-title-team = Новая сделка в «{ $team }»: проверьте и сохраните
draft-client = <b>{ $client }</b>
draft-client-title = <b>{ $client }</b> · { $title }
draft-words = { $title }
draft-amount = 💰 { $amount }
draft-close = 📅 { $close }
draft-cut-client = ✂️ Имя клиента длиннее { $limit } знаков: целиком оно стоит в названии.
draft-cut-title = ✂️ В название вошли только первые { $limit } знаков.
draft-cut-step = ✂️ В следующий шаг вошли только первые { $limit } знаков.
draft-button-save = ✅ Сохранить
draft-field-stage = Этап

# По одному вопросу.
draft-guide = Новая сделка · { $number } из { $total }
draft-ask-stage = 📍 На каком этапе?
draft-ask-step = ➡️ Что дальше и когда?
    Например: позвонить Ивану завтра в 10:00
draft-ask-contact = Или отправьте контакт: 📎 → Контакт
draft-button-skip = Пропустить ›
draft-button-next = Дальше ›
draft-button-finish = Готово
draft-bad-stage = Для новой сделки нет этапа «{ $text }». Выберите кнопкой.
draft-bad-source = В вашем списке нет источника «{ $text }». Выберите кнопкой.

# Сделки, о которых может быть написанное.
draft-matches = Это одна из этих сделок? Если нет, нажмите «Новая сделка»: ничего не пропадёт.
draft-matches-viewer = Подходящие сделки:
draft-matches-more = Есть и другие: напишите имя подробнее.
draft-viewer = Здесь вы можете смотреть сделки, но не создавать. Другую роль даст админ команды.
draft-no-team = Вы пока не в команде, и сохранить сделку негде.

# Чем кончился черновик.
draft-cancelled = Не сохранено: { $what }
draft-cancelled-empty = Новой сделки не будет.
draft-kept = Черновик на месте: { $what }
draft-button-open = Открыть черновик
gone-draft = Такого черновика у вас нет.
