# Dates, spans of time and short amounts as they stand inside other texts.
# A heading: the whole weekday, and day and month.
fmt-heading = { $weekday }, { $day }
fmt-today = сегодня
fmt-tomorrow = завтра
fmt-yesterday = вчера
fmt-now = только что
fmt-minutes-ago = { $count } мин назад
fmt-days-ago =
    { $count ->
        [one] { $count } день назад
        [few] { $count } дня назад
        [many] { $count } дней назад
       *[other] { $count } дня назад
    }
fmt-days =
    { $count ->
        [one] { $count } день
        [few] { $count } дня
        [many] { $count } дней
       *[other] { $count } дня
    }
fmt-days-short = { $count } дн.
fmt-hours =
    { $count ->
        [one] { $count } час
        [few] { $count } часа
        [many] { $count } часов
       *[other] { $count } часа
    }
fmt-hours-short = { $count } ч
# $number is written already, with at most three digits that count: 1,84
fmt-thousand = { $number } тыс.
fmt-million = { $number } млн
fmt-billion = { $number } млрд
