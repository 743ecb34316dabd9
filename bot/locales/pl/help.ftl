help-group = Menedżer lub admin zespołu wysyła /connect i piszę tu, jak idą jego szanse. Cała reszta jest w prywatnym czacie ze mną. /my i /stuck pokażą Twoje szanse tylko Tobie.
help-new = Nowa szansa: wyślij jedną linijkę, np.
    Kowalski 45 tys. zł oferta w piątek
help-contact = Z kontaktów: udostępnij tu kontakt.
help-find = Szukanie: wpisz nazwę klienta.
help-command = /{ $name } — { $what }
command-start = Ekran startowy
command-new = Nowa szansa, pytanie po pytaniu
command-deals = Listy szans
command-stuck = Szanse, które utknęły
command-settings = Język, strefa czasowa, zespół
command-help = Jak to działa
command-connect = Pisz tu o szansach zespołu
