"""Personal data: the vault holds it under a random key, and nothing in the journal tells who a person is."""

from __future__ import annotations

import csv
import itertools
import json
import random
from pathlib import Path

import numpy as np
import pytest
from diary import Diary, import_into, kinds, log, shape, sheet
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.desk.accounting import Question, answer
from tilth.desk.checking import verify
from tilth.desk.erasing import erase
from tilth.desk.importing import import_sheets
from tilth.desk.mending import amend
from tilth.desk.outside import book_outside_edits
from tilth.desk.people import people
from tilth.desk.refusal import Refusal
from tilth.desk.sheet import Sheet
from tilth.desk.vaulting import keep_person
from tilth.exchange.read import read_sheets
from tilth.land.victims import counts, victims
from tilth.store.geopackage import create
from tilth.store.memory import Memory
from tilth.store.memory_vault import MemoryVault
from tilth.store.vault import FileVault, vault_path
from tilth.terms.finding import finding

FIRST = ("Juana", "Pedrolino", "Luzmila", "Ignacia", "Rosalbina", "Efraín", "Ximenita", "Wilberto")
LAST = ("Quintanaverde", "Zuluagón", "Altamirazul", "Peñablanca", "Yarumalito", "Bocanegrina")


def in_memory() -> Diary:
    field = Diary(Memory())
    field.programme.vault = MemoryVault()
    return field


@pytest.fixture(params=["memory", "files"])
def field(request, tmp_path):
    if request.param == "memory":
        yield in_memory()
        return
    made = Diary(create(tmp_path / "p.gpkg"))
    made.programme.vault = FileVault(vault_path(tmp_path / "p.gpkg"))
    yield made
    made.programme.vault.close()
    made.store.close()


def table(count: int = 1, *, source: str = "victims.csv", points: bool = False, **columns: list) -> Sheet:
    shapes = np.array([shape(f"point({at},0)") if points else None for at in range(count)], dtype=object)
    return Sheet(source, f"digest of {source}", None, 1, columns, shapes, "EPSG:6933")


def two_persons(**more: list) -> Sheet:
    return table(2, name=["Ana Horvatić", "Bea Kovačec"], sex=["female", "female"], outcome=["killed"] * 2, **more)


def bodies(field: Diary) -> list[dict]:
    return [entry["body"] for entry in log(field.store) if entry["kind"] in ("victim", "accident")]


def held(field: Diary) -> list[dict]:
    return [field.programme.vault.fields(key) for key in field.programme.vault.held()]


def said(entries: list[dict]) -> str:
    return repr(entries)


# --- a victim table -------------------------------------------------------------------------------------------------


