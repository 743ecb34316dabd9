# Role.
role-viewer = obserwator
role-rep = handlowiec
role-manager = menedżer
role-admin = admin
zone-now = { $zone }, teraz { $time }
zone-which = O które miejsce chodzi?
    Możesz też wpisać inne miasto lub strefę.

# Tworzenie zespołu.
new-team-name = Jak nazywa się zespół?
    Na przykład: Sprzedaż Północ
new-team-currency = W jakiej walucie są szanse zespołu { $team }?
    Inna: wpisz kod, np. CHF.
new-team-zone = Gdzie pracuje zespół?
    { $zone }?
    Jeśli nie, wpisz miasto lub strefę: Kraków, UTC+5.
button-yes-zone = ✅ Tak, { $city }
new-team-template = Przez jakie etapy przechodzą szanse?
    Stuknij, aby najpierw obejrzeć.
new-team-template-head = { $name }
    { $about }
new-team-stage = { $mark } { $name } – { $goal }
new-team-end = { $mark } { $name }
new-team-create-button = ✅ Utwórz zespół
new-team-other-stages = ‹ Inne etapy
new-team-done = ✅ Zespół { $team } jest gotowy. Co dalej:
    1. Wyślij mi jedną linijkę, np.
    Kowalski 45 tys. zł oferta w piątek
    2. Zaproś osoby
    3. Podłącz czat zespołu
new-team-over = To już zakończone. Jesteś tutaj:

# Zmiana zespołu i jego ustawienia.
team-switch = W którym zespole pracujemy?
team-title = { $team } · ustawienia zespołu
team-zone = Strefa czasowa: { $zone }
team-currency = Waluta nowych szans: { $currency }
team-pipeline = Etapy: { $name }
team-see-all = Handlowcy widzą wszystkie szanse
team-see-own = Handlowcy widzą swoje szanse
team-name-button = Nazwa
team-currency-button = { $currency }
team-zone-button = { $city }
team-see-all-button = Handlowcy widzą: wszystko
team-see-own-button = Handlowcy widzą: swoje
team-members-button = Osoby · { $count }
team-chats-button = Czaty zespołu · { $count }
team-chats-broken-button = ⚠️ Czaty zespołu · { $count }
team-ask-name = { $team }: jaka jest nowa nazwa?
team-ask-currency = Waluta nowych szans: { $currency }
    Inna: wpisz kod, np. CHF.
team-ask-zone = Strefa czasowa: { $zone }
    Wpisz miasto zespołu lub strefę: Kraków, UTC+5.
team-ask-day = O której zaczyna się dzień pracy?
    Wtedy przychodzą kroki z datą bez godziny. Inna: wpisz godzinę, np. 8:30.
team-saved = Zapisano

# Osoby.
members-title =
    { $count ->
        [one] { $team } · { $count } osoba
        [few] { $team } · { $count } osoby
        [many] { $team } · { $count } osób
       *[other] { $team } · { $count } osoby
    }
members-button = Osoby
member-title = { $name } · { $role }
member-deals =
    { $count ->
        [0] { $team } · brak otwartych szans
        [one] { $team } · { $count } otwarta szansa
        [few] { $team } · { $count } otwarte szanse
        [many] { $team } · { $count } otwartych szans
       *[other] { $team } · { $count } otwartej szansy
    }
member-out-of-reach = ⚠️ Nie dostaje wiadomości: bot jest zablokowany albo konto usunięte. Przypomnienia czekają.
member-unreachable = ⚠️ { $name } ({ $team }) nie dostaje wiadomości: bot jest zablokowany albo konto usunięte.
    Przypomnienia na razie czekają.
    Poproś o odblokowanie bota i naciśnięcie Start albo przekaż szanse innym.
member-roles = Obserwator czyta, handlowiec prowadzi swoje szanse, menedżer widzi i zmienia wszystkie, admin zmienia też ustawienia.
member-only-admin = Jedyny admin. Aby to zmienić, najpierw wyznacz drugiego.
member-leave = Opuść zespół
member-remove = Usuń z zespołu
member-leave-sure = Opuścić zespół { $team }?
member-remove-sure = Usunąć z zespołu { $team }: { $name }?
member-deals-stay =
    { $count ->
        [one] Zostanie { $count } otwarta szansa: menedżer może ją przekazać.
        [few] Zostaną { $count } otwarte szanse: menedżer może je przekazać.
        [many] Zostanie { $count } otwartych szans: menedżer może je przekazać.
       *[other] Zostanie { $count } otwartej szansy: menedżer może je przekazać.
    }
member-removed = Poza zespołem: { $name }.
member-left = Nie jesteś już w tym zespole.
member-role-set = { $name }: { $role }
place-changed = Twoja rola w zespole { $team }: { $role }.
place-ended = Nie jesteś już w zespole { $team }.
