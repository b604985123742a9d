"""Erasing: what is held of a person is removed from the vault; the journal keeps the key and that it was erased."""

from __future__ import annotations

from datetime import datetime

from tilth.desk.booking import Booked, write
from tilth.desk.draft import Draft
from tilth.desk.people import erasures, named, recorded_on
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.units.dates import parse_when


def erase(programme: Programme, key: str, *, why: str, author: str, now: datetime) -> Booked:
    """Erase a person. No other entry changes, so every total stays. Raises Refusal for a key that is not there.

    An erased person who came back with an older copy of the vault can be erased again. `held` in the entry says
    whether anything was removed.
    """
    vault = programme.vault
    with programme.writing() as writer:
        held = vault is not None and vault.fields(key) is not None
        before = erasures(writer).get(key)
        if not held and before is not None:
            raise Refusal("410.1", key=key, entry=before, day=recorded_on(writer, before))
        if not held and key not in named(writer):
            raise Refusal("404.4", what="person", name=key, hint="List the keys with: tilth people FILE")
        body = {"person": key, "held": held} | ({"why": why} if why else {})
        draft = Draft("erasure", author, parse_when(now.date().isoformat()), body=body)
        booked = write(programme, [draft], author=author, now=now, writer=writer)[0]
        if vault is not None:
            vault.erase(key)  # last: if it fails nothing is booked, and if the booking is lost it is done again
    return booked
