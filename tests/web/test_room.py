"""The room: one head for all figures of a reading, each answer worked out once, and the newest for who has written."""

from __future__ import annotations

import shutil
import threading
from datetime import UTC, datetime

import pytest

from tilth.desk.booking import write
from tilth.desk.draft import Draft
from tilth.desk.refusal import Refusal
from tilth.store.geopackage import open_file
from tilth.web import room as rooms
from tilth.web.memory import HEADS, Memory
from tilth.web.room import NEWEST, Room, least_head


@pytest.fixture
def room(own_file):
    opened = Room(own_file)
    yield opened
    opened.close()


LATE = 8  # readers that come while others are in


def _book(room, count=1):
    with room.write() as programme:
        drafts = [Draft("remark", "somebody", body={"claim_id": "C1", "note": str(at)}) for at in range(count)]
        write(programme, drafts, author="somebody", now=datetime.now(UTC))


def test_a_reading_stays_at_its_head_whatever_is_written_meanwhile(room):
    with room.read() as reading:
        before = reading.head
        thread = threading.Thread(target=_book, args=(room,))
        thread.start()
        thread.join()
        assert reading.programme.store.head() == before
        assert room.head().entries == before.entries + 1
    with room.read() as reading:
        assert reading.head.entries == before.entries + 1


def test_a_reading_inside_a_reading_is_the_same(room):
    with room.read() as outer, room.read() as inner:
        assert inner is outer


def test_what_was_worked_out_for_a_head_is_worked_out_once(room):
    asked = []

    def read():
        with room.read() as reading:
            reading.once("it", lambda programme: asked.append(programme))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == 1
    _book(room)
    read()
    assert len(asked) == 2


def test_what_fails_is_asked_again():
    memory = Memory()
    with pytest.raises(ZeroDivisionError):
        memory.of(b"h", "key", lambda: 1 // 0)
    assert memory.of(b"h", "key", lambda: 7) == 7


def test_only_the_last_heads_are_kept():
    memory = Memory()
    for head in range(HEADS + 1):
        memory.of(bytes([head]), "key", lambda head=head: head)
    assert memory.of(bytes([0]), "key", lambda: "anew") == "anew"


def _heads_seen_in_a_crowd(room, *, least=0):
    """The heads that readers get who come after something was written, while many are in."""
    seen, inside, written = [], threading.Barrier(rooms.READERS), threading.Event()

    def wait():
        with room.read():
            inside.wait(10)
            written.wait(10)

    def late():
        least_head.set(least)
        with room.read() as reading:
            seen.append(reading.head.entries)

    crowd = [threading.Thread(target=wait) for _ in range(rooms.READERS)]
    for thread in crowd:
        thread.start()
    while room._inside < rooms.READERS:
        pass
    _book(room)
    last = [threading.Thread(target=late) for _ in range(LATE)]
    for thread in last:
        thread.start()
    while room._inside < rooms.READERS + LATE:
        pass
    written.set()
    for thread in [*crowd, *last]:
        thread.join()
    return seen


def test_a_crowd_may_see_the_head_before_for_a_moment(room, monkeypatch):
    monkeypatch.setattr(rooms, "HOLD_S", 60)
    first = room.head().entries
    assert min(_heads_seen_in_a_crowd(room)) == first


def test_who_must_see_the_newest_does_in_a_crowd_too(room, monkeypatch):
    monkeypatch.setattr(rooms, "HOLD_S", 60)
    first = room.head().entries
    assert _heads_seen_in_a_crowd(room, least=NEWEST) == [first + 1] * LATE


def test_the_moment_is_short(room, monkeypatch):
    monkeypatch.setattr(rooms, "HOLD_S", 0)
    first = room.head().entries
    assert _heads_seen_in_a_crowd(room) == [first + 1] * LATE


def test_another_file_in_the_place_of_ours_is_opened_anew(room, province_file, tmp_path):
    _book(room, 3)
    entries = room.head().entries
    other = shutil.copy(province_file, tmp_path / "other.gpkg")
    with open_file(room.path) as mine:
        del mine
    for suffix in ("-wal", "-shm"):
        room.path.with_name(room.path.name + suffix).unlink(missing_ok=True)
    shutil.move(other, room.path)
    with room.read() as reading:
        assert reading.head.entries == entries - 3
    _book(room)
    assert room.head().entries == entries - 2


def test_a_room_over_no_programme_is_refused(tmp_path):
    with pytest.raises(Refusal, match="does not exist"):
        Room(tmp_path / "nothing.gpkg")