@pytest.fixture
def with_names(shared_data, tmp_path) -> tuple[Path, list[str]]:
    """The dirty table of invented victims, with invented names, papers, ages and remarks added."""
    with (shared_data / "dirty" / "victims_dirty.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    chance = random.Random(20)
    names, papers = [], itertools.count(10_000_019, 7919)
    for number, row in enumerate(rows):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {chance.choice(LAST)}"
        remark = f"El señor {name.split()[1]} fue llevado al hospital" if number % 7 == 0 else ""
        names.append(name)
        row += [name, str(next(papers)), str(chance.randint(1, 80)), remark]
    path = tmp_path / "victims_with_names.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([[*heading, "Nombres y apellidos", "Cédula", "Edad", "Observaciones"], *rows])
    return path, names


@pytest.mark.parametrize("kind", ["victims", "accidents"])
def test_no_name_of_a_victim_table_gets_into_the_programme_file(with_names, tmp_path, kind):
    path, names = with_names
    store, vault = create(tmp_path / "p.gpkg"), FileVault(vault_path(tmp_path / "p.gpkg"))
    field = Diary(store)
    field.programme.vault = vault
    report = import_sheets(field.programme, read_sheets(path), kind=kind, said_by="A", author="owner", now=field.now)
    assert (report.read, report.booked, report.set_aside) == (300, 300, 0)
    assert len(vault.held()) == 300

    written = b"".join(one.read_bytes() for one in tmp_path.glob("p.gpkg*") if not one.name.endswith(".vault"))
    papers = [str(vault.fields(key)["Cédula"]) for key in vault.held()]
    words = {word for name in names for word in name.split()} | set(names) | set(papers)
    assert {word for word in words if word.encode() in vault.path.read_bytes()} >= set(papers)
    for word in words:
        forms = {word, word.upper(), word.lower(), json.dumps(word)[1:-1]}
        assert not [form for form in forms if form.encode() in written or form.encode("utf-16-le") in written]

    kept, head = vault.path.read_bytes(), store.head()
    again = import_sheets(field.programme, read_sheets(path), kind=kind, said_by="A", author="owner", now=field.now)
    assert (again.booked, again.set_aside) == (0, 300)
    assert (vault.path.read_bytes(), store.head()) == (kept, head)
    vault.close()
    store.close()


def test_victims_are_counted_whatever_the_columns_are_called(shared_data):
    field = in_memory()
    path = shared_data / "dirty" / "victims_dirty.csv"
    report = import_sheets(field.programme, read_sheets(path), kind="victims", said_by="A", author="o", now=field.now)
    assert (report.booked, kinds(report).count("swapped_columns")) == (300, 3)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    counted = victims(one.entry for one in field.store.read())
    by_hand = {"Hombre": "male", "Mujer": "female"}
    for code, m in (("male", "Hombre"), ("female", "Mujer")):
        assert counts(counted, by=["sex"])[code,] == sum(row["estado"].strip() == m for row in rows)
    assert sum(counts(counted, by=["sex"]).values()) == 300 == len(counted)
    expected = sum(row["estado"].strip() in by_hand and row["genero"].strip() == "Muerto" for row in rows)
    killed = counts(counted, by=["outcome", "sex"])
    assert killed["killed", "male"] + killed["killed", "female"] == expected
    children = sum(row["rangoedad"].strip().casefold().startswith("menor") for row in rows)
    assert counts(counted, by=["age_group"])["child",] == children
    assert counts(counted, by=["year"])["2012",] == sum(row["ano"].replace(",", "") == "2012" for row in rows)


# --- what the journal says ------------------------------------------------------------------------------------------


def test_a_person_goes_into_the_vault_and_the_entry_names_the_key(field):
    report = import_into(field, two_persons(activity=["farming", "walking"]), kind="victims")
    assert kinds(report).count("personal_column") == 1
    assert "kept in the vault" in next(one.sentence for one in report.findings if one.kind == "personal_column")
    keys = [body["person"] for body in bodies(field)]
    assert sorted(keys) == field.programme.vault.held()
    assert [field.programme.vault.fields(key)["name"] for key in keys] == ["Ana Horvatić", "Bea Kovačec"]
    assert "name" not in bodies(field)[0]
    assert "Horvati" not in said(log(field.store))
    assert verify(field.programme)["findings"] == []


def test_without_a_vault_personal_data_is_let_go_and_the_rows_are_booked():
    field = Diary(Memory())
    report = import_into(field, two_persons(), kind="victims")
    assert report.booked == 2
    assert "not kept" in next(one.sentence for one in report.findings if one.kind == "personal_column")
    assert all("person" not in body for body in bodies(field))
    assert import_into(field, two_persons(), kind="victims").booked == 0


def test_a_dry_run_begins_no_vault(field):
    report = import_into(field, two_persons(), kind="victims", dry_run=True)
    assert report.booked == 2
    assert not field.programme.vault.exists()


def test_only_a_table_with_persons_begins_a_vault(field):
    import_into(field, sheet("2024-05-02 H1 suspected square(0,0,100)"))
    assert not field.programme.vault.exists()


@pytest.mark.parametrize(
    ("stated", "group"),
    [
        ({"age": [17]}, "child"),
        ({"Age": ["18"]}, "adult"),
        ({"edad": ["43.0"]}, "adult"),
        ({"age": ["5-10"]}, "child"),
        ({"age": ["60+"]}, "adult"),
        ({"age": ["from 10 to 15 years"]}, "child"),
        ({"age": ["< 18"]}, "child"),
        ({"age_group": ["Minor"]}, "child"),
        ({"age": ["10-20"]}, None),
        ({"birth_date": ["2006-06-02"]}, "child"),
        ({"birth_date": ["2006-06-01"]}, "adult"),
        ({"Date of birth": ["2006"]}, None),
        ({"Year of birth": [1980]}, "adult"),
    ],
)
def test_an_age_becomes_an_age_group_and_the_exact_age_stays_in_the_vault(stated, group):
    field = in_memory()
    import_into(field, table(1, date=["2024-06-01"], sex=["m"], **stated), kind="victims")
    body = bodies(field)[0]
    assert body.get("age_group") == group or (group is None and body.get("age_group") not in ("child", "adult"))
    ((name, (value,)),) = stated.items()
    if str(value).replace(".", "").replace("-", "").isdigit() and value not in ("5-10", "10-20"):
        assert str(value) not in [str(one) for one in body.values()]
        assert held(field) == [{name: value}]


@pytest.mark.parametrize(
    "name",
    [
        *("Name", "Victim's name", "Name of the victim", "VICTIM NAME", "Full name", "name_2", "Nombre", "Apellidos"),
        *("Nombre de la víctima", "Nom et prénom", "Nome da vítima", "Имя", "ФИО пострадавшего", "ПІБ постраждалого"),
        *("Patient name", "Name (victim)", "Person", "Informant", "Father", "Tel.", "Mobile No.", "victim_dob"),
        *("DNI", "Tazkira no", "Home address", "Domicilio", "name_as_read", "Casualty"),
    ],
)
def test_headings_about_persons_are_known_in_many_words(name):
    field = in_memory()
    import_into(field, table(1, **{name: ["Q-secret-Q"]}, note=["x"]), kind="accidents")
    assert "Q-secret-Q" not in said(log(field.store))
    assert held(field) == [{name: "Q-secret-Q"}]


@pytest.mark.parametrize("name", ["village_name", "Nombre municipio", "name of hazard", "device name", "team", "adm1"])
def test_headings_about_places_and_things_are_not_about_persons(name):
    field = in_memory()
    report = import_into(field, table(1, **{name: ["Dolna Reka"]}, note=["x"]), kind="accidents")
    assert "personal_column" not in kinds(report)
    assert said(bodies(field)).count("Dolna Reka") == 1


def test_a_column_of_names_is_known_under_any_heading():
    field = in_memory()
    report = import_into(
        field,
        table(3, who=["Maria Lopez", "Ahmed Karimi", "Ivan Petrov"], town=["San Juan", "Santa Ana", "Villa Maria"]),
        kind="victims",
    )
    assert [found.field for found in report.findings if found.kind == "personal_column"] == ["who"]
    assert [body["town"] for body in bodies(field)] == ["San Juan", "Santa Ana", "Villa Maria"]


def test_a_remark_that_names_the_person_goes_where_the_name_goes():
    field = in_memory()
    notes = ["HORVATIĆ was brought to the hospital", "she was collecting wood"]
    report = import_into(field, two_persons(note=notes, place=["house of Ana Horvatic", "field"]), kind="victims")
    found = [(one.row, one.field) for one in report.findings if one.kind == "person_in_text"]
    assert found == [(1, "note"), (1, "place")]
    assert "orvati" not in said(log(field.store)).casefold()
    assert [body.get("note") for body in bodies(field)] == [None, "she was collecting wood"]
    assert held(field)[0].keys() | held(field)[1].keys() == {"name", "note", "place"}


def test_a_row_with_shifted_cells_is_set_aside(field):
    shifted = two_persons(extra_1=[None, "Kovačec Senior"], town=["Town", "Bea"])
    report = import_into(field, shifted, kind="victims")
    assert [one.row for one in report.findings if one.kind == "shifted_row"] == [2]
    assert (report.booked, report.set_aside, len(bodies(field))) == (1, 1, 1)
    assert "Senior" not in said(log(field.store))


def test_a_finding_of_the_reader_does_not_quote_a_person():
    field = in_memory()
    given = table(1, **{"Document No": [2**60], "note": ["x"]})
    given.findings.append(finding("precision_lost", value=2**60, row=1, field="Document No"))
    report = import_into(field, given, kind="victims")
    assert "precision_lost" in kinds(report)
    assert str(2**60) not in said(log(field.store)) + repr(report.findings)


def test_the_digest_of_a_file_of_names_is_not_kept_plainly(field):
    import_into(field, two_persons(), kind="victims")
    heading = log(field.store)[0]["body"]
    assert "sha256" not in heading
    assert heading["sha256_keyed"] == field.programme.vault.keyed(b"digest of victims.csv").hex()
    import_into(field, table(1, source="other.csv", note=["x"]), kind="victims")
    other = next(entry["body"] for entry in log(field.store)[1:] if entry["kind"] == "import")
    assert other["sha256"] == "digest of other.csv"


def test_nothing_in_the_journal_depends_on_a_name():
    """Whoever knows the whole row but the name cannot test a guessed name: entries are the same for every name."""

    def journal(name: str) -> list[dict]:
        field = in_memory()
        import_into(field, table(1, name=[name], sex=["male"], note=["x"]), kind="victims")
        for entry in (entries := log(field.store)):
            entry["body"].pop("person", None)
            entry["body"].pop("sha256_keyed", None)
        return entries

    assert journal("Ana Horvatić") == journal("Bea Kovačec")


# --- importing again ------------------------------------------------------------------------------------------------


def test_the_same_table_again_books_nothing_and_adds_nobody(field):
    import_into(field, two_persons(), kind="victims")
    before = (field.store.head(), held(field))
    report = import_into(field, two_persons(), kind="victims")
    assert (report.booked, kinds(report).count("booked_before")) == (0, 2)
    assert (field.store.head(), held(field)) == before


def test_another_person_of_an_equal_row_is_another_victim(field):
    one = table(1, name=["Ana"], sex=["female"])
    other = table(2, name=["Bea", "Ana"], sex=["female"] * 2, source="more.csv")
    import_into(field, one, kind="victims")
    report = import_into(field, other, kind="victims")
    assert (report.booked, [found.row for found in report.findings if found.kind == "booked_before"]) == (1, [2])
    assert sorted(person["name"] for person in held(field)) == ["Ana", "Bea"]


def test_two_equal_rows_about_equally_named_persons_are_two_victims(field):
    twice = table(2, name=["Ana", "Ana"], sex=["female"] * 2)
    assert import_into(field, twice, kind="victims").booked == 2
    assert len(field.programme.vault.held()) == 2
    assert import_into(field, twice, kind="victims").booked == 0


def test_the_order_of_rows_does_not_exchange_persons(field):
    import_into(field, two_persons(), kind="victims")
    turned = table(2, name=["Bea Kovačec", "Ana Horvatić"], sex=["female"] * 2, outcome=["killed"] * 2)
    assert import_into(field, turned, kind="victims").booked == 0
    assert len(held(field)) == 2


def test_an_amended_row_keeps_the_key_of_its_person(field):
    import_into(field, table(1, id=["V1"], name=["Ana Horvatić"], outcome=["injured"]), kind="victims")
    report = import_into(field, table(1, id=["V1"], name=["Ana Horvat"], outcome=["killed"]), kind="victims")
    assert kinds(report).count("amended") == 1
    first, second = bodies(field)
    assert first["person"] == second["person"]
    assert held(field) == [{"name": "Ana Horvat"}]
    counted = victims(one.entry for one in field.store.read())
    assert counts(counted, by=["outcome"]) == {("killed",): 1}


def test_an_amended_row_without_the_persons_columns_still_names_the_person(field):
    import_into(field, table(1, id=["V1"], name=["Ana"], outcome=["injured"]), kind="victims")
    import_into(field, table(1, id=["V1"], outcome=["killed"]), kind="victims")
    first, second = bodies(field)
    assert first["person"] == second["person"]
    assert held(field) == [{"name": "Ana"}]


def test_an_import_cut_off_after_the_vault_was_written_is_taken_up_under_the_same_keys(tmp_path, monkeypatch):
    field = Diary(create(tmp_path / "p.gpkg"))
    field.programme.vault = vault = FileVault(vault_path(tmp_path / "p.gpkg"))
    keep = FileVault.keep

    def then_the_power_fails(self, people, rows=()):
        keep(self, people, rows)
        raise OSError("power")

    monkeypatch.setattr(FileVault, "keep", then_the_power_fails)
    with pytest.raises(OSError, match="power"):
        import_into(field, two_persons(), kind="victims")
    monkeypatch.undo()
    kept = vault.held()
    assert (len(kept), field.store.head().entries) == (2, 0)
    assert [one["kind"] for one in verify(field.programme)["findings"]] == ["person_unnamed"]
    assert import_into(field, two_persons(), kind="victims").booked == 2
    assert vault.held() == kept == sorted(body["person"] for body in bodies(field))
    vault.close()
    field.store.close()


def test_an_export_comes_back_with_keys_and_without_persons(field):
    import_into(field, two_persons(), kind="victims")
    keys = [body["person"] for body in bodies(field)]
    there = in_memory()
    own = table(
        2, entry=[2, 3], kind=["victim"] * 2, said_by=["A"] * 2, recorded_at=["x"] * 2, amends=[None] * 2, person=keys
    )
    report = import_into(there, own)
    assert (report.booked, "personal_column" in kinds(report)) == (2, False)
    assert [body["person"] for body in bodies(there)] == keys
    assert not there.programme.vault.exists()


def test_a_name_written_into_an_export_does_not_come_back_into_the_journal():
    field = in_memory()
    own = table(
        2,
        entry=[2, 3],
        kind=["victim", "source"],
        said_by=["A"] * 2,
        recorded_at=["x"] * 2,
        amends=[None] * 2,
        name=["Ana Horvatić", "A newspaper"],
        source_kind=[None, "organisation"],
    )
    import_into(field, own)
    assert held(field) == [{"name": "Ana Horvatić"}]
    assert "Horvati" not in said(log(field.store))
    assert "A newspaper" in said(log(field.store))


# --- erasing --------------------------------------------------------------------------------------------------------


def erased(field: Diary, key: str, why: str = "asked to"):
    field.now = field.now.replace(microsecond=field.now.microsecond + 1)
    return erase(field.programme, key, why=why, author="keeper", now=field.now)


def test_erasing_removes_the_person_and_books_who_did_it_and_why(field):
    import_into(field, two_persons(), kind="victims")
    key, other = (body["person"] for body in bodies(field))
    booked = erased(field, key)
    entry = log(field.store)[-1]
    assert (entry["number"], entry["kind"], entry["author"]) == (booked.number, "erasure", "keeper")
    assert entry["body"] == {"person": key, "held": True, "why": "asked to"}
    assert field.programme.vault.held() == [other]
    assert verify(field.programme)["ok"]
    assert verify(field.programme)["findings"] == []


def test_erasing_twice_or_an_unknown_key_is_refused(field):
    import_into(field, two_persons(), kind="victims")
    key = bodies(field)[0]["person"]
    erased(field, key)
    head = field.store.head()
    for wrong, number in ((key, "410.1"), ("P-" + "0" * 20, "404.4"), ("Ana Horvatić", "404.4"), ("", "404.4")):
        with pytest.raises(Refusal) as no:
            erased(field, wrong)
        assert no.value.number == number
    assert field.store.head() == head


def test_an_erased_person_does_not_come_back_with_the_same_table(field):
    import_into(field, two_persons(), kind="victims")
    key = bodies(field)[0]["person"]
    erased(field, key)
    assert import_into(field, two_persons(), kind="victims").booked == 0
    assert key not in field.programme.vault.held()


def test_an_erased_person_does_not_come_back_with_an_amendment(field):
    import_into(field, table(1, id=["V1"], name=["Ana"], outcome=["injured"]), kind="victims")
    erased(field, bodies(field)[0]["person"])
    report = import_into(field, table(1, id=["V1"], name=["Ana"], outcome=["killed"]), kind="victims")
    assert (report.booked, kinds(report).count("person_not_held")) == (1, 1)
    assert held(field) == []
    assert verify(field.programme)["findings"] == []


def test_a_person_restored_from_an_old_copy_is_noticed_and_can_be_erased_again(field):
    import_into(field, two_persons(), kind="victims")
    key = bodies(field)[0]["person"]
    before = {one: field.programme.vault.fields(one) for one in field.programme.vault.held()}
    erased(field, key)
    field.programme.vault.keep(before.items())
    assert [one["kind"] for one in verify(field.programme)["findings"]] == ["erased_but_held"]
    erased(field, key)
    assert verify(field.programme)["findings"] == []


def test_if_the_vault_fails_nothing_is_booked(tmp_path, monkeypatch):
    field = Diary(create(tmp_path / "p.gpkg"))
    field.programme.vault = FileVault(vault_path(tmp_path / "p.gpkg"))
    import_into(field, two_persons(), kind="victims")
    key, head = bodies(field)[0]["person"], field.store.head()

    def fails(self, key):
        raise Refusal("507.1", path=self.path)

    monkeypatch.setattr(FileVault, "erase", fails)
    with pytest.raises(Refusal):
        erased(field, key)
    assert field.store.head() == head
    field.store.close()


@settings(max_examples=25)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["Ana", "Bea", "Cid", None]), st.sampled_from(["m", "f"]), st.booleans()),
        min_size=1,
        max_size=8,
    ),
    chosen=st.lists(st.integers(0, 7), max_size=4),
)
def test_erasing_leaves_every_total_and_the_chain_as_they_were(rows, chosen):
    field = in_memory()
    import_into(field, sheet("2024-05-02 H1 suspected square(0,0,100)", "2024-06-01 R1 cleared square(0,0,50) of H1"))
    names, sexes, points = zip(*rows, strict=True)
    outcome = ["killed" if at % 2 else "injured" for at in range(len(rows))]
    victims_table = table(len(rows), points=True, name=list(names), sex=list(sexes), outcome=outcome)
    victims_table.geometry[[not point for point in points]] = None
    import_into(field, victims_table, kind="victims")

    def totals():
        told = answer(field.programme, Question(None, None, None, None), today=field.now.date())
        counted = counts(victims(one.entry for one in field.store.read()))
        return {name: value for name, value in told.items() if name not in ("entries", "head")}, counted

    before, entries = totals(), log(field.store)
    for at in chosen:
        if keys := field.programme.vault.held():
            erased(field, keys[at % len(keys)])
    assert totals() == before
    assert log(field.store)[: len(entries)] == entries
    assert verify(field.programme)["ok"]
    assert verify(field.programme)["findings"] == []


