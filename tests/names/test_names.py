"""Names in invented sentences about many countries: who is a person, what a body, what a place, and what no name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.names.names import find_names
from tilth.terms import table

KINDS = {"person", "organisation", "place", "unit", "nationality"}


def kinds(text):
    """Printed name and kind, without nationality words."""
    return [(name.text, name.kind) for name in find_names(text) if name.kind != "nationality"]


def persons(text):
    return [name.text for name in find_names(text) if name.kind == "person"]


def stands(text):
    return {name.text: name.stands_for for name in find_names(text)}


def role(text, name):
    return next((one.role, one.of) for one in find_names(text) if one.text == name)


@pytest.mark.parametrize(
    ("text", "name", "what", "whose"),
    [
        (
            "Tavria Region acting governor Pavlo Hordienko said 40 villages are clear.",
            "Pavlo Hordienko",
            "acting governor",
            "Tavria Region",
        ),
        ("Col. B. Sidorenko (RMAC) told reporters that work began.", "B. Sidorenko", "Col.", "RMAC"),
        ("Lucia Barreto, HALO's programme manager in Angola, said so.", "Lucia Barreto", "programme manager", "HALO"),
        ("Deputy Minister of Economy Ivan Melnyk visited the site.", "Ivan Melnyk", "Deputy Minister of Economy", ""),
        ("President of Ukraine Andriy Kovalenko came.", "Andriy Kovalenko", "President", "Ukraine"),
        ("Governor of Kherson Oleh Bondar was absent.", "Oleh Bondar", "Governor", "Kherson"),
        ("UN Secretary-General Maria Lindqvist warned of delays.", "Maria Lindqvist", "Secretary-General", "UN"),
        (
            "Tran Van Long, 51, vice chairman of the district People's Committee, agreed.",
            "Tran Van Long",
            "vice chairman",
            "People's Committee",
        ),
        (
            "Colombia's High Commissioner for Peace, Andrés Molina, said no.",
            "Andrés Molina",
            "High Commissioner for Peace",
            "Colombia",
        ),
        ("Japan's ambassador, Mori Haruki, handed over two machines.", "Mori Haruki", "ambassador", "Japan"),
        (
            "A spokesman for the Danish Refugee Council, Peter Holm, said 40 staff were hired.",
            "Peter Holm",
            "spokesman",
            "Danish Refugee Council",
        ),
        ("The agency's head, Brigadier (ret.) Joaquim Lopes, told them.", "Joaquim Lopes", "head, Brigadier", ""),
        ("The Minister of Defence, Mrs Ingrid Dahl, thanked the soldiers.", "Ingrid Dahl", "Minister of Defence", ""),
        ("Sokha Prum of the Cambodian Mine Action Centre said so.", "Sokha Prum", "", "Cambodian Mine Action Centre"),
        ("Defence Ministry Spokesman Igor Petrov denied it.", "Igor Petrov", "Spokesman", "Defence Ministry"),
        (
            "Director General of Norwegian People's Aid José Luis de la Cruz left.",
            "José Luis de la Cruz",
            "Director General",
            "Norwegian People's Aid",
        ),
    ],
)
def test_a_person_comes_with_the_role_and_the_body_the_text_states(text, name, what, whose):
    assert role(text, name) == (what, whose)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kang Jong-su praised them, said leader Kang Jong-su.", "Kang Jong-su"),
        ("“We waited,” said Ahmed al-Rashidi, a farmer.", "Ahmed al-Rashidi"),
        ("Dr. Fatima bint Saleh told us more.", "Fatima bint Saleh"),
        ("Nguyễn Thị Hoa said that the field is open.", "Nguyễn Thị Hoa"),
        ("Ursula van der Berg said it was late.", "Ursula van der Berg"),
        ("“No,” said Maria da Luz Fernandes.", "Maria da Luz Fernandes"),
        ("O'Malley of MAG disagreed.", "O'Malley"),
        ("J. K. Mwangi told the court.", "J. K. Mwangi"),
        ("Svjetlana Lukić-Perić said 869 sq km remained.", "Svjetlana Lukić-Perić"),
        ("Farmer Chea Sophal lost two cows.", "Chea Sophal"),
        ("Mr Okello remembers the war.", "Okello"),
    ],
)
def test_names_of_many_languages_are_whole(text, name):
    assert name in persons(text)


@pytest.mark.parametrize(
    "text",
    [
        "However, the mines remained. According to nobody, work stopped. Earlier said reports were wrong.",
        "Demining is slow. Management said nothing. Police said the road was shut. Everyone agrees. Most said yes.",
        "On Monday and in May the PMN-2, the TM-62 and a Bozena-5 were shown. EOD teams used GPS.",
        "The Mine Ban Treaty, the Ottawa Convention, the Korean War and World War II are over.",
        "The Post said so. The Daily Beacon can reveal more. El Heraldo reported it. Tetra Tech's teams left.",
        "Deminers Clear School After Long Winter\nThe school is open.",
        "BOOM! Beach open\nSURVEY AND CLEARANCE\nPRESS RELEASE\nENDS",
        "Wire-Ukraine quoted officials. Pravda Courier wrote the same. Hizam denied it. Norland's Asam project ended.",
        "Five died on the road between Lainya and Torit, a county official said.",
        "The governor of Kherson said 10 hectares were clear.",
        "Kharkiv recorded nine accidents; Humanity & Inclusion said it left. Handicap International said so too.",
    ],
)
def test_nobody_is_made_a_person_who_is_none(text):
    assert persons(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The State Emergency Service of Ukraine worked.", [("State Emergency Service of Ukraine", "organisation")]),
        (
            "The 41st Engineering Regiment and the 36th marine brigade left.",
            [("41st Engineering Regiment", "unit"), ("36th marine brigade", "unit")],
        ),
        (
            "It met the Ministry of Labour, War Veterans and Social Affairs.",
            [("Ministry of Labour, War Veterans and Social Affairs", "organisation")],
        ),
        ("Ukraine's Ministry of Economy paid.", [("Ukraine's Ministry of Economy", "organisation")]),
        (
            "The Russian defence ministry and the Tver regional government agreed.",
            [("Russian defence ministry", "organisation"), ("Tver regional government", "organisation")],
        ),
        ("HALO Angola and UXO Lao met.", [("HALO Angola", "organisation"), ("UXO Lao", "organisation")]),
        (
            "They worked in Norte de Santander and Quang Nam province.",
            [("Norte de Santander", "place"), ("Quang Nam province", "place")],
        ),
        ("Teams in Huambo, Bié and Moxico rest.", [("Huambo", "place"), ("Bié", "place"), ("Moxico", "place")]),
        (
            "Near the village of Lypove, on Mount Ozren and Lake Bita.",
            [("Lypove", "place"), ("Mount Ozren", "place"), ("Lake Bita", "place")],
        ),
        (
            "The Armed Forces of Bosnia and Herzegovina demined it.",
            [("Armed Forces of Bosnia and Herzegovina", "organisation")],
        ),
        ("The Kyiv Courier wrote that it rained.", [("Kyiv Courier", "organisation")]),
        ("The charity Clear Furrow works there.", [("Clear Furrow", "organisation")]),
        (
            "KHARKIV region, 3 May (Northwire) — It rained.",
            [("KHARKIV region", "place"), ("Northwire", "organisation")],
        ),
        ("Japan-funded trucks reached Russian-occupied land.", []),
    ],
)
def test_bodies_units_and_places_are_told_apart(text, expected):
    assert kinds(text) == expected


def test_country_words_carry_the_code_of_the_country():
    text = "The DPRK, Viet Nam and Côte d’Ivoire met North Koreans and Croatian deminers in Sana'a. They told us."
    found = [(name.stands_for, name.kind, name.country) for name in find_names(text)]
    assert found == [
        ("North Korea", "place", "PRK"),
        ("Vietnam", "place", "VNM"),
        ("Côte d'Ivoire", "place", "CIV"),
        ("North Korea", "nationality", "PRK"),
        ("Croatia", "nationality", "HRV"),
        ("Sana'a", "place", "YEM"),
    ]


def test_every_country_is_found_under_each_of_its_names_and_the_pronoun_us_is_none():
    assert not find_names("They told us that the car stopped.")
    for row in table("nationality_words"):
        for printed in filter(None, [row["country"], *row["others"].split("|")]):
            found = find_names(f"It was sent to {printed} at once.")
            assert [name.country for name in found] == [row["iso3"]], printed


def test_a_surname_initials_and_a_changed_hyphen_stand_for_the_full_name():
    text = "Oleh Marchenko, the mayor, met minister Pak Yong-ho. Marchenko said yes. O. Marchenko signed. "
    text += "Mr Pak left. Pak Yong Ho slept."
    found = stands(text)
    assert found["Marchenko"] == found["O. Marchenko"] == "Oleh Marchenko"
    assert found["Pak"] == "Pak Yong-ho"
    assert found["Pak Yong Ho"] == found["Pak Yong-ho"]


def test_of_two_persons_with_one_surname_the_one_named_last_is_meant():
    found = find_names("Ivan Petrov said yes. Petrov left. Anna Petrov said no. Petrov stayed.")
    assert [name.stands_for for name in found] == ["Ivan Petrov", "Ivan Petrov", "Anna Petrov", "Anna Petrov"]


def test_an_acronym_in_brackets_stands_for_the_name_before_it_even_if_it_is_mistyped():
    text = "The Central Wire Agency of Norland (CWQTN) reported it. CWQTN said more."
    assert stands(text)["CWQTN"] == "Central Wire Agency of Norland"
    assert {name.kind for name in find_names(text)} == {"organisation"}


def test_an_acronym_without_brackets_stands_for_the_only_body_with_these_letters():
    found = stands("The National Mine Action Agency reported 40 ha. NMAA said more.")
    assert found["NMAA"] == "National Mine Action Agency"


def test_one_body_under_two_word_orders_is_one_and_two_ministries_of_two_countries_are_two():
    agency = "The Korean Central News Agency said so. The Central News Agency of Korea said more."
    assert len({name.stands_for for name in find_names(agency)}) == 1
    ministries = "Russia's Ministry of Defence and Ukraine's Ministry of Defence met."
    assert len({name.stands_for for name in find_names(ministries)}) == 2


def test_the_ministry_is_the_one_named_last_and_a_name_in_small_letters_before_it_is_none():
    text = "The Ministry of Economy paid. The ministry said so. The Ministry of Health waited. The ministry was silent."
    said = [name.stands_for for name in find_names(text) if name.text == "The ministry"]
    assert said == ["Ministry of Economy", "Ministry of Health"]
    assert not find_names("The company and the group waited at the centre.")


def test_the_regiment_and_the_unit_stand_for_the_unit_named():
    found = stands("The 7th Sapper Regiment came home. The regiment rested. The unit had worked for a year.")
    assert found["The regiment"] == found["The unit"] == "7th Sapper Regiment"


def test_a_bare_place_stands_for_its_region_only_where_no_district_of_that_name_is_named():
    assert stands("In Tavria Oblast they rest. In Tavria they work.")["Tavria"] == "Tavria Oblast"
    both = "In Tavria Oblast and Tavria district they rest. In Tavria they work."
    assert stands(both)["Tavria"] == "Tavria"


def test_a_headline_in_capitals_gives_only_names_that_the_text_confirms():
    text = "Sappers Clear Fields In Tavria As Angola Watches Hordienko\nIn Tavria, governor Pavlo Hordienko said so."
    assert kinds(text)[:3] == [("Tavria", "place"), ("Angola", "place"), ("Hordienko", "person")]


def test_initials_before_a_colon_stand_for_the_person_interviewed():
    text = "Colonel Nadim Haddad (ret.) led the centre.\nNS: How many?\nNH: Nobody knows."
    assert stands(text)["NH"] == "Nadim Haddad"


def test_a_name_broken_by_the_end_of_a_line_is_one_name():
    first = "In the spring of that year the farmers of the valley were visited by Domingos"
    text = f"{first}\nKapenda, head of the agency, and he promised them that all of the land would be open."
    (person,) = [name for name in find_names(text) if name.kind == "person"]
    assert person.stands_for == "Domingos Kapenda"
    assert text[slice(*person.span)] == "Domingos\nKapenda"


PIECES = st.sampled_from(
    [
        *("The", "the", "Ministry", "ministry", "of", "for", "and", "&", "Defence", "Agency", "agency", "(", ")", ","),
        *(".", ":", "“", "”", "'", "'s", "’s", "Ivan", "A.", "Petrov", "petrov", "Kim", "Jong-su", "said", "told"),
        *("governor", "Governor", "in", "at", "Tavria", "Oblast", "region", "5th", "regiment", "Regiment", "DPRK"),
        *("US", "us", "He", "it", "al-Masri", "de", "la", "43", "HALO", "Dr.", "Col.", "head", "spokesman", "\n"),
        *("\n\n", "-", "—", "é", "İ", "ß", "٣", "²", "\x00", "\u0301"),
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES).map("".join)))
def test_on_any_text_spans_are_exact_in_order_and_apart(text):
    end = 0
    for name in find_names(text):
        assert text[slice(*name.span)] == name.text
        assert name.kind in KINDS
        assert name.stands_for
        assert end <= name.span[0] < name.span[1]
        end = name.span[1]


@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_a_text_is_read_the_same_every_time(text):
    assert find_names(text) == find_names(text)
