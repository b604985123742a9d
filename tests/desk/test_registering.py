"""Registering: every word on sources and claims is an entry of its own, checked, attributed, and undone by a second."""

from __future__ import annotations

from datetime import timedelta

import pytest
from diary import Diary, log

from tilth.desk.accounting import statements
from tilth.desk.checking import rebuild, verify
from tilth.desk.cited import cited
from tilth.desk.importing import import_sheets
from tilth.desk.knowing import known_statements
from tilth.desk.mending import amend, approve, withdraw
from tilth.desk.refusal import Refusal
from tilth.desk.register import register_of
from tilth.desk.registering import Clerk, add_alias, add_report, add_source, cite, grade, relate, same
from tilth.desk.sheet import Sheet
from tilth.desk.sources_view import source, sources
from tilth.journal.entry import REGISTER_KINDS
from tilth.store.geopackage import create
from tilth.store.memory import Memory

CLAIMS = {
    "claim_id": ["K1", "K2", "K3"],
    "metric": ["area_cleared"] * 3,
    "value": ["500", "500", "700"],
    "unit": ["ha"] * 3,
    "as_of": ["2024-05-01", "2024-05-01", "2024-05-01"],
    "published": ["2024-05-02", "2024-05-09", None],
    "subject": ["the regiment", "5th Regiment", "the regiment"],
    "speaker": ["the minstry", "the ministry", "the mayor"],
    "outlet": ["Gazette", "Courier", "Gazette"],
}


@pytest.fixture(params=["memory", "geopackage"])
def field(request, tmp_path):
    """1 a hazard, 2 its release, 3 an import, 4 to 6 three claims, all in January 2025."""
    store = Memory() if request.param == "memory" else create(tmp_path / "p.gpkg")
    written = Diary(store)
    written.write("2024-05-02 H1 suspected square(0,0,100)", "2024-06-02 R1 cleared square(0,0,50) of H1")
    told(written, CLAIMS, "statements")
    yield written
    store.close()


def told(field: Diary, columns: dict, kind: str | None):
    sheet = Sheet("t.csv", "", None, 1, dict(columns), None, None)
    report = import_sheets(field.programme, [sheet], kind=kind, said_by="press", author="ana", now=field.now)
    field.now += timedelta(days=1)
    assert report.read == report.booked + report.set_aside
    return report


def clerk(field: Diary, author: str = "ana") -> Clerk:
    field.now += timedelta(days=1)
    return Clerk(author, field.now)


def refusal(action) -> str:
    with pytest.raises(Refusal) as refused:
        action()
    return refused.value.number


def speakers(field: Diary) -> list[str]:
    return [one.speaker for one in statements(field.programme)]


def groups(field: Diary) -> list[str]:
    return [one.group for one in statements(field.programme)]


# --- names ----------------------------------------------------------------------------------------------------------


def test_an_alias_is_an_entry_and_withdrawing_it_takes_the_names_apart(field):
    booked = add_alias(field.programme, "the ministry", "the minstry", why="a misprint", clerk=clerk(field))
    assert speakers(field) == ["the ministry", "the ministry", "the mayor"]
    entry = log(field.store)[-1]
    assert (entry["kind"], entry["said_by"], entry["author"], entry["happened_on"]) == (
        "alias",
        "ana",
        "ana",
        "2025-01-05",
    )
    withdraw(field.programme, booked.number, why="two bodies", author="ben", now=field.now)
    assert speakers(field) == ["the minstry", "the ministry", "the mayor"]
    assert verify(field.programme)["ok"]


def test_each_other_name_of_an_added_source_can_be_withdrawn_by_itself(field):
    one, first, second = add_source(
        field.programme, "the ministry", kind="organisation", aliases=["the minstry", "MoW"], clerk=clerk(field)
    )
    withdraw(field.programme, first.number, why="no", author="ana", now=field.now)
    found = source(field.programme, "mow")
    assert (found["name"], found["kind"], found["entry"]) == ("the ministry", "organisation", one.number)
    assert [alias["name"] for alias in found["aliases"]] == ["MoW"]
    assert second.draft.body["of_source"] == "the ministry"


