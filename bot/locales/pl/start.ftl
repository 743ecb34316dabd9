# Ekran startowy, języki i wspólne przyciski.
start-hello = 👋 Cześć, { $name }!
    Pilnuję porządku w lejku zespołu i przypominam o szansach, przy których zrobiło się cicho.
start-create-or-link = Utwórz zespół – albo otwórz link z zaproszeniem od admina.
start-link-only = Nie jesteś jeszcze w zespole. Poproś admina o link z zaproszeniem: zespoły tworzą tu tylko właściciele bota.
start-create-button = Utwórz zespół
home-title = { $team } · { $role }
home-empty = Lista szans jest jeszcze pusta. Wyślij jedną linijkę, np.
    Kowalski 45 tys. zł oferta w piątek
    – albo stuknij „Nowa szansa”.
home-empty-viewer = Lista szans jest jeszcze pusta.
home-open-mine =
    { $count ->
        [one] Masz { $count } otwartą szansę
        [few] Masz { $count } otwarte szanse
        [many] Masz { $count } otwartych szans
       *[other] Masz { $count } otwartej szansy
    }
home-open-team =
    { $count ->
        [one] Zespół ma { $count } otwartą szansę
        [few] Zespół ma { $count } otwarte szanse
        [many] Zespół ma { $count } otwartych szans
       *[other] Zespół ma { $count } otwartej szansy
    }
home-due = ➡️ { $count } na dziś
home-stuck =
    { $count ->
        [one] 🔴 { $count } utknęła
        [few] 🔴 { $count } utknęły
        [many] 🔴 { $count } utknęło
       *[other] 🔴 { $count } utknęło
    }
home-stepless = ➡️ { $count } bez następnego kroku
language-ask = W jakim języku rozmawiamy?
language-button = 🌐 Język
language-set = Rozmawiamy po polsku
button-home = 🏠 Start
button-back = ‹ Wstecz
button-cancel = Anuluj
button-settings = ⚙️ Ustawienia
button-switch = Zmień zespół
button-new-deal = Nowa szansa
button-my-deals = Moje szanse
button-team-deals = Szanse
button-invite = Zaproś osoby
button-team-chat = Czat zespołu
cancelled = Anulowano
