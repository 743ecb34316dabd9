list-title-my = 📋 Moje szanse · { $count }
list-title-my-team = 📋 Wszystkie szanse · { $count }
list-title-stage = 📍 { $stage } · { $count }
list-title-closing = 📅 Wkrótce zamknięcie · { $count }
list-title-overdue = 📅 Po dacie zamknięcia · { $count }
list-title-nostep = ➡️ Bez następnego kroku · { $count }
list-title-stuck = 🔴 Utknęły · { $count }
list-count = { $count ->
        [one] { $count } szansa
        [few] { $count } szanse
        [many] { $count } szans
       *[other] { $count } szansy
    }
list-count-capped = ponad { $count } szans
list-row = <b>{ $client }</b> · { $facts }
list-step = ➡️ { $when }
list-close = 📅 { $when }
list-touched = 🕒 { $ago }
list-paused = wróci { $when }: { $reason }
list-owner = 👤 { $name }
list-empty-my = Brak otwartych szans. Wyślij jedną linijkę, np.
    Kowalski 45 tys. zł oferta w piątek
    – albo stuknij „Nowa szansa”.
list-empty-my-bare = Brak otwartych szans.
list-empty-stage = Etap „{ $stage }” jest teraz pusty.
list-empty-closing = W ciągu dwóch tygodni nic się nie zamyka.
    Datę zamknięcia ustawia się na karcie: ⋯, Zmień.
list-empty-closing-bare = W ciągu dwóch tygodni nic się nie zamyka.
list-empty-overdue = Żadna otwarta szansa nie jest po dacie zamknięcia.
list-empty-nostep = Brak otwartych szans bez następnego kroku.
list-empty-stuck = Nic nie utknęło.
list-menu-title = 📋 Które szanse?
list-stages-title = 📍 Który etap?
list-stage-button = { $stage } · { $count }
list-button-my = 📋 Moje szanse
list-button-all = 📋 Wszystkie
list-button-stages = 📍 Według etapu
list-button-closing = 📅 Zamknięcie
list-button-nostep = ➡️ Bez kroku
list-button-stuck = 🔴 Utknęły
list-button-team = 👥 Cały zespół
list-button-mine = 👤 Moje
list-button-new = ➕ Nowa szansa
list-button-previous = ‹ Poprzednie
list-button-next = Następne ›
list-button-lists = ‹ Listy
list-button-back = ‹ Do listy