# --- a vault that is not there --------------------------------------------------------------------------------------


def without_its_vault(field: Diary) -> Diary:
    """As after copying the programme alone to another computer."""
    there = Diary(Memory(field.store.read()), now=field.now)
    there.programme.vault = MemoryVault()
    return there


def test_without_its_vault_everything_else_works_and_what_is_missing_is_told(field):
    import_into(field, two_persons(), kind="victims")
    there = without_its_vault(field)
    found = verify(there.programme)
    assert found["ok"]
    assert [one["kind"] for one in found["findings"]] == ["vault_missing"]
    assert "2 persons" in found["findings"][0]["sentence"]
    assert import_into(there, two_persons(), kind="victims").booked == 0
    new = table(2, name=["Cid", "Dan"], sex=["male"] * 2, source="new.csv")
    report = import_into(there, new, kind="victims")
    assert (report.booked, kinds(report).count("vault_missing")) == (2, 1)
    assert not there.programme.vault.exists()
    assert import_into(there, new, kind="victims").booked == 0
    with pytest.raises(Refusal) as no:
        keep_person(there.programme, there.programme.vault, {"name": "Eva"})
    assert no.value.number == "424.1"


def test_after_the_loss_of_everybody_was_booked_a_new_vault_begins(field):
    import_into(field, two_persons(), kind="victims")
    there = without_its_vault(field)
    for body in bodies(there):
        erased(there, body["person"], why="lost with a computer")
    assert log(there.store)[-1]["body"]["held"] is False
    report = import_into(there, table(3, name=["Ana Horvatić", "Cid", "Dan"], sex=["female"] * 3), kind="victims")
    assert (report.booked, len(there.programme.vault.held())) == (3, 3)


