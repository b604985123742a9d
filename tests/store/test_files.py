"""What can be wrong with a file is told in one sentence with a number, and the file is left as it was."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from diary import Diary

from tilth.desk.booking import write
from tilth.desk.draft import Draft
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.journal.entry import FORMAT
from tilth.store import geopackage
from tilth.store.files import refuse_network_drive
from tilth.store.geopackage import create, open_file


@pytest.fixture
def path(tmp_path) -> Path:
    """A programme with one hazard, closed."""
    made = tmp_path / "p.gpkg"
    with create(made) as store:
        Diary(store).write("2024-05-02 H1 suspected square(0,0,100)")
    return made


def refused(action) -> str:
    with pytest.raises(Refusal) as found:
        action()
    assert "\n" not in str(found.value)
    return found.value.number


def test_a_missing_file_is_named(tmp_path):
    assert refused(lambda: open_file(tmp_path / "nowhere.gpkg")) == "404.1"
    assert not (tmp_path / "nowhere.gpkg").exists()


def test_a_folder_is_no_programme(tmp_path):
    assert refused(lambda: open_file(tmp_path)) == "404.1"


@pytest.mark.parametrize(
    "content", [b"", b"SQLite", b"PK\x03\x04" + bytes(200), "région;площадь\n".encode() * 40, bytes(4096)]
)
def test_a_file_of_another_kind_is_refused(tmp_path, content):
    path = tmp_path / "p.gpkg"
    path.write_bytes(content)
    assert refused(lambda: open_file(path)) == "415.2"
    assert path.read_bytes() == content


@pytest.mark.parametrize("left", [120, 3000, 40_000])
def test_a_file_that_was_cut_short_is_refused(path, left):
    path.write_bytes(path.read_bytes()[:left])
    assert refused(lambda: Programme(open_file(path)).books()) in ("415.2", "415.3", "415.4")


def test_a_geopackage_of_somebody_else_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "other.gpkg"
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array([shapely.box(0, 0, 1, 1)])),
        [np.array([1])],
        ["n"],
        geometry_type="Polygon",
        crs="EPSG:4326",
    )
    before = path.read_bytes()
    assert refused(lambda: open_file(path)) == "415.4"
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["other.gpkg"]


def test_a_newer_journal_is_refused_with_its_format(path):
    tamper(path, f"UPDATE tilth_journal SET format = {FORMAT + 1}")
    assert refused(lambda: open_file(path)) == "426.1"


def test_nothing_is_overwritten(path):
    before = path.read_bytes()
    assert refused(lambda: create(path)) == "409.1"
    with open_file(path) as store:
        assert refused(lambda: store.copy_to(path)) == "409.1"
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there_cannot_hold_a_programme(tmp_path):
    assert refused(lambda: create(tmp_path / "no" / "p.gpkg")) == "403.1"


def test_a_file_that_cannot_be_finished_is_not_left_half_made(tmp_path, monkeypatch):
    def fail(connection) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(geopackage.layers, "create", fail)
    assert refused(lambda: create(tmp_path / "p.gpkg")) == "507.1"
    assert list(tmp_path.iterdir()) == []


def test_a_locked_file_is_refused_and_works_again_when_it_is_free(path, monkeypatch):
    monkeypatch.setattr(geopackage, "LOCK_WAIT_S", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_file(path) as store:
        field = Diary(store)
        assert field.land() == {"suspected": 10000}
        assert refused(lambda: field.write("2024-05-03 H2 suspected square(500,0,10)")) == "423.1"
        other.execute("ROLLBACK")
        other.close()
        field.write("2024-05-03 H2 suspected square(500,0,10)")
        assert field.land() == {"suspected": 10100}


def test_a_full_disk_loses_nothing_and_books_nothing(path):
    with open_file(path) as store:
        field = Diary(store)
        pages = store._db.execute("PRAGMA page_count").fetchone()[0]
        store._db.execute(f"PRAGMA max_page_count = {pages}")
        head = store.head()
        big = [Draft("suspected", "A", body={"words": "x" * 300_000})]
        assert refused(lambda: write(field.programme, big, author="owner", now=field.now)) == "507.1"
        assert store.head() == head
        assert field.land() == {"suspected": 10000}
        store._db.execute(f"PRAGMA max_page_count = {pages + 10_000}")
        write(field.programme, big, author="owner", now=field.now)
        assert store.head().entries == 2


def test_a_file_that_may_not_be_written_is_read_and_not_written(path):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    store = geopackage.GeoPackage(path, connection)
    field = Diary(store)
    assert field.land() == {"suspected": 10000}
    assert refused(lambda: field.write("2024-05-03 H2 suspected square(500,0,10)")) == "403.1"
    store.close()


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
nas:/data /mnt/nas nfs4 rw 0 0
//srv/share /mnt/my\\040share cifs rw 0 0
/dev/sdb1 /mnt/nas/local ext4 rw 0 0
host: /mnt/ssh fuse.sshfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("where", "kind"),
    [("nas/p.gpkg", "nfs4"), ("nas/deep/er/p.gpkg", "nfs4"), ("my share/p.gpkg", "cifs"), ("ssh/p.gpkg", "fuse.sshfs")],
)
def test_a_network_drive_is_refused_by_name(where, kind):
    with pytest.raises(Refusal, match=kind) as found:
        refuse_network_drive(Path("/mnt") / where, MOUNTS)
    assert found.value.number == "409.2"


@pytest.mark.parametrize("where", ["nas/local/p.gpkg", "p.gpkg", "nas2/p.gpkg"])
def test_a_local_drive_is_not(where):
    refuse_network_drive(Path("/mnt") / where, MOUNTS)
    refuse_network_drive(Path("/mnt") / where, "")


def test_a_programme_on_a_network_drive_is_neither_made_nor_opened(path, monkeypatch):
    monkeypatch.setattr(geopackage, "_mounts", lambda: f"nas:/ {path.parent.resolve()} nfs rw 0 0\n")
    assert refused(lambda: open_file(path)) == "409.2"
    assert refused(lambda: create(path.with_name("new.gpkg"))) == "409.2"
    assert not path.with_name("new.gpkg").exists()


def test_a_copy_is_one_complete_file(path, tmp_path):
    out = tmp_path / "copy.gpkg"
    with open_file(path) as store:
        field = Diary(store)
        field.write("2024-05-03 R1 cleared square(0,0,10)")
        store.copy_to(out)
        head, land = store.head(), field.land()
    alone = tmp_path / "elsewhere.gpkg"
    shutil.copy(out, alone)
    with open_file(alone) as store:
        assert store.head() == head
        assert Diary(store).land() == land


def test_entries_cannot_be_changed_or_removed_by_any_program(path):
    connection = sqlite3.connect(path)
    for statement in ("UPDATE tilth_journal SET said_by = 'B'", "DELETE FROM tilth_journal"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            connection.execute(statement)
    connection.close()


def tamper(path: Path, *statements: str) -> None:
    """What somebody with a database tool could do."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("DROP TRIGGER IF EXISTS tilth_never_changed")
    connection.execute("DROP TRIGGER IF EXISTS tilth_never_removed")
    for statement in statements:
        connection.execute(statement)
    connection.close()
