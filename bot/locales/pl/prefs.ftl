# Własne godziny pracy, nieobecność i o czym pisać.
prefs-on = tak
prefs-off = nie
prefs-never = nigdy
prefs-nobody = nikt
prefs-hours = Godziny pracy: { $time }
prefs-hours-title = Twoje godziny pracy · { $team }
prefs-hours-own = Własne, inne niż w zespole.
prefs-hours-team = Takie jak w zespole.
prefs-hours-about = Piszę o szansach tylko w tym czasie. O kroku z podaną godziną przypomnę punktualnie.
prefs-from-button = Od { $time }
prefs-to-button = Do { $time }
prefs-as-team-button = Jak w zespole
prefs-ask-start = O której zaczynasz pracę?
    Inną godzinę wpisz, np. 8:30.
prefs-ask-end = O której kończysz pracę?
    Inną godzinę wpisz, np. 16:30.
prefs-plan-line = Plan dnia: { $time }
prefs-digest-line = Podsumowanie: { $time }
prefs-hear-button = 🔔 Powiadomienia
prefs-hear-title = Powiadomienia · { $team }
prefs-hear-about = W planie dnia są następne kroki oraz szanse, które ucichły albo utknęły. Ostrzeżenie przychodzi, zanim szansa utknie.
prefs-hear-digest = W podsumowaniu są szanse zespołu, które utknęły, raz dziennie.
prefs-plan-button = Plan dnia: { $value }
prefs-empty-button = Wiadomość w puste dni: { $value }
prefs-warnings-button = Ostrzeżenia: { $value }
prefs-digest-button = Podsumowanie: { $value }
prefs-digest-days-button = Dni podsumowania: { $days }
prefs-at-button = o { $time }
prefs-ask-plan = O której przysyłać plan dnia?
    Inną godzinę wpisz, np. 8:30.
prefs-ask-digest = O której przysyłać Ci podsumowanie?
    Inną godzinę wpisz, np. 8:30.
prefs-ask-digest-days = W które dni przysyłać Ci podsumowanie?
prefs-away-button = 🏝 Urlop: { $value }
prefs-away-until-button = 🏝 Powrót { $day }
prefs-away-title = Nieobecność · { $team }
prefs-away-no = Jesteś w pracy.
prefs-away-waits = 🏝 Nieobecność · powrót { $day } · przypomnienia poczekają
prefs-away-deputy = 🏝 Nieobecność · powrót { $day } · przypomnienia dostaje { $name }
prefs-away-about = Kiedy wracasz? Przypomnienia o Twoich szansach dostanie zastępca, a bez niego poczekają.
prefs-back-tomorrow = Wracam jutro
prefs-back-week = Za tydzień
prefs-back-fortnight = Za 2 tygodnie
prefs-back-date = Wybierz datę
prefs-back-now = Już jestem
prefs-ask-back = Kiedy wracasz?
    Wpisz datę: 15.12, poniedziałek, za 10 dni.
prefs-deputy-button = Zastępca: { $name }
prefs-ask-deputy = Kto ma słyszeć o Twoich szansach, gdy Cię nie ma?
prefs-no-deputy = Nikt inny w zespole nie prowadzi jeszcze szans.

# Zasady zespołu.
rules-nudges-button = 🔔 Przypomnienia
rules-hours-title = { $team } · godziny pracy
rules-hours-about = Dla wszystkich, którzy nie ustawili własnych. Poza nimi nikomu nie przeszkadzam.
rules-holidays-button = Święta: { $value }
rules-holidays-worked = pracujące
rules-holidays-on = Święta państwowe są wolne. Kraj: { $country }.
rules-holidays-off = W święta pracujecie.
rules-holidays-unknown = Nie znam świąt tego kraju ({ $country }), więc żadne nie jest wolne.
rules-country-button = Inny kraj…
rules-ask-country = Święta którego kraju są u Was wolne?
    Wpisz kraj: Austria, KZ.
rules-free-button = Wolne
rules-worked-button = Pracujące
rules-nudges-title = { $team } · przypomnienia
rules-nudges-about = Pierwszy kontakt: o nowym zapytaniu, które czeka dłużej, dowie się najpierw właściciel, potem menedżer z podsumowania. Pauza: na dłużej nie można wstrzymać szansy.
rules-digest-button = Podsumowanie o { $time }
rules-first-button = Pierwszy kontakt: { $time }
rules-pause-button = Najdłuższa pauza: { $days }
rules-stages-button = Limity etapów
rules-ask-start = O której zespół zaczyna pracę?
    Inną godzinę wpisz, np. 8:30.
rules-ask-end = O której zespół kończy pracę?
    Inną godzinę wpisz, np. 16:30.
rules-ask-digest = O której przysyłać podsumowanie menedżerom, a jego skrót na czaty zespołu?
    Każdy menedżer może wybrać swoją. Inną godzinę wpisz, np. 8:30.
rules-ask-pause = Jak długo może trwać pauza?
    Inny termin wpisz w dniach, np. 45.
rules-ask-first = Jak szybko trzeba odpowiedzieć na nowe zapytanie?
    Inny termin wpisz, np. 12 h lub 2 d.
rules-stages-title = { $team } · limity etapów
rules-stages-about = Po takim czasie bez kontaktu właściciel dostaje przypomnienie; po tylu dniach na etapie szansa utknęła.
rules-stage-title = { $stage }
rules-followup = Przypomnienie bez kontaktu: { $time }
rules-stuck = Za długo na etapie: { $days }
rules-stuck-working = Za długo na etapie: { $days }, tylko robocze
rules-stage-about = Zmiana działa od razu, także dla szans, które są już na tym etapie.
rules-followup-button = Przypomnij: { $time }
rules-stuck-button = Za długo: { $days }
rules-counts-button = Liczą się { $value }
rules-working = dni robocze
rules-calendar = dni kalendarzowe
rules-ask-followup = { $stage }: po jakim czasie bez kontaktu przypomnieć właścicielowi?
    Inny termin wpisz, np. 36 h lub 4 d.
rules-ask-stuck = { $stage }: po ilu dniach szansa utknęła?
    Inny termin wpisz w dniach, np. 12.
rules-moved =
    { $count ->
        [0] Zapisano
        [one] Zapisano. Przeliczono { $count } szansę na tym etapie.
        [few] Zapisano. Przeliczono { $count } szanse na tym etapie.
        [many] Zapisano. Przeliczono { $count } szans na tym etapie.
       *[other] Zapisano. Przeliczono { $count } szansy na tym etapie.
    }
