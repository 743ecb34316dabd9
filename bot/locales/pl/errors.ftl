# Nie wolno.
denied-role = Twoja rola w zespole na to nie pozwala.
denied-viewer = Obserwatorzy czytają, ale niczego nie zmieniają.
denied-not_owner = To cudza szansa: zmienia ją właściciel albo menedżer.
denied-not_yours = Zrobił to ktoś inny: cofnąć może on albo menedżer.
denied-create-team = Zespoły tworzą tu tylko właściciele bota. Poproś admina o link z zaproszeniem.
denied-too-many-teams = Jedna osoba nie może utworzyć więcej zespołów.
denied-last-admin = Zespół potrzebuje admina: najpierw wyznacz innego.
denied-chat-taken = Ten czat jest podłączony do innego zespołu. Najpierw musi go odłączyć jego menedżer.
denied-connect = Czat może podłączyć tylko menedżer lub admin zespołu.

# Nie ma albo nie dla Ciebie.
gone = Tego już nie ma.
gone-deal = Nie ma takiej szansy albo nie masz do niej dostępu.
gone-team = Nie jesteś w tym zespole.
gone-no-team = Nie jesteś jeszcze w żadnym zespole. Zacznij tutaj: /start
gone-member = Tej osoby nie ma w zespole.
gone-invite = Nie ma takiego linku.
gone-chat = Ten czat nie jest już podłączony.
gone-button = Ten przycisk jest już nieaktualny. Gdzie jesteś: /start
gone-command = Nie znam tego polecenia. Co potrafię: /help

# Nie udało się odczytać.
bad-input = „{ $text }” tu nie pasuje.
bad-wordless = Na razie rozumiem tylko tekst i kontakty. Szansa to jedna linijka, np.
    Kowalski 45 tys. zł oferta w piątek
bad-team-name-empty = Zespół musi mieć nazwę. Na przykład: Sprzedaż Północ
bad-team-name-long = Za długie: najwyżej 64 znaki.
bad-currency = Nie rozumiem waluty „{ $text }”. Na przykład: PLN, EUR, zł
bad-zone = Nie znajduję miejsca „{ $text }”. Na przykład: Kraków, Radom, UTC+5
bad-day-start = Nie rozumiem godziny „{ $text }”. Na przykład: 9, 8:30
bad-work-hours = Praca musi się zacząć, zanim się skończy. Na przykład: 9 i 18:00
bad-work-days = Musi zostać choć jeden dzień. Żeby nie dostawać, wyłącz.
bad-back = Nie rozumiem daty „{ $text }”. Na przykład: 15.12, poniedziałek, za 10 dni
bad-back-past = Ten dzień już nadszedł. Kiedy wracasz? Na przykład: jutro, 15.12
bad-back-far = To więcej niż rok. Na przykład: 15.12, za 10 dni
bad-limit-hours = Nie rozumiem czasu „{ $text }”. Na przykład: 36 h, 4 d
bad-limit-days = Nie rozumiem liczby dni „{ $text }”. Na przykład: 7, 2 tygodnie
bad-limit-far = Za długo. Na przykład: 36 h, 7 d
bad-limit-days-far = Za długo. Na przykład: 7, 2 tygodnie
bad-country = Nie znam kraju „{ $text }”. Na przykład: Polska, KZ
