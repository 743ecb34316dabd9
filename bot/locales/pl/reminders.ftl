# Jak stoi szansa: na karcie i na listach.
state-days-in = „{ $stage }”: { $days }
state-stuck = { $days }, limit { $limit }
state-stuck-silent = { $days }, limit { $limit }; cisza od { $quiet ->
        [one] { $quiet } dnia
        [few] { $quiet } dni
        [many] { $quiet } dni
       *[other] { $quiet } dnia
    }
state-working-days = { $count ->
        [one] { $count } dzień roboczy
        [few] { $count } dni robocze
        [many] { $count } dni roboczych
       *[other] { $count } dnia roboczego
    }
deal-paused = ⏸ pauza, wróci { $when }: { $reason }
deal-wait = ✅ może poczekać, termin: { $when }

# Przypomnienie później i pauza.
snooze-button = 🔔 Później
pause-button = ⏸ Pauza
snooze-button-long = 🔔 Przypomnij później
pause-button-long = ⏸ Pauza na tym etapie
pause-button-end = 🔔 Zakończ pauzę
pause-button-fortnight = 2 tyg.
pause-button-month = 1 mies.
pause-button-away = Klient wyjechał
pause-button-budget = Budżet klienta
pause-button-us = Czeka na nas
pause-button-later = Decyzja później
pause-button-other = Inny powód…
pause-reason-away = klient wyjechał
pause-reason-budget = czekamy na budżet klienta
pause-reason-us = klient czeka na naszą dostawę
pause-reason-later = klient zdecyduje później
pause-reason-none = bez powodu
snooze-menu = 🔔 Kiedy przypomnieć?
pause-menu = ⏸ Na jak długo pauza? Najwyżej { $cap }.
pause-because = ⏸ Wróci { $when }, bo…
ask-snooze = 🔔 <b>{ $client }</b>: kiedy przypomnieć?
    Na przykład: pt, 15 grudnia, jutro 15:00
ask-pause = ⏸ <b>{ $client }</b>: do kiedy pauza i dlaczego?
    Na przykład: 15 grudnia, dyrektor na urlopie
ask-because = ⏸ <b>{ $client }</b>: dlaczego ma poczekać?
bad-pause-far = Za długo: w Waszym zespole pauza trwa najwyżej { $cap }.
bad-snooze-far = Za daleko: przypomnienie poczeka najwyżej miesiąc. Na dłużej ustaw pauzę.
stale-paused = { $client }: trwa pauza, wróci { $when }
stale-pause-day = Ten dzień już nadszedł: wybierz inny
stale-not-paused = { $client }: nie ma pauzy

# Co się właśnie stało: pierwszy wiersz nad kartą.
did-snoozed = 🔔 Przypomnę { $when }
did-paused = ⏸ Pauza, wróci { $when }: { $reason }
did-resumed = 🔔 Koniec pauzy
did-wait-accepted = ✅ Może poczekać, termin: { $when }
did-asked = ✅ Pytanie wysłane
did-answered = ✅ Odpowiedź wysłana
did-stuck = 🔴 Szansa utknęła
did-unstuck = Koniec zastoju

# Historia.
history-line-bot = { $when }
    { $what }
history-snoozed = 🔔 przypomnienie: { $when }
history-paused = ⏸ pauza, wróci { $when }: { $reason }
history-resumed = 🔔 koniec pauzy
history-wait-accepted = ✅ zgoda na czekanie, termin: { $when }
history-asked = pytanie, jak idzie
history-answered = odpowiedź, jak idzie
history-stuck = 🔴 szansa utknęła
history-limit = limit etapu to teraz { $limit }, koniec zastoju
history-limit-none = limit etapu usunięty, koniec zastoju
history-limit-recounted = dni robocze policzone od nowa, koniec zastoju
history-kind-snoozed = późniejsze przypomnienie
history-kind-paused = pauza
history-kind-resumed = koniec pauzy
history-kind-wait = zgoda na czekanie

