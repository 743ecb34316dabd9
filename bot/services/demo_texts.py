"""What the demo team's deals are called, in each language: invented companies, people and words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's demo. ``deals``: client, title, contact; ``rate``: what one unit of the base amounts is worth."""

    team: str
    currency: str
    country: str
    rate: int
    phone: str
    deals: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    steps: tuple[str, ...]
    comments: tuple[str, ...]


def _split(lines: str) -> tuple[tuple[str, str, str], ...]:
    rows = [tuple(part.strip() for part in line.split("|")) for line in lines.strip().splitlines()]
    return tuple((row[0], row[1], row[2]) for row in rows)


WORDINGS = {
    "en": Wording(
        team="Brightwell Interiors",
        currency="GBP",
        country="GB",
        rate=1,
        phone="+442079460{:03d}",
        deals=_split("""
            Northwind Traders | office refit | Emma Shaw
            Harbour Dental | reception desk | Dr Ellis
            Kestrel Logistics | canteen furniture | Tom Reed
            Oakfield School | library shelves | Mrs Grant
            Pemberton Law | meeting rooms | Alice Ford
            Riverside Hotel | lobby chairs | Paul Dean
            Sterling Labs | lab benches | Nina Cole
            Tulip Florist | shop counter | Rosa Lane
            Union Gym | changing rooms | Mark Hill
            Vector Studio | acoustic panels | Ian Moss
            Westgate Clinic | waiting room | Sue Hart
            Yardley Foods | staff kitchen | Ben Cook
            Zephyr Media | hot desks | Lucy Page
            Alder & Sons | showroom | Jack Alder
            Birchwood Bank | branch pilot | Carol King
            Cobalt Games | lounge | Max Webb
            Dunmore Travel | counters | Fay Bond
            Elm Street Books | reading corner | Noah Bell
            Foxglove Spa | treatment rooms | Ivy Wood
            Granite Builders | site office | Dan Stone
            Hollis Energy | head office, floor 3 | Jane Hollis
            Ivory Dental | chairs | Dr Kent
            Juniper Cafe | terrace | Leo Marsh
            Kingsway Motors | sales floor | Rob King
            Larkspur Nursery | play room | Amy Lark
            Meridian Tech | boardroom | Sam Price
            Nettle Design | workshop | Zoe Nash
            Orchard Care | day room | Mr Hobbs
            Parkside Flats | shared lounge | Kim Park
            Quayside Bistro | bar stools | Gina Quay
        """),
        notes=(
            "Wants oak, not walnut",
            "Budget is signed off in the new quarter",
            "Compares us with one more supplier",
            "Asked for a sample by courier",
            "The director decides alone",
            "Delivery before the holidays matters most",
        ),
        steps=(
            "send the drawings",
            "call about the offer",
            "agree the delivery date",
            "visit to measure",
            "send terms",
        ),
        comments=(
            "They took the cheaper one",
            "The project is frozen",
            "No answer after five calls",
            "Built it themselves",
        ),
    ),
    "ru": Wording(
        team="Светлый офис",
        currency="RUB",
        country="RU",
        rate=100,
        phone="+7495123{:04d}",
        deals=_split("""
            Ромашка | ремонт офиса | Иван Петров
            Дента Плюс | стойка администратора | Ольга Белова
            Вектор Логистик | мебель в столовую | Пётр Крылов
            Школа № 12 | стеллажи в библиотеку | Мария Зуева
            Юрист и партнёры | переговорные | Алла Франк
            Отель «Берег» | кресла в холл | Павел Дёмин
            Лаб-Сервис | лабораторные столы | Нина Ким
            Тюльпан | прилавок | Роза Ланская
            Атлет | раздевалки | Марк Холмов
            Студия «Звук» | акустические панели | Илья Мохов
            Клиника «Запад» | зал ожидания | Светлана Гай
            Ярмарка вкуса | кухня для сотрудников | Борис Повар
            Зефир Медиа | рабочие места | Люда Страницына
            Ольха и сыновья | шоурум | Яков Ольхин
            Берёза Банк | пилотный филиал | Карина Кинг
            Кобальт Игры | зона отдыха | Макс Ткач
            Дальтур | стойки | Фая Бондарь
            Книги на Вязовой | читальный уголок | Ной Белов
            Спа «Лиса» | кабинеты | Ива Лесная
            Гранит Строй | бытовка под офис | Данил Камень
            Холлис Энерго | третий этаж | Жанна Холлис
            Слон Дент | кресла | Кирилл Кент
            Кафе «Можжевельник» | терраса | Лев Болотов
            Кинг Моторс | торговый зал | Роберт Кинг
            Детский сад «Жаворонок» | игровая | Анна Жаворонкова
            Меридиан | зал совета директоров | Семён Прайс
            Крапива Дизайн | мастерская | Зоя Наш
            Дом «Сад» | общая комната | Гоша Хоббов
            ЖК Парковый | общий холл | Ким Пак
            Бистро «Причал» | барные стулья | Галина Кей
        """),
        notes=(
            "Хотят дуб, не орех",
            "Бюджет утвердят в новом квартале",
            "Сравнивают нас ещё с одним поставщиком",
            "Просили образец курьером",
            "Директор решает сам",
            "Главное – поставка до праздников",
        ),
        steps=(
            "отправить чертежи",
            "позвонить по предложению",
            "согласовать дату поставки",
            "замер на месте",
            "отправить условия",
        ),
        comments=("Взяли дешевле", "Проект заморожен", "Не отвечают после пяти звонков", "Сделали сами"),
    ),
    "pl": Wording(
        team="Jasne Biuro",
        currency="PLN",
        country="PL",
        rate=5,
        phone="+4822123{:04d}",
        deals=_split("""
            Kowalski | remont biura | Jan Kowalski
            Denta Plus | lada recepcji | Olga Biel
            Wektor Logistyka | meble do stołówki | Piotr Kruk
            Szkoła nr 12 | regały do biblioteki | Maria Zawada
            Kancelaria Lis | sale spotkań | Alicja Lis
            Hotel Brzeg | fotele w holu | Paweł Demski
            Lab Serwis | stoły laboratoryjne | Nina Kim
            Tulipan | lada sklepowa | Róża Łan
            Atleta | szatnie | Marek Holm
            Studio Dźwięk | panele akustyczne | Igor Mech
            Klinika Zachód | poczekalnia | Zuzanna Gaj
            Smaki Targu | kuchnia dla pracowników | Borys Kucharz
            Zefir Media | stanowiska pracy | Lucyna Karta
            Olszyna i Synowie | salon | Jakub Olszyna
            Brzoza Bank | oddział pilotażowy | Karina Król
            Kobalt Gry | strefa relaksu | Maks Tkacz
            Daltur | lady | Faustyna Bond
            Książki na Wiązowej | kącik czytelniczy | Norbert Biel
            Spa Lisek | gabinety | Iwa Leśna
            Granit Bud | biuro budowy | Daniel Kamień
            Hollis Energia | trzecie piętro | Joanna Hollis
            Słoń Dent | fotele | Kamil Kent
            Kawiarnia Jałowiec | taras | Leon Bagno
            Król Motors | sala sprzedaży | Robert Król
            Przedszkole Skowronek | sala zabaw | Anna Skowron
            Południk | sala zarządu | Szymon Prajs
            Pokrzywa Design | warsztat | Zoja Nasz
            Dom Sad | świetlica | Henryk Hobb
            Osiedle Parkowe | wspólny hol | Kinga Park
            Bistro Przystań | stołki barowe | Grażyna Kej
        """),
        notes=(
            "Chcą dąb, nie orzech",
            "Budżet zatwierdzą w nowym kwartale",
            "Porównują nas z jeszcze jednym dostawcą",
            "Prosili o próbkę kurierem",
            "Dyrektor decyduje sam",
            "Najważniejsza jest dostawa przed świętami",
        ),
        steps=(
            "wysłać rysunki",
            "zadzwonić w sprawie oferty",
            "ustalić termin dostawy",
            "pomiar na miejscu",
            "wysłać warunki",
        ),
        comments=("Wzięli tańszą ofertę", "Projekt wstrzymany", "Cisza po pięciu telefonach", "Zrobili sami"),
    ),
}
