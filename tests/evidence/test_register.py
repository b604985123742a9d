"""The register: names can be joined and taken apart again, nobody is graded by us, and computed relations say so."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import count, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.conflicts.conflict import Conflict
from tilth.conflicts.proposed import proposed
from tilth.evidence.grade import read_grade, spelled
from tilth.evidence.register import Register, fold_register
from tilth.evidence.register_rules import fault_of
from tilth.evidence.relation import Relation, inverses, rewritten_from
from tilth.evidence.source import followed
from tilth.evidence.statement import Statement, read_statement
from tilth.journal.entry import KINDS, REGISTER_KINDS, Entry
from tilth.terms import table


def journal(*told: tuple) -> list[Entry]:
    """Entries 1, 2, ... of (kind, body) or (kind, body, amends), each recorded a day after the one before."""
    numbers = count(1)
    return [_entry(next(numbers), *one) for one in told]


def _entry(number: int, kind: str, body: dict, amends: int | None = None) -> Entry:
    day = f"2026-01-{number:02d}"
    return Entry(
        number, 1, kind, None, day, f"{day}T12:00:00Z", "ana", "ana", None, amends, None, None, None,
        json.dumps(body), None, None,
    )  # fmt: skip


def claim(claim_id: str, **fields: str) -> Statement:
    row = {"metric": "area_cleared", "value": "500", "unit": "ha", "as_of": "2026-05-01", "published": "2026-05-02"}
    row |= {
        "subject": "Ruritania",
        "speaker": "the ministry",
        "outlet": "Gazette",
        "url": f"https://example.org/{claim_id}",
    }
    statement, _ = read_statement(row | {"claim_id": claim_id} | fields)
    assert statement is not None
    return statement


def register(*told: tuple) -> Register:
    return fold_register(journal(*told))


ALIAS = ("alias", {"name": "the minstry", "of_source": "the ministry", "why": "a misprint"})
SAME = ("identity", {"name": "the regiment", "taken_as": "5th Regiment", "why": "the text goes on about it"})


# --- names ----------------------------------------------------------------------------------------------------------


def test_an_alias_names_the_source_and_keeps_what_was_printed():
    (one,) = register(ALIAS).applied([claim("K1", speaker="The Minstry", via="an agency > the minstry")])
    assert (one.speaker, one.via, one.outlet) == ("the ministry", ("an agency", "the ministry"), "Gazette")
    assert one.printed == ("The Minstry", "the minstry")


def test_withdrawing_an_alias_takes_the_names_apart_again():
    before = claim("K1", speaker="the minstry")
    (after,) = register(ALIAS, ("withdrawal", {"why": "two bodies"}, 1)).applied([before])
    assert after == before


def test_a_name_of_a_name_leads_to_the_source():
    told = register(
        ALIAS, ("alias", {"name": "the ministry", "of_source": "Ministry of Works", "why": "its full name"})
    )
    assert told.source_of("THE  MINSTRY") == "Ministry of Works"


def test_the_later_of_two_words_on_one_name_holds():
    told = register(ALIAS, ("alias", {"name": "the minstry", "of_source": "the other ministry", "why": "a letter"}))
    assert told.source_of("the minstry") == "the other ministry"


def test_an_identity_holds_for_every_claim_on_the_name_and_says_who_assumed_it():
    one, other, apart = register(SAME).applied(
        [claim("K1", subject="the regiment"), claim("K2", subject="The Regiment"), claim("K3", subject="a regiment")]
    )
    assert (one.group, other.group, apart.group) == ("5th Regiment", "5th Regiment", "a regiment")
    assert one.taken_because == "the text goes on about it (entry 1, ana)"
    assert one.subject == "the regiment"


def test_a_row_that_assumes_an_identity_itself_keeps_its_reason_beside_the_register_s():
    (one,) = register(
        ("identity", SAME[1] | {"name": "5th Regiment", "taken_as": "5th Engineers", "why": "renamed"})
    ).applied([claim("K1", subject="the unit", taken_as="5th Regiment", taken_because="the same number")])
    assert (one.taken_as, one.taken_because) == ("5th Engineers", "the same number; renamed (entry 1, ana)")


def test_a_misprinted_name_is_the_same_actor_too():
    (one,) = register(ALIAS).applied([claim("K1", subject="the minstry")])
    assert (one.subject, one.group) == ("the minstry", "the ministry")


def test_without_a_word_in_the_register_no_claim_changes():
    every = [claim("K1"), claim("K2", speaker="")]
    assert list(register().applied(every)) == every


@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD")), max_size=8))
def test_names_that_lead_in_a_circle_come_to_an_end(pairs):
    told = register(*(("alias", {"name": one, "of_source": other, "why": "w"}) for one, other in pairs))
    for name in "ABCD":
        steps = followed(name, told._of_name)
        assert len(steps) <= 4
        assert all(one.of.casefold() == next_.name.casefold() for one, next_ in pairwise(steps))


# --- grades ---------------------------------------------------------------------------------------------------------


def graded(*grades: tuple[str, str, str], statement: Statement | None = None) -> str:
    told = [("grade", {"target": t, "about": a, "grade": g, "why": "w"}) for a, t, g in grades]
    return str(register(*told).grading(statement or claim("K1")))


def test_nobody_is_graded_until_a_person_does_it():
    assert graded() == "F6"
    assert not [row for row in table("grades") if set(row) != {"grade", "about", "name", "meaning"}]


def test_the_later_grade_holds_and_the_earlier_one_stays_on_record():
    grades = [("grade", {"target": "Gazette", "about": "source", "grade": g, "why": g.lower()}) for g in "BD"]
    told = register(*grades)
    assert [one.reliability for one in told.grades_of("source", "gazette")] == ["B", "D"]
    assert str(told.grading(claim("K1"))) == "D6"
    assert told.grades_of("source", "Gazette")[0].as_json() == {
        "of": "Gazette", "about": "source", "grade": "B", "entry": 1, "user": "ana", "date": "2026-01-01", "why": "b",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        ([("claim", "K1", "3")], "F3"),
        ([("claim", "K1", "B3")], "B3"),
        ([("claim", "K2", "3")], "F6"),
        ([("source", "the ministry", "A")], "A6"),
        ([("source", "the ministry", "A"), ("source", "Gazette", "E")], "E6"),
        ([("source", "the ministry", "A"), ("source", "Gazette", "F")], "A6"),
        ([("source", "Gazette", "E"), ("claim", "K1", "A2")], "A2"),
        ([("source", "Gazette", "E"), ("claim", "K1", "2")], "E2"),
    ],
)
def test_a_claim_is_as_good_as_its_weakest_judged_source_unless_it_was_graded_itself(grades, expected):
    assert graded(*grades) == expected


def test_a_grade_given_under_another_name_is_the_source_s():
    told = register(("grade", {"target": "the minstry", "about": "source", "grade": "C", "why": "w"}), ALIAS)
    assert str(told.grading(next(told.applied([claim("K1", speaker="the minstry")])))) == "C6"


@pytest.mark.parametrize(
    ("text", "halves"),
    [("b", ("B", "")), ("3", ("", "3")), ("B3", ("B", "3")), ("b/3", ("B", "3")), (" B-3 ", ("B", "3"))],
)
def test_a_grade_is_read_as_people_write_it(text, halves):
    assert read_grade(text) == halves


@given(st.text(max_size=4))
def test_what_is_no_grade_is_not_read_as_one(text):
    halves = read_grade(text)
    assert halves is None or (halves[0] in (*"ABCDEF", "") and halves[1] in (*"123456", "") and any(halves))


def test_every_grade_has_words_of_its_own():
    assert [row["grade"] for row in table("grades")] == [*"ABCDEF", *"123456"]
    assert spelled("B3") == "B usually reliable, 3 possibly so"


# --- relations ------------------------------------------------------------------------------------------------------


def relations(*statements: Statement, conflicts: tuple[Conflict, ...] = ()) -> list[tuple[str, str, str]]:
    return [(one.claim_id, one.relation, one.other) for one in proposed(statements, conflicts)]


def test_the_same_figure_printed_later_elsewhere_repeats_the_first():
    first, later = claim("K1"), claim("K2", outlet="Courier", published="2026-05-09")
    assert relations(later, first) == [("K2", "repeats", "K1")]
    assert proposed([first, later])[0].as_json()["computed"] is True


def test_the_same_figure_in_another_unit_is_the_same_figure():
    later = claim("K2", value="5", unit="km2", outlet="Courier", published="2026-05-09")
    assert relations(claim("K1"), later) == [("K2", "repeats", "K1")]


def test_the_same_figure_by_another_speaker_supports_it():
    assert relations(claim("K1"), claim("K2", speaker="the mayor")) == [("K2", "supports", "K1")]


def test_another_figure_of_the_same_speaker_for_the_same_day_corrects_the_earlier():
    later = claim("K2", value="700", published="2026-06-01")
    assert relations(claim("K1"), later) == [("K2", "corrects", "K1")]
    assert relations(claim("K1"), claim("K2", value="700")) == []  # on one day neither is the later word
    assert relations(claim("K1"), claim("K2", value="700", published="2026-06-01", as_of="2026-05-31")) == []


def test_an_outlet_that_calls_itself_a_rewrite_is_taken_at_its_word():
    later = claim("K2", outlet="Echo (rewrite of Gazette)", published="2026-05-09")
    (one,) = proposed([claim("K1"), later])
    assert (one.claim_id, one.relation, one.other, one.source) == ("K2", "rewrites", "K1", "Gazette")
    (alone,) = proposed([claim("K3", outlet="Echo (rewrite)")])
    assert (alone.other, alone.source) == ("", "")
    assert rewritten_from("Echo (translated from Gazette)") == "Gazette"
    assert rewritten_from("The Daily Rewriter") is None


def test_every_clash_contradicts_and_what_is_only_explained_does_not():
    clash = Conflict("two_values", "error", ("K1", "K2", "K3"), (), "They differ.")
    explained = Conflict("rounding", "info", ("K1", "K2"), (), "They agree.")
    found = relations(conflicts=(clash, explained))
    assert found == [("K2", "contradicts", "K1"), ("K3", "contradicts", "K1")]


def test_opinions_and_plans_are_never_compared():
    assert relations(claim("K1"), claim("K2", outlet="Courier", published="2026-05-09", modality="opinion")) == []


STATEMENTS = st.builds(
    lambda value, day, published, speaker, outlet: (value, day, published, speaker, outlet),
    st.sampled_from(["500", "510", "700"]),
    st.sampled_from(["", "2026-05-01", "2026-05"]),
    st.sampled_from(["", "2026-05-02", "2026-05-09"]),
    st.sampled_from(["", "the ministry", "the mayor"]),
    st.sampled_from(["Gazette", "Courier", "Echo (rewrite of Gazette)"]),
)


@given(st.lists(STATEMENTS, max_size=12), st.randoms(use_true_random=False))
def test_relations_do_not_depend_on_the_order_and_are_few(drawn, random):
    fields = ("value", "as_of", "published", "speaker", "outlet")
    every = [claim(f"K{at:02d}", **dict(zip(fields, one, strict=True))) for at, one in enumerate(drawn)]
    shuffled = list(every)
    random.shuffle(shuffled)
    found = proposed(every)
    assert found == proposed(shuffled)
    by_id = {one.claim_id: one for one in every}
    for one in found:
        assert one.other != one.claim_id
        assert sum(other.claim_id == one.claim_id for other in found) <= 3
        if one.relation in ("repeats", "supports"):
            assert by_id[one.claim_id].value == by_id[one.other].value
        if one.relation == "corrects":
            assert by_id[one.claim_id].published.first > by_id[one.other].published.last


def test_a_relation_is_told_from_both_ends():
    one = Relation("K2", "repeats", "K1", "w")
    assert (one.as_json()["relation"], one.seen_from_other()["relation"]) == ("repeats", "repeated by")
    assert (one.as_json()["claim_id"], one.seen_from_other()["claim_id"]) == ("K1", "K2")
    assert len(inverses()) == len(table("relations")) == 5


# --- rules ----------------------------------------------------------------------------------------------------------

GOOD = {
    "source": {"name": "N", "source_kind": "named"},
    "alias": ALIAS[1],
    "identity": SAME[1],
    "report": {"sha256": "0" * 64},
    "grade": {"target": "K1", "about": "claim", "grade": "3", "why": "w"},
    "relation": {"claim_id": "K1", "relation": "repeats", "other_claim": "K2", "why": "w"},
    "citation": {"claim_id": "K1", "of_entry": 3, "role": "negative", "why": "w"},
    "remark": {"claim_id": "K1", "note": "n"},
}


@pytest.mark.parametrize("kind", REGISTER_KINDS)
def test_every_entry_of_the_register_can_stand_and_cannot_without_any_field_it_needs(kind):
    assert fault_of(kind, GOOD[kind]) == ""
    for name in GOOD[kind]:
        assert "says nothing in " + name in fault_of(kind, GOOD[kind] | {name: " "})
    assert kind in KINDS


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("source", {"source_kind": "person"}),
        ("alias", {"name": "The  Ministry"}),
        ("identity", {"taken_as": "The Regiment"}),
        ("report", {"sha256": "0" * 63}),
        ("grade", {"about": "source"}),
        ("grade", {"grade": "B"}),
        ("grade", {"grade": "G7"}),
        ("grade", {"about": "outlet"}),
        ("relation", {"relation": "likes"}),
        ("relation", {"other_claim": "K1"}),
        ("citation", {"role": "sure"}),
        ("citation", {"of_entry": "three"}),
    ],
)
def test_what_makes_no_sense_cannot_stand(kind, change):
    assert fault_of(kind, GOOD[kind] | change)
    told = register((kind, GOOD[kind] | change))
    assert not any((told.sources, told.aliases, told.identities, told.grades, told.relations, told.citations))


def test_the_register_keeps_every_kind_of_entry():
    told = register(*((kind, GOOD[kind]) for kind in REGISTER_KINDS))
    lists = ("sources", "aliases", "identities", "reports", "grades", "relations", "citations", "remarks")
    assert [len(getattr(told, name)) for name in lists] == [1] * 8
    assert [getattr(told, name)[0].stated.entry for name in lists] == list(range(1, 9))
    assert Decimal(told.citations[0].of_entry) == 3
