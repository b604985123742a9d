"""How often the invented records are imperfect, as known shares: what an import should find is known beforehand."""

RESIZED = 0.03  # of suspected areas: drawn again later under the same id, smaller
REPEATED_ROW = 0.004  # of entries: the same row once more
SECOND_REPORT = 0.006  # of suspected areas: another operator reports the same outline under an id of its own
UNRECORDED_RELEASE = 0.012  # of hazards: a release beside the hazard, of land no entry ever named
TOO_WIDE = 0.08  # of cleared parts: drawn up to a tenth wider than the hazard
TWICE_RELEASED = 0.08  # of cleared parts: overlapping the part released before
OWN_SURVEY = 0.4  # of releases: edges measured anew, a little off those of the hazard
REOPENED = 0.025  # of hazards with land released: an item is found there and the land suspected again
