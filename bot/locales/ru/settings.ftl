# Личные настройки.
settings-title = ⚙️ Ваши настройки
settings-zone = Часовой пояс: { $zone }
settings-team = { $team } · { $role }
settings-zone-button = { $city }
settings-team-button = Команда: { $team }
settings-ask-zone = Часовой пояс: { $zone }
    Напишите свой город или пояс: Омск, UTC+5.
settings-zone-as-team = Как у команды
settings-saved = Сохранено
