"""Vaulting: what is about a person goes into the vault under a random key, and the journal holds only the key."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from tilth.desk.draft import Draft, OfPerson
from tilth.desk.people import erasures, named, recorded_on
from tilth.desk.persons import age_group_of
from tilth.desk.ports import Person, SourceRow, Vault
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.standing import WORDED_KINDS
from tilth.terms.columns_personal import PERSON_RECORDS, is_exact_age, personal_topic
from tilth.terms.columns_words import topics
from tilth.terms.finding import Finding, finding
from tilth.units.person_key import is_key


def keep_person(programme: Programme, vault: Vault | None, fields: Mapping[str, Any]) -> str:
    """Keep what is known of a person and answer the key to name the person by in entries.

    Raises Refusal where there is no vault, or where the vault of this programme is not in its place.
    """
    usable = usable_vault(programme, vault)
    if usable is None:
        raise Refusal("424.1", what=", ".join(fields) or "This", vault=vault.name if vault else "the vault")
    key = usable.new_key()
    usable.keep([Person(key, dict(fields))])
    return key


def is_about_person(name: str, value: object, *, record: str) -> bool:
    """Whether a field of an entry of the kind `record` is for the vault. Entries made of words have no such field."""
    if record in ("statement", *WORDED_KINDS) or (name == "person" and is_key(value)):
        return False
    exact_age = record in PERSON_RECORDS and "age_group" in topics(name) and is_exact_age(value)
    return exact_age or bool(personal_topic(name, record=record))


def kept_apart(programme: Programme, draft: Draft, fields: Mapping[str, Any]) -> Person:
    """The person of a draft with `fields` added to what is held; an empty text takes a field away.

    The draft names the person by key. Raises Refusal where the vault or the person is not there, or was erased.
    """
    vault = usable_vault(programme, programme.vault)
    what, place = ", ".join(fields), programme.vault.name if programme.vault else "the vault"
    if vault is None:
        raise Refusal("424.1", what=what, vault=place)
    key = person_of(draft.body)
    held = {} if key is None else vault.fields(key)
    if key is not None and held is None:
        entry = erasures(programme.store).get(key)
        if entry is None:
            raise Refusal("424.1", what=what, vault=f"what {place} held of {key}")
        raise Refusal("410.1", key=key, entry=entry, day=recorded_on(programme.store, entry))
    draft.body["person"] = key or vault.new_key()
    if group := age_group_of(fields, draft.when):
        draft.body["age_group"] = group
    return Person(draft.body["person"], {name: text for name, text in {**(held or {}), **fields}.items() if text != ""})


def usable_vault(programme: Programme, vault: Vault | None) -> Vault | None:
    """The vault if it can be kept in. Beside a journal that names people a vault is not begun anew: it is missing."""
    if vault is None or vault.exists() or not named(programme.store, erased=False):
        return vault
    return None


class Keeper:
    """The way of one source's rows into the vault: which were there before, and under which key a person goes."""

    def __init__(self, programme: Programme) -> None:
        """A keeper for one source; the vault is not touched before there is a person."""
        self._programme = programme
        self._known: dict[bytes, list[SourceRow]] = {}
        self._repeats: Counter[bytes] = Counter()
        self.findings: list[Finding] = []

    @cached_property
    def vault(self) -> Vault | None:
        """The vault that people can be kept in, if there is one. A vault that is missing is a finding."""
        vault = self._programme.vault
        usable = usable_vault(self._programme, vault)
        if vault is not None and usable is None:
            count = len(named(self._programme.store, erased=False))
            self.findings.append(finding("vault_missing", count=count, path=vault.name))
        return usable

    def row_of(self, content: bytes, fields: dict[str, Any]) -> SourceRow | None:
        """Which row this is: one that was imported before, or the next of this content. None without a vault.

        The digest of a row in the journal is made from `content` and the ordinal, so nothing in it comes from the
        person. That the ordinal belongs to this person only the vault knows.
        """
        if self.vault is None:
            return None
        known = self._known.setdefault(content, self.vault.rows(content))
        stated = self.vault.keyed(content + json.dumps(fields, sort_keys=True).encode())
        self._repeats[stated] += 1
        person = self.vault.keyed(stated + self._repeats[stated].to_bytes(4, "big"))
        before = next((row for row in known if row.person == person), None)
        if before is not None:
            return before
        taken = {row.ordinal for row in known}
        ordinal = next(number for number in range(1, len(taken) + 2) if number not in taken)
        known.append(SourceRow(content, person, ordinal, self.vault.new_key() if fields else ""))
        return known[-1]

    def keyed_digest(self, sha256: str) -> str | None:
        """Instead of the digest of a file that names people: whoever knows all but a name could guess it from that."""
        return self.vault.keyed(sha256.encode()).hex() if self.vault is not None else None

    def take_findings(self) -> list[Finding]:
        """What was found about the vault since it was last asked."""
        found, self.findings = self.findings, []
        return found

    def keep(self, drafts: Iterable[Draft]) -> None:
        """Keep the people of drafts that are being booked."""
        about = [draft.person for draft in drafts if draft.person is not None]
        if about and self.vault is not None:
            people = [Person(one.row.key, one.fields) for one in about if one.fields]
            self.vault.keep(people, [one.row for one in about])

    def take_over(self, draft: Draft, earlier: str, *, layer: str | None) -> list[Finding]:
        """A row that amends an entry speaks of the person of that entry, and keeps that person's key.

        Of a person who was erased nothing is kept again.
        """
        draft.body["person"] = earlier
        if draft.person is None or not draft.person.row.key or self.vault is None:
            return []
        held = self.vault.fields(earlier)
        fields = {} if held is None else held | draft.person.fields
        draft.person = OfPerson(fields, draft.person.row._replace(key=earlier))
        if held is None:
            return [finding("person_not_held", row=draft.row, layer=layer, key=earlier)]
        return []


def person_of(body: str | Mapping[str, Any]) -> str | None:
    """The key in the field `person` of an entry's body."""
    fields = json.loads(body) if isinstance(body, str) else body
    key = fields.get("person")
    return key if is_key(key) else None
