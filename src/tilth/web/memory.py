"""What was worked out for a head of the journal, kept while that head or the next is asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

HEADS = 2  # the present one, and the one whose readers are not done yet
MOST = 500  # answers kept for a head; the oldest give way


class _Place:
    """An answer, and the lock under which it is worked out."""

    __slots__ = ("answer", "is_known", "lock")

    def __init__(self) -> None:
        self.lock = Lock()
        self.is_known = False
        self.answer: Any = None


class Memory:
    """Answers by head and key. Two threads that ask for the same do the work once."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._lock = Lock()
        self._heads: OrderedDict[bytes, OrderedDict[Hashable, _Place]] = OrderedDict()

    def of(self, head: bytes, key: Hashable, make: Callable[[], Any]) -> Any:
        """The answer to `key` at `head`, by `make` where it is not known. What `make` raises is not kept."""
        place = self._place(head, key)
        if not place.is_known:
            with place.lock:
                if not place.is_known:
                    place.answer = make()
                    place.is_known = True
        return place.answer

    def _place(self, head: bytes, key: Hashable) -> _Place:
        with self._lock:
            answers = self._heads.setdefault(head, OrderedDict())
            self._heads.move_to_end(head)
            while len(self._heads) > HEADS:
                self._heads.popitem(last=False)
            place = answers.setdefault(key, _Place())
            answers.move_to_end(key)
            while len(answers) > MOST:
                answers.popitem(last=False)
            return place
