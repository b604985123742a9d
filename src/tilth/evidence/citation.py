"""What an entry about land rests on, and what people remarked about claims."""

from __future__ import annotations

from dataclasses import dataclass

from tilth.evidence.source import Stated


@dataclass(frozen=True, slots=True)
class Citation:
    """An entry about land, a point or a task names a claim as its evidence."""

    of_entry: int
    claim_id: str
    role: str  # direct, indirect or negative: a row of terms/evidence_roles.csv
    stated: Stated

    def as_json(self) -> dict[str, object]:
        """The claim, what it is evidence as, and who cited it."""
        return {"claim_id": self.claim_id, "as": self.role} | self.stated.as_json()


@dataclass(frozen=True, slots=True)
class Noted:
    """A person's remark on a claim. It is shown and never computed with."""

    claim_id: str
    kind: str  # free; where it is a row of terms/conflicts.csv it stands beside conflicts of that kind
    note: str
    stated: Stated

    def as_json(self) -> dict[str, object]:
        """The remark and who made it."""
        return {"claim_id": self.claim_id, "kind": self.kind, "note": self.note} | self.stated.as_json()
