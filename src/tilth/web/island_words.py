"""The words that an island shows, from the catalogue of its page: scripts hold no text of their own."""

from __future__ import annotations

import json

from starlette.requests import Request

from tilth.web.rendering import language_of
from tilth.web.wording import FALLBACK, catalogue, speaks, words_of

_SHARED = "status."


def island_words(request: Request, part: str) -> str:
    """Every text under `PART.island.`, and the names of statuses, as JSON for a data attribute."""
    language = language_of(request)
    t = words_of(language if speaks(language, part) else FALLBACK)
    prefix = f"{part}.island."
    keys = catalogue(FALLBACK)
    words = {key.removeprefix(prefix): t(key) for key in keys if key.startswith((prefix, _SHARED))}
    return json.dumps(words, ensure_ascii=False)
