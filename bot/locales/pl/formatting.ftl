# Dates, spans of time and short amounts as they stand inside other texts.
# A heading: the whole weekday, and day and month.
fmt-heading = { $weekday }, { $day }
fmt-today = dziś
fmt-tomorrow = jutro
fmt-yesterday = wczoraj
fmt-now = przed chwilą
fmt-minutes-ago = { $count } min temu
fmt-days-ago =
    { $count ->
        [one] { $count } dzień temu
        [few] { $count } dni temu
        [many] { $count } dni temu
       *[other] { $count } dnia temu
    }
fmt-days =
    { $count ->
        [one] { $count } dzień
        [few] { $count } dni
        [many] { $count } dni
       *[other] { $count } dnia
    }
fmt-days-short =
    { $count ->
        [one] { $count } dzień
        [few] { $count } dni
        [many] { $count } dni
       *[other] { $count } dnia
    }
fmt-hours =
    { $count ->
        [one] { $count } godzina
        [few] { $count } godziny
        [many] { $count } godzin
       *[other] { $count } godziny
    }
fmt-hours-short = { $count } godz.
# $number is written already, with at most three digits that count: 1,84
fmt-thousand = { $number } tys.
fmt-million = { $number } mln
fmt-billion = { $number } mld
