# Karta szansy: wiersze.
deal-heading = <b>{ $client }</b> <i>#{ $number }</i>
deal-heading-title = <b>{ $client }</b> · { $title } <i>#{ $number }</i>
deal-amount = 💰 { $amount }
deal-amount-none = 💰 bez kwoty
deal-owner = 👤 { $name }
deal-place = 📍 { $stage }  { $dots }
deal-place-plain = 📍 { $stage }
deal-day-of = dzień { $day } z { $limit }
deal-day-limit = dzień { $day }, limit { $limit }
deal-day = dzień { $day }
deal-goal = cel: { $goal }
deal-step = ➡️ { $text } · { $when }
deal-step-bare = ➡️ { $when }
deal-step-undated = ➡️ { $text }
deal-step-none = ➡️ brak następnego kroku
deal-parked = 💤 wróci { $when }
deal-parked-stage = 💤 { $stage } · wróci { $when }
deal-parked-back = 💤 wróciła { $when }
deal-parked-stage-back = 💤 { $stage } · wróciła { $when }
deal-dates = 📅 { $start } → { $close }
deal-dates-open = 📅 od { $start }
deal-touched = 🕒 { $ago }
deal-touched-kind = 🕒 { $ago }, { $kind }
deal-phone = 📞 { $phone }
deal-contact = 📞 { $name }, { $phone }
deal-contact-bare = 📞 { $name }
deal-source = źródło: { $source }
deal-team = zespół: { $team }
deal-won = 🏆 wygrana w { $days }
deal-lost = ❌ { $stage }: { $reason }
deal-lost-comment = 📝 { $comment }
deal-lost-bare = ❌ { $stage }

# Kontakty z klientem.
touch-call = telefon
touch-message = wiadomość
touch-meeting = spotkanie
touch-visit = wizyta
touch-offer = oferta
touch-button-call = ☎️ Telefon
touch-button-message = ✉️ Wiadomość
touch-button-meeting = 🤝 Spotkanie
touch-button-visit = 🚗 Wizyta
touch-button-offer = 📄 Oferta

# Co się właśnie stało: pierwszy wiersz nad kartą.
did-moved = { $from } → { $to }
did-won = 🏆 Wygrana: { $from } → { $to }
did-lost = ❌ { $from } → { $to }
did-parked = 💤 { $from } → { $to }. Kiedy ma wrócić?
did-parked-until = 💤 { $from } → { $to }
did-touched = Zapisano: { $kind }
did-touched-step = Zapisano: { $kind }. Krok zrobiony: { $step }
did-noted = 📝 Zapisano: { $text }
did-step = ➡️ Następny krok: { $when }
did-step-undated = ➡️ Następny krok: { $step }. Kiedy? Dopóki nie ma dnia, przypomnienia przychodzą jak dotąd.
did-step-cleared = ➡️ Następny krok usunięty
did-step-done = ✅ Krok zrobiony: { $step }
did-step-done-bare = ✅ Krok zrobiony
did-edited = { $field }: zapisano
did-reassigned = 👤 Teraz prowadzi { $name }
deal-assigned = 👤 { $name } przekazuje Ci szansę <b>{ $client }</b>
did-undone = ↩️ Cofnięto
did-created = ✅ Zapisano jako #{ $number }

# Ostrzeżenia, gdy stary przycisk znaczy już coś innego.
stale-moved = { $name }: szansa { $client } jest teraz na etapie „{ $stage }”, { $ago }
stale-moved-you = Szansa { $client } jest na etapie „{ $stage }” – to Twoja zmiana, { $ago }
stale-reassigned = { $name }: szansę { $client } prowadzi teraz { $owner }, { $ago }
stale-reassigned-you = Szansę { $client } prowadzi teraz { $owner } – to Twoja zmiana, { $ago }
stale-changed = { $name }: zmiany w szansie { $client }, { $ago }
stale-changed-you = Zmiany w szansie { $client } są Twoje, { $ago }
stale-closed = Szansa { $client } jest już zamknięta
stale-same = Szansa { $client } jest już na etapie „{ $stage }”
stale-late = Za późno: cofnąć można w ciągu 10 minut
stale-undone = To już cofnięto
stale-nothing = Nie ma następnego kroku

# Przyciski.
deal-button-won = 🏆 Wygrana
deal-button-lost = ❌ Przegrana
deal-button-touch = ☎️ Kontakt
deal-button-step = ➡️ Krok
deal-button-note = 📝 Notatka
deal-button-more = ⋯
deal-button-undo = ↩️ Cofnij
deal-button-back = ‹ Wstecz
deal-button-cancel = Anuluj
deal-button-stages = 📍 Dowolny etap
deal-button-edit = ✏️ Zmień
deal-button-history = 📜 Historia
deal-button-park = 💤 Odłóż: klient jeszcze niegotowy
deal-button-reopen = 📍 Przywróć
deal-button-copy = 📞 Kopiuj { $phone }
deal-button-tomorrow = Jutro
deal-button-days = { $days } dni
deal-button-week = 1 tydz.
deal-button-pick = Data
deal-button-type = Wpisz
deal-button-step-done = ✅ Zrobione
deal-button-step-clear = Usuń
deal-button-comment = 📝 Komentarz
deal-button-clear = Wyczyść
deal-button-newer = ‹ Nowsze
deal-button-older = Starsze ›