def test_a_person_missing_from_the_vault_is_told_by_key(field):
    import_into(field, two_persons(), kind="victims")
    key = bodies(field)[0]["person"]
    field.programme.vault.erase(key)
    (found,) = verify(field.programme)["findings"]
    assert (found["kind"], key in found["sentence"]) == ("person_missing", True)
    erased(field, key)
    assert verify(field.programme)["findings"] == []


def test_a_vault_that_cannot_be_opened_does_not_stop_verify(tmp_path):
    field = Diary(create(tmp_path / "p.gpkg"))
    field.programme.vault = FileVault(vault_path(tmp_path / "p.gpkg"))
    import_into(field, two_persons(), kind="victims")
    field.programme.vault.path.chmod(0o644)
    found = verify(field.programme)
    assert found["ok"]
    assert [one["kind"] for one in found["findings"]] == ["vault_closed"]
    with pytest.raises(Refusal):
        import_into(field, table(1, name=["Cid"]), kind="victims")
    assert import_into(field, sheet("2024-05-02 H1 suspected square(0,0,100)")).booked == 1
    field.store.close()


# --- other ways in --------------------------------------------------------------------------------------------------


def test_a_person_is_kept_for_an_entry_that_will_name_the_key(field):
    key = keep_person(field.programme, field.programme.vault, {"name": "Ana", "phone": "1"})
    assert field.programme.vault.fields(key) == {"name": "Ana", "phone": "1"}
    (told,) = people(field.programme)
    assert told == {"key": key, "entries": [], "held": ["name", "phone"]}
    assert people(field.programme, key=key, show=True)[0]["fields"]["name"] == "Ana"
    with pytest.raises(Refusal):
        people(field.programme, key="P-nobody")


