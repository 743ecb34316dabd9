# Podsumowanie dla menedżera.
digest-title = 📊 Szanse, które utknęły · { $day }
digest-empty = 📊 { $day } · { $team }: nic nie utknęło. Widzisz to jako menedżer; zmień lub wyłącz: /settings
digest-nothing-stuck = Nic nie utknęło
digest-stuck = { $count ->
        [one] Utknęła { $count } szansa
        [few] Utknęły { $count } szanse
        [many] Utknęło { $count } szans
       *[other] Utknęło { $count } szansy
    }
digest-fresh = { $count ->
        [one] { $count } nowa
        [few] { $count } nowe
        [many] { $count } nowych
       *[other] { $count } nowych
    }
digest-moved = { $count ->
        [one] { $count } ruszyła
        [few] { $count } ruszyły
        [many] { $count } ruszyło
       *[other] { $count } ruszyło
    }
digest-same = bez zmian
since-yesterday = od wczoraj
since-monday = od poniedziałku
since-tuesday = od wtorku
since-wednesday = od środy
since-thursday = od czwartku
since-friday = od piątku
since-saturday = od soboty
since-sunday = od niedzieli
since-date = od { $day }
digest-moved-names = 🟢 Jest ruch: { $names }
digest-eased-names = ✅ Zmieniony limit, koniec zastoju: { $names }
digest-paused = ⏸ { $client }: pauza, wróci { $when }, { $reason }
digest-waits = ✅ { $client }: może poczekać, termin: { $when }
digest-resting-more = { $count ->
        [one] ⏸ …i jeszcze { $count } czeka
        [few] ⏸ …i jeszcze { $count } czekają
        [many] ⏸ …i jeszcze { $count } czeka
       *[other] ⏸ …i jeszcze { $count } czeka
    }
digest-rep = 👤 { $name } · { $count }
digest-client = <b>{ $client }</b>
digest-touched = 🕒 { $kind }, { $ago }
digest-last = 🕒 { $kind }
digest-ignored = 🔔 Przypomnienia bez reakcji · { $count }
digest-ignored-times = 🔔 bez reakcji { $count }×
digest-untouched = ➕ Nowe zapytania bez odpowiedzi · { $count }
digest-stepless = { $count ->
        [one] ➡️ { $count } szansa bez następnego kroku
        [few] ➡️ { $count } szanse bez następnego kroku
        [many] ➡️ { $count } szans bez następnego kroku
       *[other] ➡️ { $count } szansy bez następnego kroku
    }
digest-overdue = { $count ->
        [one] 📅 { $count } szansa po dacie zamknięcia
        [few] 📅 { $count } szanse po dacie zamknięcia
        [many] 📅 { $count } szans po dacie zamknięcia
       *[other] 📅 { $count } szansy po dacie zamknięcia
    }
digest-why = Dostajesz to jako menedżer zespołu { $team }. Godzina, dni, wyłączenie: /settings
digest-why-chat = Raz dziennie, bo tak ustawiono ten czat. Wyłączenie: /connect
digest-wait = Jak długo może tu jeszcze stać?
digest-asked-already = Pytanie już zadane, odpowiedzi jeszcze nie ma
digest-asked-away = { $name }: nieobecność, powrót { $day } i wtedy przyjdzie pytanie. Jeśli to pilne, przekaż szansę komuś innemu.
denied-digest = Podsumowanie jest dla menedżerów. Twój dzień: /today
denied-digest-viewer = Podsumowanie jest dla menedżerów. Szanse, które utknęły: /stuck
digest-button-ask = ❓ Zapytaj: { $name }
digest-button-reassign = 👤 Przekaż
digest-button-wait = ✅ Niech czeka
digest-button-wait-3 = 3 dni
digest-button-wait-7 = 1 tydzień
digest-button-wait-14 = 2 tygodnie
digest-button-overdue = 📅 Po dacie
digest-button-back = ‹ Podsumowanie
digest-button-chat = Otwórz podsumowanie
command-digest = Szanse zespołu, które utknęły

# Pytanie menedżera i odpowiedź.
question = ❓ { $name } pyta: jak idzie <b>{ $client }</b>?
question-why = <i>Powód: to Twoja szansa. Zakończysz przyciskiem poniżej, odpowiedź zobaczy { $name }; godziny: /settings</i>
answer = 💬 { $name } · <b>{ $client }</b>: { $text }
answer-why = <i>Powód: Twoje pytanie. Nowa odpowiedź przyjdzie po nowym pytaniu; godziny: /settings</i>
answer-fine = rozmawiamy, wszystko dobrze
answer-waiting = czekamy na klienta
answer-call = zadzwonię dziś
answer-lost = przegrana
answer-won = wygrana
answer-button-fine = 👍 Rozmawiamy, wszystko dobrze
answer-button-waiting = ⏳ Czekamy na klienta
answer-button-call = ☎️ Zadzwonię dziś
answer-button-lost = ❌ Przegrana
answer-button-words = ✍️ Napisz odpowiedź
answer-button-open = Otwórz szansę
answer-already = Odpowiedź już jest
ask-answer = ✍️ Jak idzie <b>{ $client }</b>? Napisz odpowiedź, do 500 znaków.
bad-answer-long = Za długo: najwyżej 500 znaków.
bad-answer-empty = Potrzebny jest tekst.

# Dzień handlowca.
today-title = { $count ->
        [one] ☀️ { $day } · czeka { $count } szansa
        [few] ☀️ { $day } · czekają { $count } szanse
        [many] ☀️ { $day } · czeka { $count } szans
       *[other] ☀️ { $day } · czeka { $count } szansy
    }
today-empty = ☀️ { $day }: nic na Ciebie nie czeka. Dobry dzień na nowe szanse!
today-empty-viewer = ☀️ { $day }: nic na Ciebie nie czeka.
today-back = 🔔 Pora wrócić
today-button-back = ‹ Dziś
command-today = Co czeka Cię dziś
command-my = Moje szanse, tylko dla mnie

# Prywatne odpowiedzi w grupie.
group-moment = Chwila…
group-hint = { $name }, mogę odpowiedzieć tylko prywatnie. Otwórz nasz czat, naciśnij Start i spróbuj ponownie.
group-anonymous = Piszesz jako grupa, więc nie wiem, czyje szanse pokazać. Zapytaj mnie prywatnie.
group-button-private = Otwórz czat prywatny
group-only-you = Widzisz to tylko Ty.
