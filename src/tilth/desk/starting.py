"""Starting a programme: its first entry says what it is called and where it works."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tilth.desk.booking import write
from tilth.desk.draft import Draft
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.places.countries import country_of, outline
from tilth.places.outline import Outline


@dataclass(frozen=True, slots=True)
class About:
    """What the first entry says. `country` is an ISO 3166 alpha-3 code, None if it names none."""

    name: str
    country: str | None
    country_from: str | None  # stated, or read from the name
    invented_from: dict[str, int] | None = None  # what an invented province was made from; None for a real programme

    @property
    def invented(self) -> bool:
        """Whether everything in the programme was made up."""
        return self.invented_from is not None

    def outline(self) -> Outline | None:
        """The outline of the country, to notice places far outside it."""
        return outline(self.country) if self.country else None


def start(
    programme: Programme,
    *,
    name: str,
    country: str | None,
    author: str,
    now: datetime,
    invented_from: dict[str, int] | None = None,
) -> About:
    """Write the first entry. A country that is not stated is taken from the name where the name is one."""
    stated = country_of(country) if country else None
    if country and stated is None:
        raise Refusal("422.1", what="The country", text=country, hint="Use an ISO 3166 code such as BIH, or its name.")
    read = None if country or invented_from else country_of(name)
    about = About(name, stated or read, "stated" if stated else "name" if read else None, invented_from)
    body: dict[str, Any] = {"name": name, "country": about.country, "country_from": about.country_from}
    if invented_from:
        body["invented"] = invented_from
    draft = Draft("programme", author, body={key: value for key, value in body.items() if value is not None})
    write(programme, [draft], author=author, now=now)
    return about


def about(programme: Programme) -> About:
    """What the first entry of the journal says."""
    entry = programme.store.entry(1)
    body = json.loads(entry.body) if entry else {}
    return About(body.get("name", ""), body.get("country"), body.get("country_from"), body.get("invented"))
