"""One contract for every vault: what `tilth.desk.ports.Vault` promises, memory and file must keep alike."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tilth.desk.ports import Person, SourceRow, Vault
from tilth.store.memory_vault import MemoryVault
from tilth.store.vault import FileVault
from tilth.units.person_key import is_key, keys_in


@pytest.fixture(params=["memory", "file"])
def vault(request, tmp_path):
    made: Vault = MemoryVault() if request.param == "memory" else FileVault(tmp_path / "p.gpkg.vault")
    yield made
    made.close()


def test_a_vault_comes_into_being_with_its_first_person(vault):
    assert not vault.exists()
    assert vault.held() == []
    assert vault.fields("P-1") is None
    assert vault.rows(b"content") == []
    assert not vault.erase("P-1")
    assert not vault.exists()
    vault.keep([Person("P-1", {"name": "Ana"})])
    assert vault.exists()


def test_what_is_kept_is_what_was_said_and_can_be_replaced(vault):
    vault.keep([Person("P-2", {"name": "Ömer", "n": 3, "nothing": None}), Person("P-1", {"name": "Ana"})])
    assert vault.held() == ["P-1", "P-2"]
    assert vault.fields("P-2") == {"name": "Ömer", "n": 3, "nothing": None}
    vault.keep([Person("P-2", {"name": "Omer"})])
    assert vault.fields("P-2") == {"name": "Omer"}


def test_an_erased_person_is_gone_and_the_others_stay(vault):
    vault.keep([Person("P-1", {"name": "Ana"}), Person("P-2", {"name": "Bea"})])
    assert vault.erase("P-1")
    assert vault.fields("P-1") is None
    assert vault.held() == ["P-2"]
    assert not vault.erase("P-1")


def test_rows_are_known_again_by_content_and_ordinal(vault):
    rows = [SourceRow(b"c", b"p1", 1, "P-1"), SourceRow(b"c", b"p2", 2, ""), SourceRow(b"d", b"p1", 1, "P-3")]
    vault.keep([], rows)
    assert sorted(vault.rows(b"c"), key=lambda row: row.ordinal) == rows[:2]
    assert vault.rows(b"other") == []


def test_the_secret_stays_the_same_and_no_two_vaults_share_one(vault, tmp_path):
    before = vault.keyed(b"text")
    vault.keep([Person("P-1", {})])
    assert vault.keyed(b"text") == before
    assert vault.keyed(b"other") != before
    assert MemoryVault().keyed(b"text") != before
    assert FileVault(tmp_path / "another.vault").keyed(b"text") != before


def test_keys_are_random_and_are_found_in_a_text(vault):
    keys = {vault.new_key() for _ in range(200)}
    assert len(keys) == 200
    assert all(map(is_key, keys))
    one, other = sorted(keys)[:2]
    assert keys_in(f'{{"person":"{one}","also":["{other}"]}}') == [one, other]
    assert keys_in(f"x{one} {other}0 P-12") == []


_people = st.dictionaries(
    st.from_regex(r"P-[0-9a-f]{20}", fullmatch=True),
    st.dictionaries(st.text(max_size=5), st.text(max_size=9)),
    max_size=5,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=_people, more=_people)
def test_whatever_is_said_of_people_file_and_memory_answer_alike(tmp_path_factory, people, more):
    memory, file = MemoryVault(), FileVault(tmp_path_factory.mktemp("vault") / "p.vault")
    for told in (people, more):
        for vault in (memory, file):
            vault.keep([Person(key, fields) for key, fields in told.items()])
    for key in list(people)[:2]:
        assert memory.erase(key) == file.erase(key)
    assert memory.held() == file.held()
    assert [memory.fields(key) for key in people | more] == [file.fields(key) for key in people | more]
    file.close()
