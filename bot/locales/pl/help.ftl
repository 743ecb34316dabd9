help-private = Nowa szansa: wyślij jedną linijkę, np.
    Kowalski 45 tys. zł oferta w piątek
    Szukanie: wpisz nazwę klienta.
    Osoba z kontaktów: udostępnij tu kontakt.

    /new — nowa szansa, pytanie po pytaniu
    /deals — listy szans
    /today — Twój dzień: kroki, cisza i zastoje
    /stuck — szanse, które utknęły
    /digest — szanse zespołu, które utknęły, dla menedżerów
    /settings — język, strefa czasowa, zespół
    /start — ekran startowy
help-group = Menedżer lub admin zespołu wysyła /connect i piszę tu, jak idą jego szanse. Cała reszta jest w prywatnym czacie ze mną. /my i /stuck pokażą Twoje szanse tylko Tobie.
command-new = Nowa szansa
command-deals = Listy szans
command-stuck = Szanse, które utknęły
command-settings = Język, strefa czasowa, zespół
command-help = Jak to działa
command-connect = Pisz tu o szansach zespołu
