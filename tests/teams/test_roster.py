"""The roster: who may do what on which day, told in findings that hold nobody up."""

from __future__ import annotations

from datetime import date

import pytest
from roster_makers import certificate, entry, kinds, member, suspension, team, withdrawal

from tilth.journal.entry import KINDS, TEAM_KINDS
from tilth.teams.requirement import requirements
from tilth.teams.roster import roster
from tilth.teams.roster_rules import fault_of
from tilth.teams.words import code_of, rank_of
from tilth.terms import table

ACCREDITED = [team(), certificate(2, "2026-01-01", "2026-12-31"), member(3, "M-1", "deminer", skills="eod 1")]


# --- may it work? ---------------------------------------------------------------------------------------------------


def test_an_empty_roster_knows_no_team_and_holds_nobody_up():
    (one,) = roster([]).allowed("Team 1", date(2026, 5, 4), "clear")
    assert (one.kind, one.severity) == ("team_not_on_record", "info")
    assert 'tilth team FILE add "Team 1"' in one.sentence


def test_an_accredited_team_with_somebody_for_the_items_has_nothing_against_it():
    assert kinds(ACCREDITED, "2026-05-04") == []
    assert kinds(ACCREDITED, "2026-05-04", "reduced") == []


def test_the_accreditation_of_the_team_itself_will_do_too():
    made = [team(), certificate(2, "2026-01-01", holder="TEAM  1"), ACCREDITED[2]]
    assert kinds(made, "2026-05-04") == []


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-12-31", ["not_accredited"]),
        ("2026-01-01", []),
        ("2026-12-01", ["certificate_ends_soon"]),
        ("2026-11-30", []),
        ("2026-12-31", ["certificate_ends_soon"]),
        ("2027-01-01", ["certificate_expired"]),
    ],
)
def test_both_days_of_a_certificate_belong_to_it(on, expected):
    assert kinds(ACCREDITED, on) == expected


def test_a_renewal_in_time_leaves_nothing_to_warn_of():
    assert kinds([*ACCREDITED, certificate(4, "2027-01-01", "2027-12-31")], "2026-12-20") == []
    assert kinds([*ACCREDITED, certificate(4, "2027-01-02", "2027-12-31")], "2026-12-20") == ["certificate_ends_soon"]


def test_survey_of_other_kinds_asks_for_no_accreditation_by_default():
    assert kinds([team()], "2026-05-04", "cancel") == []
    assert kinds([team()], "2026-05-04", "clear") == ["not_accredited", "no_eod_level"]


def test_an_authority_can_ask_for_more_in_a_table():
    row = {
        "action": "cancel|nts",
        "needs": "medical",
        "level": "",
        "held_by": "member",
        "how_many": "every",
        "finding": "certificate_missing",
    }
    medical = certificate(4, "2026-01-01", holder="Team 1", member="m-2", certificate_kind="medical")
    made = roster([team(), member(2, "M-1"), member(3, "M-2"), medical], required=requirements([row]))
    (one,) = made.allowed("Team 1", date(2026, 5, 4), "NTS")
    assert (one.kind, "medical of M-1" in one.sentence) == ("certificate_missing", True)
    assert made.allowed("Team 1", date(2026, 5, 4), "clear") == []


def test_a_dog_whose_licence_is_over_is_told_whatever_the_action():
    dog = entry(2, "asset", team="Team 1", asset_kind="MDD", asset_id="D-7")
    licence = certificate(3, "2025", "2026-03", holder="Team 1", certificate_kind="dog licence", asset="d-7")
    assert kinds([team(), dog, licence], "2026-03-31", "cancel") == ["certificate_ends_soon"]
    assert kinds([team(), dog, licence], "2026-04-01", "cancel") == ["certificate_expired"]


def test_a_team_of_other_days_is_not_on_record_for_this_one():
    made = [team(1, from_="2026-02-01", until="2026-06-30")]
    assert [kinds(made, on, "cancel") for on in ("2026-01-31", "2026-02-01", "2026-07-01")] == [
        ["team_not_on_record"],
        [],
        ["team_not_on_record"],
    ]


def test_an_operator_that_changes_takes_its_accreditation_along():
    made = [*ACCREDITED, team(4, operator="Other Co", from_="2026-06-01")]
    assert kinds(made, "2026-05-31") == []
    assert kinds(made, "2026-06-01") == ["not_accredited"]