def test_amending_what_is_about_a_person_changes_the_vault_only(field):
    import_into(field, table(1, id=["V1"], name=["Ana"], phone=["1"], outcome=["injured"]), kind="victims")
    changes = {"name": "Ana Horvatić", "phone": "", "outcome": "killed", "age": "17"}
    amend(field.programme, 2, changes, why="a letter", author="owner", now=field.now)
    first, second = bodies(field)
    assert second["person"] == first["person"]
    assert (second["outcome"], second["age_group"]) == ("killed", "child")
    assert held(field) == [{"name": "Ana Horvatić", "age": "17"}]
    assert "Horvati" not in said(log(field.store))


def test_amending_an_entry_without_a_person_names_one(field):
    import_into(field, table(1, id=["V1"], outcome=["injured"]), kind="victims")
    amend(field.programme, 2, {"name": "Ana"}, why="a letter", author="owner", now=field.now)
    assert field.programme.vault.fields(bodies(field)[-1]["person"]) == {"name": "Ana"}


def test_amending_an_erased_person_is_refused(field):
    import_into(field, table(1, id=["V1"], name=["Ana"]), kind="victims")
    erased(field, bodies(field)[0]["person"])
    with pytest.raises(Refusal) as no:
        amend(field.programme, 2, {"name": "Ana"}, why="a letter", author="owner", now=field.now)
    assert no.value.number == "410.1"


