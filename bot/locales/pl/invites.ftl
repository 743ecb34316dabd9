# Linki do zespołu. 0 znaczy: bez terminu, bez limitu.
invite-days =
    { $count ->
        [0] bez terminu
        [one] { $count } dzień
        [few] { $count } dni
        [many] { $count } dni
       *[other] { $count } dnia
    }
invite-days-short =
    { $count ->
        [one] { $count } dzień
        [few] { $count } dni
        [many] { $count } dni
       *[other] { $count } dnia
    }
invite-uses =
    { $count ->
        [0] bez limitu
        [one] dla { $count } osoby
        [few] dla { $count } osób
        [many] dla { $count } osób
       *[other] dla { $count } osoby
    }
invite-uses-short =
    { $count ->
        [one] { $count } os.
        [few] { $count } os.
        [many] { $count } os.
       *[other] { $count } os.
    }
invite-no-limit = ∞
invite-until = wygasa { $day }
invite-used = dołączyło: { $count }
invite-draft = Link do zespołu { $team }:
    { $role } · { $days } · { $uses }
invite-make = 🔗 Utwórz link
invite-working = Aktywne linki
invite-made = 🔗 Link do zespołu { $team }
    { $terms }

    { $url }

    Skopiuj lub wyślij go teraz: nie przechowuję kopii.
invite-copy = Kopiuj
invite-share = Udostępnij
invite-share-text = Zaproszenie do zespołu { $team } w Dealnudge
invite-another = Kolejny link
invite-new = Nowy link
invite-list =
    { $count ->
        [0] Zespół { $team } nie ma aktywnych linków.
        [one] { $team } · { $count } aktywny link
        [few] { $team } · { $count } aktywne linki
        [many] { $team } · { $count } aktywnych linków
       *[other] { $team } · { $count } aktywnego linku
    }
invite-line = { $number }. { $terms } · { $name }
invite-revoke = Unieważnij { $number }
invite-revoked = Unieważniono
joined = ✅ Witaj w zespole { $team }! Twoja rola: { $role }.
joined-next = Wyślij jedną linijkę o szansie, np.
    Kowalski 45 tys. zł oferta w piątek
joined-already = Jesteś już w zespole { $team }, rola: { $role }. To teraz Twój bieżący zespół.
joined-role-stays = Link jest na rolę „{ $role }”, ale nie zmienia roli: może to zrobić admin.
somebody-joined = { $name } jest już w zespole { $team } dzięki Twojemu linkowi. Rola: { $role }.
invite-refused-unknown = Nie ma takiego linku. Sprawdź, czy jest cały, albo poproś o nowy.
invite-refused-expired = Ten link wygasł. Poproś o nowy.
invite-refused-used_up = Ten link jest już wykorzystany. Poproś o nowy.
invite-refused-revoked = Ten link został unieważniony. Poproś o nowy.
