"""Whether a clause is told as a fact, passed on, planned, or an opinion; the words are in `terms/modality_words.csv`.

A fact needs something that can be checked: a figure, a date, or an act of the field. What has none is kept as
opinion, and so is every inference of the writer: an opinion taken as a fact does more harm than the reverse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from tilth.terms import table
from tilth.texts.phrases import Phrases

ASSERTED, REPORTED, PLANNED, OPINION = "asserted", "reported", "planned", "opinion"
_NEVER_FACT = frozenset(("judges", "demands", "asks", "opines", "suggests"))
_FUTURE = frozenset(("plans", "forecasts"))
_FIRST_WORDS = re.compile(r"\W*(?:who|what|why|how|when|where|is|are|do|does|did|can|could|will)\b", re.IGNORECASE)
_DURATION_ASKED = re.compile(r"\b(?:take|takes|need|needs|last|require|requires)\b", re.IGNORECASE)
_PERFECT = re.compile(r"\b(?:may|might|could)\s+(?:\w+\s+)?(?:have|remain|still|contain|be\s+(?:contaminated|mined))\b")
_STILL_TO_CLEAR = re.compile(
    r"\b(?:remain|remains|remained|remaining|left|still|yet|area|land|waiting)\s+(?:still\s+)?to\s+be\s+\w+",
    re.IGNORECASE,
)
_REMEMBERED = re.compile(r"\bif\s+(?:i|we)\s+remember", re.IGNORECASE)
_SHARE_OF_PLAN = re.compile(
    r"(?:%|per\s?cent|percent)\s+of\s+(?:the|its|their|this)?\s*(?:[\w’'-]+\s+){0,2}?(?:plan|target|goal|budget|quota|objective|programme|norm)\b",
    re.IGNORECASE,
)
_ONLY_NOTED = re.compile(
    r"\b(?:is|are|must|should)\s+(?:also\s+)?(?:to\s+)?be\s+(?:noted|seen|found|mentioned|regretted|welcomed|remembered|added|said)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?!(?:plann|schedul|target|intend|allocat|budget|earmark|propos|expect|promis|contract|pledg|envisag|commit|sign|award|conclud"
    r"|adopt|agre|financ|fund|need|limit|relat|bas|nam|call|unit|contaminat|min|suspect|affect|mark)ed\b)[a-z]{3,}ed\b"
)
_PAST_ACT = re.compile(r"\b(?:named|met|missed|kept|broke|passed|repeated|renewed|postponed|extended|gave|published)\b")
_SET = re.compile(
    r"\b(?:was|were|been)\s+(?:set|fixed|agreed|adopted|approved|announced|signed|launched)\b", re.IGNORECASE
)
_REFUTED = re.compile(r"\b(?:not\s+true|untrue|false|no\s+truth|rumou?rs?)\b[^.;]{0,60}?\bthat\b", re.IGNORECASE)
_EVERY = re.compile(r"\W*(?:Every|Each|Everybody|Everyone|Anybody|Anyone|Whoever)\b", re.IGNORECASE)
_ANY = re.compile(
    r"\W*(?:A|An|No|Those\s+who|Who|He\s+who|Nothing|Nobody|(?:After\s+)?[\w-]+\s+years\s+of)\s+(?!total\b|further\b|team\b|group\b|number\b)"
)
_NOT_YET = re.compile(
    r"\b(?:is|are)\s+not\s+yet\s+(?!\w+(?:ed|en|ly)\b|(?:open|available|known|complete|ready|over|clear|possible|certain"
    r"|able|accessible|done|in|on"
    r"|at|under|"
    r"part|free|public|there|here|built|back|due|met|paid|found|sent|set|begun)\b)[a-z]+(?:\s+(?:that|which|of|for)\b|\W*$)"
)
_COULD_NOT = re.compile(r"\bcould\s+not\b(?!\s+have\b)", re.IGNORECASE)
_WERE = re.compile(r"\b(?:was|were|had|has\s+been|have\s+been)\b")
_PASTISH = re.compile(
    r"\b(?:was|were|has|have|had|been|did|[a-z]{2,}ed|found|left|came|went|took|began|sent|struck|hit|lost|underwent|fell|rose|ran"
    r"|laid|built|held|led|met|kept|blew|blown|dug|return|conclusion|drove|stepped|gave|set|cut|shot|paid|spent)\b"
)
_MAY = re.compile(r"\b(?:may|might|could|Might|Could)\b")
_STATE_OF_BEING = re.compile(
    r"\b(?:is|are|was|were|be)\s+(?:not\s+(?:yet\s+)?|thus\s+|also\s+|only\s+|no\s+longer\s+|still\s+|never\s+)?(?:a|an|the|our|my|his|her|their|its|no|like|what)\b",
    re.IGNORECASE,
)
_WOULD_OF_OTHERS = re.compile(r"\bwould\s+(?:like|rather|say|have)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What in a clause can be checked."""

    figures: bool = False  # an amount other than a duration
    durations: bool = False
    dates: bool = False
    future: bool = False  # a date after the day of the text, or "by" one
    future_only: bool = False  # dates after the day of the text and no other
    past_only: bool = False  # dates before the day of the text and no other
    told: bool = False  # a word of the field, of an act or of a plan
    event: bool = False  # an act or state of the field

    @property
    def is_checkable(self) -> bool:
        """Whether anything but a duration alone can be checked."""
        return self.figures or self.dates or self.event


def words_of(sort: str) -> list[str]:
    """The words and phrases of one sort of the table."""
    return [word for row in table("modality_words") if row["sort"] == sort for word in row["words"].split("|")]