def test_a_name_typed_into_a_layer_is_booked_into_the_vault(tmp_path, monkeypatch):
    field = Diary(create(tmp_path / "p.gpkg"))
    field.programme.vault = FileVault(vault_path(tmp_path / "p.gpkg"))
    import_into(field, table(1, points=True, id=["A1"], outcome=["killed"], name=["Ana"]), kind="accidents")
    (edit,) = [
        replace_edit(field, {"attributes": json.dumps(bodies(field)[0] | {"name": "Ana Horvatić", "note": "x"})}),
    ]
    monkeypatch.setattr(type(field.store), "outside_edits", lambda self: [edit])
    monkeypatch.setattr(type(field.store), "settle", lambda self, edits: None)
    book_outside_edits(field.programme, author="owner", said_by="A", now=field.now, outline=None)
    assert (bodies(field)[-1]["person"], bodies(field)[-1]["note"]) == (bodies(field)[0]["person"], "x")
    assert held(field) == [{"name": "Ana Horvatić"}]
    assert "Horvati" not in said(log(field.store))
    field.store.close()


def replace_edit(field: Diary, changed: dict):
    from tilth.desk.ports import OutsideEdit

    entry = log(field.store)[-1]
    row = {"id": entry["source_id"], "status": "accident", "happened_on": None, "said_by": "A"} | changed
    return OutsideEdit("accidents", entry["number"], "changed", entry["number"], row, entry["geometry"])


def test_victims_of_one_accident_are_told_apart_and_name_the_accident(tmp_path):
    field = in_memory()
    path = tmp_path / "v.csv"
    path.write_text(
        "Accident ID,Name,Sex,Outcome\nA1,Ana,F,killed\nA1,Bea,F,injured\nA2,Cid,M,injured\n", encoding="utf-8"
    )
    report = import_sheets(field.programme, read_sheets(path), kind="victims", said_by="A", author="o", now=field.now)
    assert (report.booked, "repeated_id" in kinds(report)) == (3, False)
    counted = victims(one.entry for one in field.store.read())
    assert [(one.accident, one.sex) for one in counted] == [("A1", "female"), ("A1", "female"), ("A2", "male")]
    with_ids = tmp_path / "w.csv"
    with_ids.write_text("victim_id,accident_id,name\nV1,A1,Ana\nV2,A1,Bea\n", encoding="utf-8")
    import_sheets(field.programme, read_sheets(with_ids), kind="victims", said_by="B", author="o", now=field.now)
    assert [entry["source_id"] for entry in log(field.store)[-2:]] == ["V1", "V2"]
    assert [body["accident_id"] for body in bodies(field)[-2:]] == ["A1", "A1"]
