"""Words of company names and of what people do next."""

import re

from bot.services.reading.lexicon import words

# Before the name (Russian, Kazakh and Ukrainian forms, also in Latin letters).
FORMS_BEFORE = words("ООО ОАО ЗАО АО ПАО НАО ИП ТОО ЧП ФОП ТОВ ГК ТД АНО НКО МУП ГУП ФГУП ГБУ МБУ ooo oao zao pao")
# After the name. Written as here or as usual abbreviations of it; single words first in `FORM_AFTER`.
FORM_AFTER = re.compile(
    r"""(?ix)
    (?<!\w)(?:
      sp(?:\.\ ?|\ )z\ ?o\.?\ ?o\.?(?:\ sp\.?\ ?k\.?)? | sp\.\ ?(?:k|j|p)\.?
      | spółka\ (?:z\ o\.o\.|akcyjna|komandytowa|jawna)
      | spolka\ z\ ograniczona\ odpowiedzialnoscia | spółka\ z\ ograniczoną\ odpowiedzialnością
      | p\.?s\.?a\. | s\.\ ?a\. | s\.\ ?c\. | (?-i:S\.?A\.?|S\.?C\.?|AG|AB|AS|SE|NV|BV|KG|Co\.?|Oy|OÜ|KGaA)
      | ltd\.? | limited | llc\.? | l\.l\.c\. | inc\.? | incorporated | corp\.? | corporation | gmbh | plc\.? | llp
      | b\.v\. | n\.v\. | s\.?r\.?o\.? | s\.?r\.?l\.? | pty\.? | (?-i:ООО|ОАО|ЗАО|ПАО|АО|ТОО)
    )(?!\w)""",
)
# A kind of business as the first word: the name itself follows it ("салон красоты Лилия").
BUSINESS_KINDS = words(
    "салон студия кафе ресторан бар магазин завод фабрика клиника стоматология школа отель гостиница фирма компания",
    "группа агентство бюро центр аптека больница фитнес клуб холдинг кофейня пекарня мастерская ателье банк фонд",
    "salon studio kawiarnia restauracja bar sklep zakład fabryka klinika szkoła hotel firma grupa agencja biuro",
    "centrum apteka szpital klub piekarnia warsztat kancelaria gabinet pensjonat hurtownia fundacja",
    "cafe restaurant the shop clinic school bakery garage",
)
# Small words inside a name.
CONNECTORS = words("and & + of the i oraz и de von van der la le di da na на для dla")
CLIENT_LABELS = words("client customer company клиент заказчик компания klient firma nabywca")
PHONE_LABELS = words("тел телефон моб сот tel telefon kom phone mobile cell mob ☎ 📞 📱 т")

ACTION_VERBS = words(
    "call phone ring email mail write text message ping meet visit send prepare discuss remind ask check present show",
    "deliver confirm arrange schedule chase contact recall callback sign finish collect follow",
    "позвонить позвони позвоню звонить перезвонить перезвоню созвониться созвон набрать написать напиши отправить",
    "отправлю выслать скинуть прислать встретиться встретить заехать съездить приехать поехать подготовить сделать",
    "согласовать обсудить напомнить уточнить спросить узнать проверить подписать показать выставить договориться",
    "связаться посетить забрать отвезти доставить провести замерить посчитать просчитать дожать",
    "zadzwonić zadzwonię dzwonić oddzwonić przedzwonić napisać wysłać wyślę spotkać odwiedzić przygotować umówić",
    "podpisać omówić sprawdzić przypomnieć zapytać pokazać potwierdzić ustalić skontaktować pojechać dostarczyć",
    "uzgodnić odebrać policzyć zmierzyć wystawić",
)
ACTION_NOUNS = words(
    "meeting call demo offer quote proposal invoice contract visit presentation email reminder payment delivery",
    "звонок встреча встречу демо кп счёт договор письмо визит презентация презентацию замер выезд оплата напоминание",
    "предложение смета смету тендер",
    "spotkanie telefon demo oferta ofertę oferte umowa umowę faktura fakturę wizyta prezentacja mail maila płatność",
    "pomiar wycena wycenę przypomnienie",
)
ACTION_LINKS = words("with about for to on at с со о об по для у z ze o do w na od")

ACTION_WITH = words("with с со z ze у u")

DEAL_WORDS = words("deal lead enquiry сделка сделку лид заявка transakcja szansa zapytanie")
NEW_WORDS = words("new новая новый nowa nowe nowy")
DEAL_LINKS = words("with from for с со от для z od dla")

# Words too general to stand for a stage by themselves.
GENERAL_WORDS = words(
    "client customer клиент клиента клиенту klient klienta klientem",
    "the a of and to in with for on is new first way by at as or",
    "новый новая новое первый первая на с в и до по от к о у со не nowy nowa pierwszy pierwsza z w i do na od po call",
    "deal сделка сделки transakcja work working follow up h",
)
# What people call an offer, whatever their stage is called: the one stage word that everybody has several names for.
OFFER_WORDS = words(
    "offer quote quotation proposal оффер офер предложение коммерческое комерческое кп oferta propozycja wycena"
)
CONJUNCTIONS = words("and и i oraz")
STAGE_LABELS = words("stage этап этапе стадия стадии etap etapie")
STAGE_PREPOSITIONS = words("in at на в w na")