@cache
def _phrases() -> Phrases:
    return Phrases((row["sort"], word) for row in table("modality_words") for word in row["words"].split("|"))


@lru_cache(maxsize=1024)
def sorts_in(words: str) -> frozenset[str]:
    """The sorts of which a clause holds a word."""
    return _phrases().found(words)


def has(sort: str, words: str) -> bool:
    """Whether a clause holds a word of one sort."""
    return sort in sorts_in(words)


def tells_event(words: str) -> bool:
    """Whether a clause tells an act or state of the field, even without a figure."""
    if has("concrete", words):
        return True
    return has("event", words) and has("domain", words) and _PASTISH.search(words) is not None and not is_state(words)


def _is_maxim(words: str, weight: Weight) -> bool:
    """Whether the writer says what holds of all of a kind, with no figure but a duration: "forty years teach ..."."""
    if weight.figures or weight.dates or weight.event:
        return False
    return is_state(words) or (_ANY.match(words) is not None and not _PASTISH.search(words) and not has("plan", words))


def is_state(words: str) -> bool:
    """Whether a clause says what something is ("is no longer a virtue"), or speaks of every one of a kind."""
    every = _EVERY.match(words) is not None and not _WERE.search(words)
    return every or _STATE_OF_BEING.search(words) is not None or _NOT_YET.search(words) is not None


def modality(
    words: str, *, speaker_kind: str, commitment: str, weight: Weight, is_aside: bool = False, is_hearsay: bool = False
) -> str:
    """The modality of one clause, from its words, who says it, how, and what in it can be checked."""
    is_writer = speaker_kind == "narrator"
    words = _COULD_NOT.sub("did not", words)  # "could not be entered" tells what was
    if words.rstrip(' ”"’»)').endswith("?") or commitment in _NEVER_FACT:
        return OPINION
    if _REFUTED.search(words) or (commitment == "denies" and weight.figures):
        return OPINION
    if has("own view", words) or (commitment == "believes" and (_is_condition(words) or has("hedge", words))):
        return OPINION
    if is_aside and (
        has("opinion", words) or has("judgement", words) or has("hedge", words) or not weight.is_checkable
    ):
        return OPINION
    if is_writer and (has("own sum", words) or _is_maxim(words, weight)):
        return OPINION
    if has("metaphor", words) and not (weight.event or has("done", words)):
        return OPINION
    if _is_condition(words):
        return OPINION if is_writer and not weight.is_checkable else PLANNED
    if is_writer and (has("opinion", words) or has("hedge", words)):
        is_outlook = has("hedge", words) and not has("opinion", words) and weight.figures and weight.future
        return PLANNED if is_outlook else OPINION
    if _is_planned(words, commitment, weight):
        return PLANNED if weight.is_checkable or weight.durations or not is_writer else OPINION
    if hedged := _hedged(words, speaker_kind, commitment, weight):
        return hedged
    if commitment == "reports" and is_hearsay and has("domain", words) and not has("opinion", words):
        return REPORTED
    lasts = weight.durations and not has("opinion", words) and (not is_writer or weight.told)
    if not weight.is_checkable and not lasts:
        return OPINION
    if has("opinion", words) and not weight.figures and not weight.dates:
        return OPINION
    if commitment == "believes" and not weight.figures:
        return OPINION
    return REPORTED if speaker_kind == "anonymous" or has("hearsay", words) else ASSERTED


def _is_condition(words: str) -> bool:
    return has("condition", words) and not _REMEMBERED.search(words)


def _is_planned(words: str, commitment: str, weight: Weight) -> bool:
    """Whether something is told that is still to come, as a plan or as if it were a fact already."""
    if weight.future_only:
        return True
    told = _ONLY_NOTED.sub(" ", _SHARE_OF_PLAN.sub(" ", _STILL_TO_CLEAR.sub(" ", words)))
    is_done = has("done", told) or _PAST.search(told) is not None
    if commitment in _FUTURE and not re.search(r"\b(?:has|have|had)\s+been\b", told):
        return True
    if has("plan", told) and not _only_in_passing(told):
        return True
    if has("modal", told) and not _WOULD_OF_OTHERS.search(told):
        return True
    if has("weak plan", told) and _SET.search(told):
        return True
    is_done = is_done or (weight.past_only and _PAST_ACT.search(told) is not None)
    if has("obligation", told) and (weight.dates or weight.future):
        return True
    return not is_done and (weight.future or has("weak plan", told))


def _only_in_passing(told: str) -> bool:
    """As in "less than planned", "ahead of the deadline set to ...": the plan is only what the done is measured by."""
    return re.search(
        r"\b(?:than|as|of|the|against)\s+(?:was|were|had\s+been|is)?\s*(?:planned|expected)\b", told, re.I
    ) is not None and not re.search(r"\b(?:will|shall|would|plans\s+to|is\s+to|are\s+to)\b", told, re.I)


def _hedged(words: str, speaker_kind: str, commitment: str, weight: Weight) -> str | None:
    """What "may", "could" and "decades" make of somebody else's words; None where there is no hedge."""
    is_estimate = bool(_DURATION_ASKED.search(words)) and (weight.durations or has("years", words))
    if is_estimate and (has("hedge", words) or has("years", words)):
        return REPORTED if speaker_kind == "anonymous" else ASSERTED
    if not has("hedge", words):
        return None
    if _PERFECT.search(words) and weight.figures:
        return REPORTED if speaker_kind == "anonymous" else ASSERTED
    if not _MAY.search(words) and (weight.figures or weight.dates):
        return REPORTED if speaker_kind == "anonymous" else ASSERTED
    if _MAY.search(words) and (weight.figures or weight.dates or weight.durations):
        return PLANNED
    return OPINION
