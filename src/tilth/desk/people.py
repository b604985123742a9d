"""People: whom the journal names, by key, whom the vault holds, and what does not agree between the two."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tilth.desk.ports import JournalReader, Vault
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.journal.entry import KINDS
from tilth.terms.finding import Finding, finding
from tilth.units.person_key import keys_in

NAMING_KINDS = tuple(kind for kind in KINDS if kind not in ("import", "programme"))


def named(reader: JournalReader, *, erased: bool = True) -> Counter[str]:
    """Every key that the journal names, and in how many entries; on request without those that were erased."""
    counted: Counter[str] = Counter()
    for sealed in reader.read(kinds=NAMING_KINDS):
        if sealed.entry.kind != "erasure":
            counted.update(set(keys_in(sealed.entry.body)))
    for key in () if erased else erasures(reader):
        del counted[key]
    return counted


def erasures(reader: JournalReader) -> dict[str, int]:
    """The keys of erased persons, each with the entry that erased it last."""
    return {str(json.loads(one.entry.body)["person"]): one.entry.number for one in reader.read(kinds=("erasure",))}


def recorded_on(reader: JournalReader, number: int) -> str:
    """The ISO day on which an entry was recorded."""
    entry = reader.entry(number)
    return entry.recorded_at[:10] if entry else ""


def vault_findings(programme: Programme) -> list[Finding]:
    """Does the vault hold every person the journal names, and nobody else? Never quotes what is held."""
    vault, store = programme.vault, programme.store
    counted, gone = named(store), erasures(store)
    alive = counted.keys() - gone.keys()
    if vault is None:
        return []
    if not vault.exists():
        return [finding("vault_missing", count=len(alive), path=vault.name)] if alive else []
    try:
        held = set(vault.held())
    except Refusal as refusal:
        return [finding("vault_closed", reason=refusal)]
    found = [finding("person_missing", key=key, count=counted[key]) for key in sorted(alive - held)]
    found += [finding("erased_but_held", key=key, of=gone[key]) for key in sorted(gone.keys() & held)]
    unnamed = held - counted.keys() - gone.keys()
    return found + ([finding("person_unnamed", count=len(unnamed))] if unnamed else [])


def people(programme: Programme, *, key: str | None = None, show: bool = False) -> list[dict[str, Any]]:
    """Who is named or held, by key: in which entries, what kinds of data are held, and whether it was erased.

    With `show` the data itself. Raises Refusal for a `key` that nobody has.
    """
    entries = _entries(programme.store)
    gone = erasures(programme.store)
    vault = programme.vault
    keys = sorted(set(entries) | set(gone) | set(vault.held() if vault else ()))
    if key is not None and key not in keys:
        raise Refusal("404.4", what="person", name=key, hint="List the keys with: tilth people FILE")
    chosen = keys if key is None else [key]
    return [_told(one, entries.get(one, ()), vault, gone, show=show) for one in chosen]


def _told(
    key: str, entries: Sequence[int], vault: Vault | None, gone: Mapping[str, int], *, show: bool
) -> dict[str, Any]:
    held = vault.fields(key) if vault else None
    told: dict[str, Any] = {"key": key, "entries": list(entries), "held": sorted(held) if held is not None else None}
    if key in gone:
        told["erased_by"] = gone[key]
    if show and held is not None:
        told["fields"] = held
    return told


def _entries(reader: JournalReader) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for sealed in reader.read(kinds=NAMING_KINDS):
        for key in set(keys_in(sealed.entry.body)) if sealed.entry.kind != "erasure" else ():
            found.setdefault(key, []).append(sealed.entry.number)
    return found