# --- EOD levels -----------------------------------------------------------------------------------------------------


def eod(number: int, level: str, until: str | None = None, key: str = "M-1"):
    said = {"holder": "Team 1", "certificate_kind": "EOD level", "level": level, "member": key}
    return certificate(number, "2026-01-01", until, **said)


def test_a_certificate_on_record_speaks_instead_of_a_stated_skill():
    assert kinds([*ACCREDITED, eod(4, "2", "2026-03-31")], "2026-05-04") == ["certificate_expired"]
    assert kinds([*ACCREDITED, eod(4, "2", "2026-03-31"), eod(5, "1")], "2026-05-04") == []


def test_a_person_keeps_the_certificate_in_another_team():
    moved = [ACCREDITED[1], member(3, until="2026-03-31"), member(4, of="Team 2", from_="2026-04-01"), eod(5, "3+")]
    made = [team(), team(2, "Team 2"), *[one._replace(number=at) for at, one in enumerate(moved, 3)]]
    assert kinds(made, "2026-05-04", name="Team 2") == []
    assert kinds(made, "2026-05-04", name="Team 1") == ["no_eod_level"]
    assert kinds(made, "2026-03-04", name="Team 1") == []


def test_a_higher_level_that_ended_is_missed_where_a_lower_one_goes_on():
    row = {
        "action": "clear",
        "needs": "eod_level",
        "level": "3",
        "held_by": "member",
        "how_many": "one",
        "finding": "no_eod_level",
    }
    made = [team(), member(2), eod(3, "3", "2026-03-31"), eod(4, "1")]
    known = roster(made, required=requirements([row]))
    assert kinds(known, "2026-03-01") == []
    assert kinds(known, "2026-05-04") == ["no_eod_level"]


# --- suspended and revoked ------------------------------------------------------------------------------------------


def test_a_suspension_takes_days_out_and_gives_the_others_back():
    made = [*ACCREDITED, suspension(4, 2, "2026-03-01", "2026-03-31")]
    assert kinds(made, "2026-02-28") == ["certificate_ends_soon"]
    assert kinds(made, "2026-03-01") == kinds(made, "2026-03-31") == ["certificate_suspended"]
    assert kinds(made, "2026-04-01") == []
    assert "an inquiry" in roster(made).allowed("Team 1", date(2026, 3, 1), "clear")[0].sentence


def test_what_is_revoked_stays_away_and_what_was_valid_before_stays_so():
    made = [*ACCREDITED, suspension(4, 2, "2026-03-01", effect="revoked")]
    assert kinds(made, "2026-01-15") == []
    assert kinds(made, "2026-12-31") == ["certificate_suspended"]
    assert kinds(made, "2027-01-01") == ["certificate_expired"]
    one = roster(made).allowed("Team 1", date(2027, 1, 1), "clear")[0]
    assert "ended on 2026-02-28" in one.sentence


def test_a_suspension_follows_its_certificate_through_an_amendment():
    made = [*ACCREDITED, suspension(4, 2, "2026-03-01")]
    made.append(certificate(5, "2026-01-01", "2028-12-31")._replace(amends=2))
    assert kinds(made, "2026-05-04") == ["certificate_suspended"]
    assert kinds([*made, withdrawal(6, 5)], "2026-05-04") == ["not_accredited"]


# --- who, what, next ------------------------------------------------------------------------------------------------


def test_what_ends_next_comes_first_and_an_operators_counts_once():
    made = [*ACCREDITED, team(4, "Team 2"), eod(5, "2", "2026-06-30"), certificate(6, "2026-01-01", holder="Team 2")]
    found = roster(made).endings(date(2026, 5, 4))
    assert [(one.last.isoformat(), one.group.who, one.group.team) for one in found] == [
        ("2026-06-30", "M-1", "Team 1"),
        ("2026-12-31", "Demining Co", "Team 1"),
    ]
    assert found[0].as_json(date(2026, 5, 4))["days"] == 57


def test_a_course_keeps_what_is_not_stated_as_not_stated():
    course = entry(2, "course", team="Team 1", topic="humanitarian demining")._replace(happened_on="2025-06")
    undated = entry(3, "course", team="Team 1", topic="first aid", place="Ruritania")._replace(happened_on=None)
    first, second = roster([team(), undated, course]).courses("team 1")
    assert (first.as_json()["on"], first.as_json()["trainer"], first.as_json()["last"]) == (
        "2025-06",
        None,
        "2025-06-30",
    )
    assert (second.as_json()["on"], second.as_json()["place"]) == (None, "Ruritania")