def test_adding_a_source_again_amends_the_earlier_word(field):
    first = add_source(field.programme, "Gazette", kind="anonymous", aliases=[], clerk=clerk(field))[0]
    again = add_source(field.programme, "gazette", kind="organisation", aliases=[], clerk=clerk(field))[0]
    assert again.draft.amends == first.number
    assert source(field.programme, "Gazette")["kind"] == "organisation"


def test_names_in_a_circle_are_refused(field):
    add_alias(field.programme, "B", "A", why="w", clerk=clerk(field))
    assert refusal(lambda: add_alias(field.programme, "A", "B", why="w", clerk=clerk(field))) == "409.9"
    same(field.programme, "the regiment", "5th Regiment", why="w", clerk=clerk(field))
    circle = lambda: same(field.programme, "5th Regiment", "the regiment", why="w", clerk=clerk(field))  # noqa: E731
    assert refusal(circle) == "409.9"


def test_an_identity_holds_for_every_reader_until_it_is_withdrawn(field):
    booked = same(field.programme, "The Regiment", "5th Regiment", why="the text says so", clerk=clerk(field))
    assert groups(field) == ["5th Regiment"] * 3
    assert [one.group for one in known_statements(field.programme, None).statements] == ["5th Regiment"] * 3
    withdraw(field.programme, booked.number, why="it does not", author="ana", now=field.now)
    assert groups(field) == ["the regiment", "5th Regiment", "the regiment"]


def test_a_subject_nobody_named_cannot_be_taken_as_another(field):
    assert refusal(lambda: same(field.programme, "the brigade", "5th Regiment", why="w", clerk=clerk(field))) == "404.4"


# --- grades, relations, reports -------------------------------------------------------------------------------------


def test_a_grade_needs_a_reason_and_something_to_grade(field):
    refused = {
        ("Gazette", "B", " "): "422.2",
        ("Gazette", "B3", "w"): "422.2",
        ("Gazette", "Z", "w"): "422.2",
        ("K1", "B", "w"): "422.2",
        ("Gazete", "B", "w"): "404.4",
    }
    for (target, text, why), number in refused.items():
        assert (
            refusal(lambda t=target, g=text, w=why: grade(field.programme, t, g, why=w, clerk=clerk(field))) == number
        )
    assert log(field.store)[-1]["kind"] == "statement"


def test_grades_have_a_user_a_reason_and_a_date_and_the_later_one_holds(field):
    grade(field.programme, "gazette", "b", why="right twice", clerk=clerk(field))
    grade(field.programme, "Gazette", "C", why="late twice", clerk=clerk(field, "ben"))
    found = source(field.programme, "Gazette")
    assert found["reliability"] == "C"
    assert [(one["grade"], one["user"], one["why"], one["date"]) for one in found["grades"]] == [
        ("B", "ana", "right twice", "2025-01-05"),
        ("C", "ben", "late twice", "2025-01-06"),
    ]


def test_what_was_thought_of_a_source_then_is_asked_like_everything_else(field):
    booked = grade(field.programme, "Gazette", "B", why="right twice", clerk=clerk(field))
    assert str(register_of(field.programme, booked.number)[0].grading(statements(field.programme)[0])) == "B6"
    assert str(register_of(field.programme, booked.number - 1)[0].grading(statements(field.programme)[0])) == "F6"


def test_an_amended_grade_must_still_be_one(field):
    booked = grade(field.programme, "K1", "3", why="w", clerk=clerk(field))
    change = lambda text: amend(field.programme, booked.number, {"grade": text}, why="w", author="ana", now=field.now)  # noqa: E731
    assert refusal(lambda: change("9")) == "422.2"
    change("B2")
    assert str(register_of(field.programme)[0].grading(statements(field.programme)[0])) == "B2"


