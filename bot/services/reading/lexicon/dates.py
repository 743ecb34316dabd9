"""Days, months, units of time and what stands around them."""

from bot.services.reading.lexicon import table, words

TODAY = words("today сегодня dziś dzisiaj")
TOMORROW = words("tomorrow tmrw tmr завтра jutro")
AFTER_TOMORROW = words("overmorrow послезавтра pojutrze")
YESTERDAY = words("yesterday вчера wczoraj")
BEFORE_YESTERDAY = words("позавчера przedwczoraj")

WEEKDAYS = table(
    {
        0: "monday mon понедельник понедельника понедельнику понедельником пн пнд poniedziałek poniedziałku pon pn",
        1: "tuesday tues tue вторник вторника вторнику вторником вт втр wtorek wtorku wt",
        2: "wednesday weds wed среда среду среды среде ср środa środę środy środzie śr",
        3: "thursday thurs thur thu четверг четверга четвергу чт чтв czwartek czwartku czw cz",
        4: "friday fri пятница пятницу пятницы пятнице пт птн piątek piątku pt pią",
        5: "saturday sat суббота субботу субботы субботе сб sobota sobotę soboty sobocie sob",
        6: "sunday sun воскресенье воскресенья воскресенью вс вск niedziela niedzielę niedzieli niedz nd",
    }
)
# Short forms that are also ordinary words or parts of names: a day only where a day would stand.
DOUBTFUL_WEEKDAYS = words("mon wed sat sun pon cz sob nd")
# The dative, so that "120 к пятнице" is 120 by Friday, while "120 к завтра" is 120 thousand, tomorrow.
DATIVE_DAYS = words("понедельнику вторнику среде четвергу пятнице субботе воскресенью")

MONTHS = table(
    {
        1: "january jan январь января январе янв styczeń stycznia styczniu sty",
        2: "february feb февраль февраля феврале фев февр luty lutego lutym lut",
        3: "march mar март марта марте мар marzec marca marcu",
        4: "april apr апрель апреля апреле апр kwiecień kwietnia kwietniu kwi",
        5: "may май мая мае maj maja maju",
        6: "june jun июнь июня июне июн czerwiec czerwca czerwcu cze",
        7: "july jul июль июля июле июл lipiec lipca lipcu lip",
        8: "august aug август августа августе авг sierpień sierpnia sierpniu sierp",
        9: "september sept sep сентябрь сентября сентябре сен сент wrzesień września wrześniu wrz",
        10: "october oct октябрь октября октябре окт październik października październiku paź",
        11: "november nov ноябрь ноября ноябре ноя нояб listopad listopada listopadzie lis",
        12: "december dec декабрь декабря декабре дек grudzień grudnia grudniu gru",
    }
)

UNITS = table(
    {
        "minute": "minute minutes min mins минута минуту минуты минут мин minuta minutę minuty minut",
        "hour": "hour hours hr hrs h час часа часов ч godzina godzinę godziny godzin godz",
        "day": "day days d день дня дней дн д dzień dni dnia",
        "week": "week weeks wk wks w неделя неделю недели недель нед tydzień tygodnie tygodni tyg",
        "month": "month months mo месяц месяца месяцев мес miesiąc miesiące miesięcy mies",
        "year": "year years y yr год года лет rok lata lat",
    }
)
COUNTS = table(
    {
        1: "a an one один одну одна одного jeden jedną jedna",
        2: "two couple два две двух пару dwa dwie dwóch parę",
        3: "three три трёх trzy trzech",
        4: "four четыре cztery",
        5: "five пять pięć",
        6: "six шесть sześć",
        7: "seven семь siedem",
        8: "eight восемь osiem",
        9: "nine девять dziewięć",
        10: "ten десять dziesięć",
    }
)
HALF_HOUR = (("полчаса",), ("pol", "godziny"), ("half", "an", "hour"))

IN = words("in within через za")
FROM_NOW = (("from", "now"), ("later",))
NEXT = words(
    "next следующий следующую следующая следующее следующего следующей следующем след",
    "przyszły przyszłą przyszła przyszłego przyszłej przyszłym następny następną następna następnego następnej",
)
THIS = words(
    "this coming этот эту эта это этого этой этом ближайший ближайшую ближайшее ближайшей",
    "ten tę ta to tego tej tym najbliższy najbliższą najbliższego",
)
PERIODS = table(
    {
        "week": "week неделя неделю недели неделе tydzień tygodnia tygodniu",
        "month": "month месяц месяца месяце miesiąc miesiąca miesiącu",
        "year": "year год года году rok roku",
    }
)
END = words("end конец конца концу конце koniec końca końcu")
END_SHORT = {"eod": "day", "eow": "week", "eom": "month", "eoy": "year"}

# Prepositions that belong to a date after them; "с"/"od"/"from" (a start) do not.
DATE_PREPOSITIONS = words("on by until till for at in the в во на до к ко w we na do dnia dn pod")
TIME_PREPOSITIONS = words("at around в во к на около o ok około na godz godzinie о")
ORDINALS = words("st nd rd th го ого е ое му ому go tego ego")
DAY_OF_MONTH = words("числа число числу")
YEAR_WORDS = words("г год года году r roku rok year")
OF = words("of")

HOUR_WORDS = words("h hrs час часа часов ч godz godzina godzinie oclock o'clock")
AM = words("am утра ночи rano")
PM = words("pm дня вечера wieczorem")
NOON = words("noon midday полдень południe")
DAYPARTS = table(
    {
        "morning": "morning утром утра rano",
        "afternoon": "afternoon днём popołudniu",
        "evening": "evening tonight вечером wieczorem",
        "lunch": "lunch обед",
    }
)
TONIGHT = words("tonight")

CLOSE = words(
    "close closes closing закрытие закрытия закрыть закроем закроется закрываем",
    "zamknięcie zamknięcia zamknąć zamykamy zamkniemy",
)
CLOSE_BEFORE = words(
    "expected planned date дата дату ожидаемое ожидаемая планируемое плановое data datę planowane planowana",
    "przewidywane przewidywana oczekiwane",
)
CLOSE_AFTER = words("date deal сделка сделки сделку сделкой transakcji transakcję")