# Menu.
deal-menu-stages = Na który etap przenieść?
deal-menu-touch = Jaki to był kontakt?
deal-menu-step = Kiedy następny krok?
deal-menu-lost = Dlaczego przegrana?
deal-menu-more = Co jeszcze?
deal-menu-edit = Co zmienić?
deal-menu-park = Kiedy ma wrócić?
deal-menu-source = Skąd przyszła szansa?
deal-menu-owner = Kto prowadzi szansę?
deal-menu-probability = Jak bardzo prawdopodobna?
deal-menu-probability-stage = Jak etap: { $percent }

# Pola.
field-client = Klient
field-title = Tytuł
field-amount = Kwota
field-probability = Szansa wygranej
field-source = Źródło
field-phone = Telefon
field-start = Początek
field-close = Zamknięcie
field-owner = Kto prowadzi
field-step = Następny krok
field-comment = Komentarz
field-park = Data powrotu

# Pytania, na które odpowiada się tekstem.
ask-note = 📝 Napisz notatkę do szansy <b>{ $client }</b>.
ask-step = ➡️ Co dalej z szansą <b>{ $client }</b> i kiedy?
    Na przykład: zadzwonić do Jana jutro o 10:00
ask-park = 💤 Kiedy ma wrócić szansa <b>{ $client }</b>?
    Na przykład: 15 stycznia, za 6 tygodni
ask-client = Jak nazywa się klient?
ask-title = Czego dotyczy szansa?
ask-amount = 💰 Ile? Na przykład: 120 000, 120 tys., 1,2 mln, 45 tys. €
ask-probability = Jak bardzo prawdopodobna, w procentach? Na przykład: 60
ask-phone = 📞 Jaki numer? Na przykład: +48 512 345 678
ask-start = Kiedy się zaczęła? Na przykład: 3 listopada
ask-close = 📅 Kiedy spodziewane zamknięcie? Na przykład: 15 grudnia, za 3 tygodnie
ask-comment = 📝 Co się stało z szansą <b>{ $client }</b>?
ask-now = Teraz: { $value }

# To, co wpisano, się nie nadaje.
bad-amount = Nie umiem odczytać kwoty z „{ $text }”. Pisz tak: 120 000, 120 tys., 1,2 mln, 45 tys. zł
bad-zero = Kwota musi być większa od zera. Pisz tak: 120 000, 120 tys., 1,2 mln
bad-big = „{ $text }” to więcej, niż umiem policzyć. Pisz tak: 120 000, 120 tys., 1,2 mln
bad-when = Nie widzę dnia w „{ $text }”. Pisz tak: jutro 10:00, pt, 15 grudnia, za 3 dni
bad-date = Nie umiem odczytać daty z „{ $text }”. Pisz tak: 15 grudnia, 15.12.2026, za 3 tygodnie
bad-date-far = „{ $text }” to ponad dziesięć lat od dziś. Pisz tak: 15 grudnia, 15.12.2026, za 3 tygodnie
bad-phone = Nie umiem odczytać telefonu z „{ $text }”. Pisz tak: +48 512 345 678
bad-percent = Nie umiem odczytać procentu z „{ $text }”. Liczba od 0 do 100, na przykład: 60
bad-past = „{ $text }” już minęło. Pisz tak: jutro 10:00, za 3 dni
bad-far = Za daleko: najwyżej dwa lata. Pisz tak: jutro 10:00, 15 grudnia, za 6 tygodni
bad-empty = Tu nic nie ma. Napisz kilka słów.
bad-long = Za długie. Skróć, proszę.
bad-words = Tylko tekst: niczego innego nie da się tu jeszcze zapisać.
bad-no-number = Ten kontakt nie ma numeru. Wpisz go, na przykład: +48 512 345 678

# Historia.
history-title = 📜 <b>{ $client }</b> <i>#{ $number }</i>
history-line = { $when } · { $name }
    { $what }
history-created = utworzona na etapie „{ $stage }”
history-moved = { $from } → { $to }
history-moved-after = { $from } ({ $stayed }) → { $to }
history-lost = { $stage }: { $reason }
history-touched = kontakt: { $kind }
history-noted = 📝 { $text }
history-step-set = ➡️ następny krok: { $step }
history-step-cleared = ➡️ następny krok usunięty
history-step-done = ✅ krok zrobiony
history-edited = { $field }: { $from } → { $to }
history-reassigned = 👤 { $from } → { $to }
history-undone = ↩️ cofnięto: { $what }
history-nothing = –
history-kind-moved = przeniesienie
history-kind-touched = kontakt
history-kind-noted = notatka
history-kind-step = następny krok
history-kind-edited = zmiana
history-kind-reassigned = zmiana prowadzącego