def test_the_author_of_a_grade_cannot_approve_it(field):
    booked = grade(field.programme, "K1", "3", why="w", clerk=clerk(field))
    assert refusal(lambda: approve(field.programme, booked.number, author="ana", now=field.now)) == "403.2"
    assert approve(field.programme, booked.number, author="ben", now=field.now).draft.kind == "approval"


def test_relations_are_between_claims_on_record(field):
    booked = relate(field.programme, "K3", "contradicts", "K1", why="the figures differ", clerk=clerk(field))
    assert booked.draft.body["other_claim"] == "K1"
    for claim, relation, other, number in (("K9", "repeats", "K1", "404.4"), ("K1", "likes", "K3", "422.2")):
        act = lambda c=claim, r=relation, o=other: relate(field.programme, c, r, o, why="w", clerk=clerk(field))  # noqa: E731
        assert refusal(act) == number


def test_a_document_is_kept_once_and_a_later_word_on_it_amends(field):
    fields = {"sha256": "ab" * 32, "title": "News", "outlet": "Gazette", "published": "2024-05"}
    first = add_report(field.programme, fields, clerk=clerk(field))
    again = add_report(field.programme, fields | {"title": "Good news", "url": ""}, clerk=clerk(field))
    assert again.draft.amends == first.number
    (report,) = sources(field.programme)["reports"]
    assert (report["title"], report["published"]) == ("Good news", "2024-05")
    assert refusal(lambda: add_report(field.programme, fields | {"published": "soon"}, clerk=clerk(field))) == "422.1"
    assert refusal(lambda: add_report(field.programme, {"sha256": "ab"}, clerk=clerk(field))) == "422.2"


# --- evidence -------------------------------------------------------------------------------------------------------


def test_hazards_and_releases_cite_evidence_or_are_found_without(field):
    cite(field.programme, 1, claim="K1", role="indirect", why="a former position", clerk=clerk(field))
    hazard, release = cited(field.programme)
    assert [(one["claim_id"], one["as"], one["why"]) for one in hazard["evidence"]] == [
        ("K1", "indirect", "a former position")
    ]
    assert "findings" not in hazard
    assert [one["kind"] for one in release["findings"]] == ["no_evidence_cited"]


def test_an_amended_hazard_keeps_its_evidence_and_a_withdrawn_claim_is_no_evidence(field):
    cite(field.programme, 1, claim="K1", role="negative", why="ploughed for years", clerk=clerk(field))
    amended = amend(field.programme, 1, {"district": "D1"}, why="w", author="ana", now=field.now)
    found = {one["entry"]: one for one in cited(field.programme)}
    assert found.keys() == {amended.number, 2}
    assert len(found[amended.number]["evidence"]) == 1
    withdraw(field.programme, 4, why="never said", author="ana", now=field.now)
    found = {one["entry"]: one for one in cited(field.programme)}
    assert [one["kind"] for one in found[amended.number]["findings"]] == ["cites_withdrawn"]


@pytest.mark.parametrize(
    ("entry", "claim", "role", "number"),
    [
        (4, "K1", "direct", "409.8"),
        (99, "K1", "direct", "404.3"),
        (1, "K9", "direct", "404.4"),
        (1, "K1", "sure", "422.2"),
    ],
)
def test_evidence_is_a_claim_on_record_for_land_that_is_on_record(field, entry, claim, role, number):
    assert refusal(lambda: cite(field.programme, entry, claim=claim, role=role, why="w", clerk=clerk(field))) == number


def test_an_entry_that_was_replaced_cites_nothing_new(field):
    amend(field.programme, 1, {"district": "D1"}, why="w", author="ana", now=field.now)
    assert refusal(lambda: cite(field.programme, 1, claim="K1", role="direct", why="w", clerk=clerk(field))) == "409.3"


# --- remarks, and what cannot be booked -----------------------------------------------------------------------------


