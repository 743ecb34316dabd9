# Dates, spans of time and short amounts as they stand inside other texts.
# A heading: the whole weekday, and day and month.
fmt-heading = { $weekday } { $day }
fmt-today = today
fmt-tomorrow = tomorrow
fmt-yesterday = yesterday
fmt-now = just now
fmt-minutes-ago = { $count } min ago
fmt-days-ago =
    { $count ->
        [one] { $count } day ago
       *[other] { $count } days ago
    }
fmt-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
fmt-days-short = { $count } d
fmt-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
fmt-hours-short = { $count } h
# $number is written already, with at most three digits that count: 1.84
fmt-thousand = { $number }k
fmt-million = { $number }m
fmt-billion = { $number }bn
