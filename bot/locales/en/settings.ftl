# A person's own settings.
settings-title = ⚙️ Your settings
settings-zone = Time zone: { $zone }
settings-team = { $team } · { $role }
settings-zone-button = { $city }
settings-team-button = Team: { $team }
settings-ask-zone = Time zone: { $zone }
    Type your city or offset: Kraków, UTC+5.
settings-zone-as-team = Same as the team
settings-saved = Saved
