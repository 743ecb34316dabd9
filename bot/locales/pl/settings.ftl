# Ustawienia osobiste.
settings-title = ⚙️ Twoje ustawienia
settings-zone = Strefa czasowa: { $zone }
settings-team = { $team } · { $role }
settings-zone-button = { $city }
settings-team-button = Zespół: { $team }
settings-ask-zone = Strefa czasowa: { $zone }
    Wpisz swoje miasto lub strefę: Kraków, UTC+5.
settings-zone-as-team = Jak zespół
settings-saved = Zapisano
