"""A programme as Python code asks it: `tilth.open("x.gpkg").account(as_at="2025-12-31")`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Self

from tilth.desk.accounting import Question, answer
from tilth.desk.checking import verify
from tilth.desk.programme import Programme


class Opened(Programme):
    """An open programme that answers in the words of the command line's JSON."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self.vault is not None:
            self.vault.close()
        self.store.close()

    def account(
        self,
        *,
        start: str | None = None,
        as_at: str | None = None,
        known_at: str | None = None,
        by: str | None = None,
    ) -> dict[str, Any]:
        """The land account, as `tilth account --json` gives it; dates as ISO text."""
        return answer(self, Question(start, as_at, known_at, by), today=datetime.now(UTC).date())

    def verify(self, *, head: str | None = None, geometry: bool = False) -> dict[str, Any]:
        """Chain and balances, as `tilth verify --json` gives them."""
        return verify(self, head=head, geometry=geometry)

    def forecast(
        self,
        *,
        origin: str | None = None,
        by: tuple[str, ...] = (),
        runs: int = 1000,
        years: int = 30,
        seed: int = 1,
    ) -> dict[str, Any]:
        """What remains, when it is done and what it costs, as `tilth forecast --json` gives it; dates as ISO text."""
        from tilth.desk.forecasting import Wanted, forecast

        wanted = Wanted(origin=origin, by=tuple(by), runs=runs, years=years, seed=seed)
        return forecast(self, wanted, today=datetime.now(UTC).date())