def test_a_person_stated_again_for_later_days_has_the_later_role_then():
    known = roster([team(), member(2), member(3, "m-1", "team leader", from_="2026-03-01")])
    assert [known.members("Team 1", date(2026, month, 1))[0].role for month in (2, 3)] == ["deminer", "team_leader"]


# --- what cannot stand ----------------------------------------------------------------------------------------------

CERTIFIED = {"holder": "T", "certificate_kind": "medical", "from": "2026-01-01", "issued_by": "NMAA"}
FAULTS = [
    ("team", {}, "nothing in name"),
    ("team", {"name": "T", "team_kind": "brave"}, "team_kind “brave” is not known"),
    ("team", {"name": "T", "colour": "red"}, "no field colour"),
    ("member", {"team": "T", "key": "M-1", "role": "poet"}, "role “poet” is not known"),
    ("member", {"team": "T", "key": "M-1", "role": "eod_2"}, "role “eod_2” is not known"),
    ("member", {"team": "T", "key": "M-1", "role": "medic", "skills": "medic, luck"}, "skill “luck”"),
    ("asset", {"team": "T", "asset_kind": "boat", "asset_id": "1"}, "asset_kind “boat” is not known"),
    ("course", {"team": "T"}, "nothing in topic"),
    ("certificate", CERTIFIED | {"certificate_kind": "beauty"}, "certificate_kind “beauty” is not known"),
    ("certificate", CERTIFIED | {"until": "2025-12-31"}, "it ends (2025-12-31) before it starts (2026-01-01)"),
    ("certificate", CERTIFIED | {"from": "soon"}, "“soon” in from is not read as a date"),
    ("certificate", CERTIFIED | {"member": "M-1", "asset": "D-1"}, "a member and an asset"),
    ("certificate", CERTIFIED | {"certificate_kind": "eod", "level": "9"}, "no EOD level that is known"),
    ("suspension", {"of_entry": "x", "effect": "revoked", "from": "2026", "issued_by": "N", "why": "w"}, "of_entry"),
    ("suspension", {"of_entry": 2, "effect": "lost", "from": "2026", "issued_by": "N", "why": "w"}, "effect “lost”"),
    (
        "suspension",
        {"of_entry": 2, "effect": "revoked", "from": "2026", "until": "2027", "issued_by": "N", "why": "w"},
        "has no end",
    ),
]


@pytest.mark.parametrize(("kind", "body", "words"), FAULTS, ids=[words for _, _, words in FAULTS])
def test_an_entry_that_cannot_stand_says_why(kind, body, words):
    assert words in fault_of(kind, body)
    assert roster([entry(1, kind, **body)]).names() == []


@pytest.mark.parametrize("key", ["Ivan Petrov", "ivan.petrov", "Petrov-Ivan", "Иванов", "i@example.org", "x" * 41])
def test_nobodys_name_gets_into_the_journal_not_even_in_the_refusal(key):
    fault = fault_of("member", {"team": "T", "key": key, "role": "medic"})
    assert "the key of the member is none" in fault
    assert key not in fault


@pytest.mark.parametrize("key", ["M-014", "P-0123456789abcdef0123", "S1", "007", "ana", "staff.12"])
def test_a_key_is_a_key(key):
    assert fault_of("member", {"team": "T", "key": key, "role": "medic"}) == ""


# --- tables ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["skills", "team_kinds", "asset_kinds", "certificate_kinds"])
def test_every_way_to_write_a_word_means_one_row(name):
    ways = [
        word for row in table(name) for word in {*row["written_as"].split("|"), row["name"], next(iter(row.values()))}
    ]
    assert all(code_of(name, way.upper()) for way in ways)
    for row in table(name):
        assert {code_of(name, way) for way in row["written_as"].split("|")} == {next(iter(row.values()))}


def test_what_an_action_asks_for_is_a_kind_of_certificate():
    kinds_known = {row["kind"] for row in table("certificate_kinds")}
    assert {one.needs for one in requirements()} <= kinds_known
    assert [rank_of(level) for level in ("1", "EOD 2", "level 3", "3+", "medic", "")] == [1, 2, 3, 4, 0, 0]


def test_entries_about_teams_are_kinds_of_the_journal():
    assert set(TEAM_KINDS) <= set(KINDS)
