"""How often the invented records are imperfect, as known shares: what an import should find is known beforehand."""

RESIZED = 0.03  # of suspected areas: drawn again later under the same id, smaller
REPEATED_ROW = 0.004  # of entries: the same row once more
SECOND_REPORT = 0.006  # of suspected areas: another operator reports the same outline under an id of its own
UNRECORDED_RELEASE = 0.012  # of hazards: a release beside the hazard, of land no entry ever named
TOO_WIDE = 0.08  # of cleared parts: drawn up to a tenth wider than the hazard
TWICE_RELEASED = 0.08  # of cleared parts: overlapping the part released before
OWN_SURVEY = 0.4  # of releases: edges measured anew, a little off those of the hazard
REOPENED = 0.025  # of hazards with land released: an item is found there and the land suspected again

# Of tasks, where work is told.
UNSIGNED_DAY = 0.01  # of days of work: nobody signed the form
NOT_DESTROYED = 0.03  # of days with items: no record of their destruction
LOST_TIME = 0.15  # of days of work: part of the day was lost
FAILED_INSPECTION = 0.12  # of tasks: the first inspection names a non-conformity
SUSPENDED = 0.08  # of tasks of several days: work stood still in between
