help-group = /connect – menedżer lub admin podłącza czat i piszę tu, jak idą szanse zespołu
    /my, /stuck – Twoje szanse, widoczne tylko dla Ciebie
    Cała reszta jest w prywatnym czacie ze mną.
help-new = Nowa szansa: wyślij jedną linijkę, np.
    Kowalski 45 tys. zł oferta w piątek
help-contact = Albo wyślij tu kontakt klienta.
help-find = Szukanie: wpisz nazwę klienta.
help-command = /{ $name } – { $what }
command-start = Ekran startowy
command-new = Nowa szansa, pytanie po pytaniu
command-deals = Listy szans
command-stuck = Szanse, które utknęły
command-settings = Godziny, język, powiadomienia
command-settings-few = Język i strefa czasowa
command-help = Jak to działa
command-connect = Pisz tu o szansach zespołu
