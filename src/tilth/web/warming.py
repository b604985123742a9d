"""What is slow when it is first asked for is done once beforehand, beside those who ask, after the room is open.

It is one thread: whoever asks meanwhile takes turns with it, and who asks for the same waits for it and no longer.
The simulation is left to the first who asks for it: compiling it would hold up all others for seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from starlette.applications import Starlette

from tilth.desk.refusal import Refusal
from tilth.web.features import landscape_of
from tilth.web.layers import LAYERS
from tilth.web.room import Room

FIRST_S = 0.5  # the first to ask are answered first
LONGEST_S = 2.0  # a room that closes waits so long for it


@contextmanager
def warming(app: Starlette) -> Iterator[None]:
    """Warm the room of an app as long as the context lasts, or until all is warm."""
    ended = Event()
    thread = Thread(target=_warm, args=(app.state.room, ended), name="warming", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(LONGEST_S)


def _warm(room: Room, ended: Event) -> None:
    for step in (_landscape, _account):
        if ended.wait(FIRST_S):
            return
        try:
            step(room)
        except Refusal:  # whoever asks is told why
            continue


def _landscape(room: Room) -> None:
    """The rows of all layers: about 40 µs for each polygon."""
    with room.read() as reading:
        for layer in LAYERS:
            landscape_of(room).layer(layer.name, reading)


def _account(room: Room) -> None:
    """The books, and what the overview and most pages show."""
    from tilth.desk.accounting import Question
    from tilth.web.pages.asking import account_of, quality_of, tasks_of
    from tilth.web.pages.claims import conflicts_of
    from tilth.web.pages.missions import units_of

    with room.read() as reading:
        account_of(reading, Question())
        for part in (tasks_of, quality_of, conflicts_of, units_of):
            part(reading)