# Jedna szansa.
nudge-quiet = 🔔 <b>{ $client }</b>: cisza już { $span }
nudge-step = 🔔 <b>{ $client }</b>: { $step } · { $when }
nudge-step-bare = 🔔 <b>{ $client }</b>: następny krok { $when }
nudge-return = 🔔 <b>{ $client }</b>: pora wrócić do tej szansy
nudge-first = 🔔 Nowe zapytanie: <b>{ $client }</b> czeka na pierwszy kontakt już { $span }
nudge-stuck = 🔴 <b>{ $client }</b>: szansa utknęła
nudge-warn = 🟡 <b>{ $client }</b>: szansa zaraz utknie
nudge-new = 🔔 <b>{ $client }</b>: nowa szansa
nudge-place = 📍 { $stage }
nudge-place-day = 📍 { $stage }, { $day }
nudge-note = 📝 „{ $note }”
nudge-was-paused = ⏸ powód pauzy: { $reason }
nudge-again = Przypominam ponownie: wystarczy jedno dotknięcie.
nudge-again-several = O niektórych przypominam ponownie.
nudge-for = 👤 Zastępujesz: { $name }
nudge-button-called = Telefon
nudge-button-wrote = Wiadomość
nudge-button-met = Spotkanie
nudge-button-park = 💤 Odłóż dalej
nudge-button-all = ‹ Wszystkie
nudge-button-back = ‹ Przypomnienie
nudge-button-open = Otwórz

# Kilka szans.
nudge-title = { $count ->
        [one] 🔔 Czeka na Ciebie { $count } szansa
        [few] 🔔 Czekają na Ciebie { $count } szanse
        [many] 🔔 Czeka na Ciebie { $count } szans
       *[other] 🔔 Czeka na Ciebie { $count } szansy
    }
nudge-more = …i jeszcze { $count }: pokażę, gdy te będą gotowe
nudge-button-snooze-all = 🔔 Przypomnij o wszystkich jutro
nudge-button-snooze-one = 🔔 Przypomnij jutro
row-quiet = cisza { $span }
row-step = ➡️ { $step }, { $when }
row-step-bare = ➡️ { $when }
row-return-paused = ⏸ pauza minęła
row-return-parked = 💤 pora wrócić
row-first = nowe zapytanie, { $span }
row-new = nowa

# Dlaczego przyszło i jak to wyłączyć: ostatni wiersz każdego przypomnienia.
nudge-why = <i>Powód: { $why }. { $stop }</i>
nudge-why-team = <i>{ $team }. Powód: { $why }. { $stop }</i>
nudge-stop = Wystarczy przycisk poniżej; godziny: /settings
nudge-switch = Zmień lub wyłącz: /settings
why-follow_up = { $span } bez kontaktu
why-step = pora na następny krok
why-return = nadszedł dzień powrotu
why-first_contact = zapytanie czeka na pierwszy kontakt
why-stuck = na etapie dłużej niż limit
why-warn = limit etapu jest blisko
why-new = nowa szansa
why-several = przy każdej szansie własny
why-plan = Twój plan dnia

# Załatwione gdzie indziej albo nieaktualne.
nudge-ended = ✅ <b>{ $client }</b>: { $what }, { $ago }
nudge-ended-by = ✅ <b>{ $client }</b>: { $what }, { $name }, { $ago }
nudge-ended-more = ✅ …i jeszcze { $count }
nudge-step-set = następny krok { $when }
nudge-step-done = krok zrobiony
nudge-put-off = przypomnę { $when }
nudge-paused = pauza, wróci { $when }
nudge-all-done = ✅ Gotowe: nic tu już nie czeka.
nudge-snoozed-all = { $count ->
        [one] 🔔 { $count } szansa wróci { $when }.
        [few] 🔔 { $count } szanse wrócą { $when }.
        [many] 🔔 { $count } szans wróci { $when }.
       *[other] 🔔 { $count } szansy wróci { $when }.
    }
nudge-nothing = Nic tu już nie czeka.
nudge-gone = 🔔 <b>{ $client }</b>: niżej jest nowsze przypomnienie.
nudge-gone-several = { $count ->
        [one] 🔔 { $count } szansa: niżej jest nowsze przypomnienie.
        [few] 🔔 { $count } szanse: niżej jest nowsze przypomnienie.
        [many] 🔔 { $count } szans: niżej jest nowsze przypomnienie.
       *[other] 🔔 { $count } szansy: niżej jest nowsze przypomnienie.
    }
nudge-gone-to = 🔔 <b>{ $client }</b>: nowsze przypomnienie dostaje { $name }.
nudge-gone-several-to = 🔔 Nowsze przypomnienie dostaje { $name }.

# Plan dnia: przychodzi rano.
plan-title = ☀️ { $day }
plan-overdue = ➡️ Zaległe
plan-today = ➡️ Dziś
plan-quiet = 🔔 Ucichły
plan-stuck = 🔴 Utknęły lub zaraz utkną
plan-new = ➕ Nowe
plan-more = …i jeszcze { $count } w /today
plan-empty = ☀️ Na dziś nic pilnego. Dobry dzień, żeby zdobyć nowego klienta!
plan-done = ✅ gotowe: { $count }