def test_a_remark_never_amends_the_claim_it_is_on(field):
    before = statements(field.programme)
    remarks = {"claim_id": ["K1", "K1", "K9"], "kind": ["rounding", "outlier", "rounding"], "note": ["a", "b", "c"]}
    report = told(field, remarks, "remarks")
    assert (report.booked, [one.kind for one in report.findings]) == (3, ["claim_not_here"])
    assert statements(field.programme) == before
    kept = register_of(field.programme)[0].remarks
    assert [(one.claim_id, one.kind, one.note) for one in kept] == [
        ("K1", "rounding", "a"), ("K1", "outlier", "b"), ("K9", "rounding", "c"),
    ]  # fmt: skip
    assert told(field, remarks, "remarks").booked == 0


def test_a_row_of_the_register_that_cannot_stand_is_set_aside_and_told(field):
    rows = {"claim_id": ["K1", None], "note": [None, "n"]}
    report = told(field, rows, "remarks")
    assert (report.booked, report.set_aside) == (0, 2)
    assert [one.kind for one in report.findings] == ["cannot_stand", "cannot_stand"]


def test_a_row_that_states_nothing_is_set_aside_and_the_others_are_booked(field):
    report = told(
        field, {"claim_id": ["K7", "K8"], "metric": [None, "area_cleared"], "speaker": ["a", "b"]}, "statements"
    )
    assert (report.booked, report.set_aside) == (1, 1)
    assert "not_a_statement" in [one.kind for one in report.findings]
    kept = log(field.store)[-2]["body"]["findings"]
    assert "not_a_statement" in [one["kind"] for one in kept]


# --- as known then --------------------------------------------------------------------------------------------------


def test_known_then_is_what_the_journal_held(field):
    added = {name: [values[0]] for name, values in CLAIMS.items()} | {"claim_id": ["K4"]}
    last = field.now
    told(field, added, "statements")
    known = known_statements(field.programme, (last - timedelta(days=1)).date().isoformat())
    assert ([one.claim_id for one in known.statements], known.note) == (["K1", "K2", "K3"], "")
    assert len(known_statements(field.programme, last.date().isoformat()).statements) == 4


def test_before_the_first_entry_it_is_what_had_been_published(field):
    known = known_statements(field.programme, "2024-05-05")
    assert [one.claim_id for one in known.statements] == ["K1"]
    assert "1 of 3 statements" in known.note
    assert "1 without a date of publication" in known.note
    assert known_statements(field.programme, "2024-05-09T18:00Z").note.startswith(
        "This programme has no entry of 2024-05-09"
    )
    assert known_statements(field.programme, "2024-05-01").statements == []
    assert refusal(lambda: known_statements(field.programme, "soon")) == "422.1"


def test_names_are_joined_in_what_had_been_published_too(field):
    same(field.programme, "the regiment", "5th Regiment", why="w", clerk=clerk(field))
    assert [one.group for one in known_statements(field.programme, "2024-12-31").statements] == ["5th Regiment"] * 2


# --- the chain ------------------------------------------------------------------------------------------------------


def test_every_kind_of_the_register_is_sealed_and_kept_by_a_rebuild(field):
    programme = field.programme
    add_source(programme, "Gazette", kind="organisation", aliases=["the Gazette"], clerk=clerk(field))
    add_report(programme, {"sha256": "ab" * 32}, clerk=clerk(field))
    grade(programme, "K1", "3", why="w", clerk=clerk(field))
    relate(programme, "K1", "supports", "K2", why="w", clerk=clerk(field))
    cite(programme, 1, claim="K1", role="direct", why="w", clerk=clerk(field))
    same(programme, "the regiment", "5th Regiment", why="w", clerk=clerk(field))
    told(field, {"claim_id": ["K1"], "note": ["n"]}, "remarks")
    assert {entry["kind"] for entry in log(field.store)} >= set(REGISTER_KINDS)
    before = sources(programme), list(cited(programme)), statements(programme), field.land()
    rebuild(programme)
    assert verify(programme, geometry=True)["ok"]
    assert (sources(programme), list(cited(programme)), statements(programme), field.land()) == before


def test_a_register_moves_no_land(field):
    before = field.land()
    cite(field.programme, 1, claim="K1", role="negative", why="ploughed for years", clerk=clerk(field))
    assert field.land() == before == {"suspected": 7500, "cleared": 2500}
