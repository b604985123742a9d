"""The vault's file: its owner's alone from the first moment, and what is erased is gone from every byte of it."""

from __future__ import annotations

import os
import sqlite3
import stat

import pytest

from tilth.desk.ports import Person, SourceRow
from tilth.desk.refusal import Refusal
from tilth.store.vault import FileVault, vault_path

SECRET_NAME = "Zvjezdana Quellenfels"


@pytest.fixture
def vault(tmp_path):
    made = FileVault(vault_path(tmp_path / "p.gpkg"))
    yield made
    made.close()


def refused(vault: FileVault) -> str:
    vault.close()
    with pytest.raises(Refusal) as no:
        vault.held()
    return f"{no.value.number} {no.value}"


def bytes_beside(vault: FileVault) -> bytes:
    """Everything in the files of the vault: the file itself, its journal, its log."""
    return b"".join(path.read_bytes() for path in vault.path.parent.glob(f"{vault.path.name}*"))


def test_the_vault_stands_beside_the_programme_also_when_that_is_reached_by_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "p.gpkg").touch()
    (tmp_path / "link.gpkg").symlink_to(tmp_path / "real" / "p.gpkg")
    assert vault_path(tmp_path / "link.gpkg") == (tmp_path / "real" / "p.gpkg.vault").resolve()


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_the_file_is_its_owners_alone_whatever_the_mask(vault, mask):
    before = os.umask(mask)
    try:
        vault.keep([Person("P-1", {"name": SECRET_NAME})])
    finally:
        os.umask(before)
    assert stat.S_IMODE(vault.path.stat().st_mode) == 0o600


def test_nothing_is_written_before_the_file_is_private(vault, monkeypatch):
    seen = []
    connect = sqlite3.connect

    def watched(*args, **kwargs):
        seen.append((stat.S_IMODE(vault.path.stat().st_mode), vault.path.stat().st_size))
        return connect(*args, **kwargs)

    monkeypatch.setattr(sqlite3, "connect", watched)
    vault.keep([Person("P-1", {"name": SECRET_NAME})])
    assert seen == [(0o600, 0)]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622, 0o666])
def test_a_file_that_others_can_reach_is_refused(vault, mode):
    vault.keep([Person("P-1", {})])
    vault.path.chmod(mode)
    said = refused(vault)
    assert said.startswith("403.8")
    assert "chmod 600" in said


def test_a_link_is_refused_soft_or_hard_or_leading_nowhere(vault, tmp_path):
    vault.keep([Person("P-1", {})])
    os.link(vault.path, tmp_path / "second name")
    assert "is a link" in refused(vault)
    (tmp_path / "second name").unlink()
    vault.path.rename(tmp_path / "elsewhere")
    vault.path.symlink_to(tmp_path / "elsewhere")
    assert "is a link" in refused(vault)
    (tmp_path / "elsewhere").unlink()
    assert "is a link" in refused(vault)
    with pytest.raises(Refusal):
        vault.keep([Person("P-2", {})])
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_of_somebody_else_is_refused(vault, monkeypatch):
    vault.keep([Person("P-1", {})])
    monkeypatch.setattr(os, "getuid", lambda: vault.path.stat().st_uid + 1)
    assert "belongs to another account" in refused(vault)


def test_a_folder_and_a_file_of_another_kind_are_refused(vault, tmp_path):
    vault.path.mkdir()
    assert refused(vault).startswith("403.8")
    vault.path.rmdir()
    for content in (b"name,address\n", b"SQLite format 3\0" + bytes(100)):
        vault.path.write_bytes(content)
        vault.path.chmod(0o600)
        assert refused(vault).startswith("415.6")
    vault.path.unlink()
    with sqlite3.connect(vault.path) as other:
        other.execute("CREATE TABLE t (a)")
    other.close()
    vault.path.chmod(0o600)
    assert refused(vault).startswith("415.6")


def test_an_empty_file_left_by_a_crash_becomes_the_vault(vault):
    os.close(os.open(vault.path, os.O_CREAT, 0o600))
    assert vault.held() == []
    vault.keep([Person("P-1", {"name": "Ana"})])
    assert vault.fields("P-1") == {"name": "Ana"}


def test_a_locked_vault_is_refused_and_served_later(vault, monkeypatch):
    vault.keep([Person("P-1", {})])
    vault.close()
    monkeypatch.setattr("tilth.store.vault.LOCK_WAIT_S", 0.05)
    other = sqlite3.connect(vault.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert refused(vault).startswith("423.1")
    other.execute("ROLLBACK")
    other.close()
    assert vault.held() == ["P-1"]


def test_two_who_begin_a_vault_at_once_do_not_mix_their_secrets(vault):
    vault.keyed(b"a digest made with a secret of my own")
    FileVault(vault.path).keep([Person("P-1", {})])
    with pytest.raises(Refusal) as no:
        vault.keep([Person("P-2", {})])
    assert no.value.number == "423.1"
    assert vault.held() == ["P-1"]


@pytest.mark.parametrize("others", [0, 1, 500])
def test_not_a_byte_of_an_erased_person_is_left(vault, others):
    vault.keep([Person(f"P-{number}", {"name": f"Other {number}"}) for number in range(others)])
    vault.keep([Person("P-erased", {"name": SECRET_NAME, "note": "long " * 3000 + "Unverwechselbar"})])
    assert SECRET_NAME.encode() in bytes_beside(vault)
    assert vault.erase("P-erased")
    left = bytes_beside(vault)
    assert SECRET_NAME.encode() not in left
    assert b"Unverwechselbar" not in left
    assert b"P-erased" not in left
    assert len(vault.held()) == others
    assert [path.name for path in vault.path.parent.iterdir()] == [vault.path.name]


def test_what_is_replaced_leaves_no_byte_either(vault):
    vault.keep([Person("P-1", {"name": SECRET_NAME}), Person("P-2", {"name": "Ana"})])
    vault.keep([Person("P-1", {"name": "Bea"})])
    assert SECRET_NAME.encode() not in bytes_beside(vault)


def test_a_vault_that_was_put_into_wal_mode_is_taken_out_of_it(vault):
    vault.keep([Person("P-1", {"name": SECRET_NAME})])
    vault.close()
    with sqlite3.connect(vault.path) as other:
        other.execute("PRAGMA journal_mode = WAL")
    other.close()
    assert vault.erase("P-1")
    assert SECRET_NAME.encode() not in bytes_beside(vault)
    assert [path.name for path in vault.path.parent.iterdir()] == [vault.path.name]


def test_a_copy_is_whole_and_private(vault, tmp_path):
    vault.keep([Person("P-1", {"name": "Ana"})], [SourceRow(b"c", b"p", 1, "P-1")])
    vault.copy_to(tmp_path / "copy.vault")
    copied = FileVault(tmp_path / "copy.vault")
    assert copied.fields("P-1") == {"name": "Ana"}
    assert copied.rows(b"c") == vault.rows(b"c")
    assert copied.keyed(b"text") == vault.keyed(b"text")
    assert stat.S_IMODE(copied.path.stat().st_mode) == 0o600
    with pytest.raises(Refusal):
        vault.copy_to(tmp_path / "copy.vault")
    assert copied.held() == ["P-1"]
    copied.close()
