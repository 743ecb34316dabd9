"""Multipliers, currencies, and the words by which a number is not an amount."""

from decimal import Decimal

from bot.services.reading.lexicon import table, words

THOUSAND, MILLION, BILLION = Decimal(1_000), Decimal(1_000_000), Decimal(1_000_000_000)

MULTIPLIERS = table(
    {
        THOUSAND: "k к thousand grand тыс тысяча тысячи тысяч тысячу тыщ тр tys tyś tysiąc tysiące tysięcy",
        MILLION: "mln mio mm кк kk million millions млн миллион миллиона миллионов лям ляма лямов "
        "milion miliona miliony milionów",
        BILLION: "bn bln billion billions млрд миллиард миллиарда миллиардов mld miliard miliarda miliardy miliardów",
    }
)
# One letter that is also metres or tonnes: glued ("1.2m") or with a currency after it.
MILLION_LETTER = {"m"}
MILLION_LETTER_WITH_CURRENCY = {"m", "м"}
# English writes 1,250k for 1 250 000; "1,250 млн" and "1,250 mln" are decimals.
COMMA_GROUPS_BEFORE = frozenset({"k", "m", "mm", "bn", "thousand", "million", "millions", "billion", "billions"})
# "полмиллиона" is an amount by itself, the others need a multiplier after them.
HALF_MILLION = words("полмиллиона")
FRACTIONS = table({Decimal("0.5"): "pół half", Decimal("1.5"): "полтора półtora"})

CURRENCY_WORDS = table(
    {
        "RUB": "rub руб рубль рубля рублей рубли рублях р ruble rubles roubles rubli rubla rur ₽",
        "PLN": "pln zł zloty złoty złote złotych złotówek злотый злотых злотого",
        "EUR": "eur euro euros eura евро ewro €",
        "USD": "usd dollar dollars bucks доллар доллара долларов долл баксов бакса dolar dolary dolarów dol $",
        "GBP": "gbp £ pounds funt funty funtów фунт фунта фунтов",
        "KZT": "kzt ₸ тенге тг tenge",
        "UAH": "uah ₴ грн гривна гривны гривен гривень hrywien",
        "BYN": "byn",
        "CZK": "czk kč",
        "CHF": "chf frank franki franków франк франка франков",
        "JPY": "jpy ¥ yen йена йены йен jenów",
        "CNY": "cny юань юаня юаней yuan",
        "SEK": "sek",
        "NOK": "nok",
        "DKK": "dkk",
        "HUF": "huf форинт форинтов forint forintów",
        "RON": "ron",
        "MDL": "mdl",
        "GEL": "gel ₾ лари lari",
        "AMD": "amd ֏ драм драмов",
        "AZN": "azn ₼ манат манатов",
        "KGS": "kgs сом сомов",
        "UZS": "uzs сум сумов",
        "TRY": "₺ лир лира лиры",
        "ILS": "ils ₪ шекель шекелей",
        "INR": "inr ₹ rupees",
        "KRW": "krw ₩",
        "THB": "thb ฿",
        "VND": "vnd ₫",
        "AED": "aed дирхам дирхамов",
        "BGN": "bgn",
        "CAD": "cad",
        "AUD": "aud",
    }
)
# Written only so: "Ft" after a number are forints, "ft" are feet.
CURRENCY_EXACT = {"Ft": "HUF"}
# One sign, several currencies: the team's own when it is among them, else the first.
SHARED_SIGNS = {
    "$": ("USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD", "TWD", "ARS", "CLP", "COP"),
    "£": ("GBP", "EGP", "GIP", "FKP"),
    "¥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "крон": ("CZK", "SEK", "NOK", "DKK"),
    "koron": ("CZK", "SEK", "NOK", "DKK"),
    "lei": ("RON", "MDL"),
    "леи": ("MDL", "RON"),
    "р": ("RUB", "BYN"),
    "руб": ("RUB", "BYN"),
    "рублеи": ("RUB", "BYN"),
    "рубля": ("RUB", "BYN"),
}
# Signs stand before a number too; of the words only ISO codes do, since "100 руб 500" is not 500 roubles.
SIGNS = frozenset("$€£¥₽₸₴₾֏₼₺₪₹₩฿₫")

LABELS = words(
    "сумма сумму суммой бюджет цена стоимость kwota kwotę budżet cena wartość amount budget price value sum",
)
AMOUNT_PREPOSITIONS = words("за на for za na")

# After a number: it counts things, or it is a measure.
QUANTITIES = words(
    "шт штук штуки штука чел человек мест места место лицензий лицензии лицензия кг г т м м2 м3 кв км см мм л",
    "тонн тонна тонны литров комнат этажей рабочих дней дня день недель недели неделя месяцев месяца мес лет час часов",
    "ч минут мин раз раза упак коробок коробки комплектов комплекта пар точек точки машин офисов",
    "szt sztuk sztuki sztuka os osób osoby licencji licencje kg t m m2 km cm mm l litrów ton dni dzień tygodni",
    "tygodnie miesięcy miesiące lat godzin godz razy par kompletów zestawów biur stanowisk",
    "pcs pc pieces piece units unit items item people persons users user seats seat licenses licences license",
    "licence kg g km cm mm ft sqm sqft lb lbs tons litres liters days day weeks week months month years hours hrs",
    "min minutes boxes box sets set pairs desks rooms offices trucks",
)
# Before a small number: it is the number of a thing, unless the number is plainly an amount ("счёт 120 000").
NUMBERED = words(
    "офис помещение строение склад вагон цех больница аптека магазин филиал линия участок пункт",
    "лот заказ счёт договор дог инв",
    "lok hala magazyn umowa zamówienie faktura ul",
    "office apartment building unit hall order lot ticket invoice contract version v",
)
# Before a number of any length.
NUMBER_SIGNS = words("№ no nr номер number")
# Before a number: its own number even when an amount follows at once ("школа 57 200к", "кабинет 12 120 000").
NUMBERED_PLACES = words(
    "кабинет каб комната этаж дом д корпус корп стр кв квартира подъезд школа лицей гимназия садик поликлиника",
    "№ no nr n номер number pokój pok lokal piętro dom bud budynek szkoła przedszkole room floor suite apt school",
)
YEARS = range(1990, 2040)
YEAR_AFTER = words("г год года году r rok roku year")
