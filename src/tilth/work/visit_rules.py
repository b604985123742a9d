"""What is asked about an inspection and about a completion; both are booked as they were stated."""

from __future__ import annotations

from collections.abc import Iterator

from tilth.terms.finding import Finding, finding
from tilth.work.task import Task


def asked_about_visit(task: Task) -> Iterator[Finding]:
    """The findings on the last inspection of a task; `task` is as it stands after it."""
    visit = task.visits[-1]
    if visit.result == "pass" and not visit.counts:
        if task.last_day is not None and visit.on < task.last_day:
            yield finding("inspected_before_work", last=task.last_day, on=visit.on)
        if task.open_nonconformities:
            yield finding("nonconformity_open", count=len(task.open_nonconformities), task=task.id)
    if visit.result == "pass" and visit.found:
        yield finding("found_but_passed", count=visit.found)
    if visit.result == "fail" and task.state == "handed_over":
        yield finding("failed_after_handover", task=task.id)
    if visit.sampled_m2 and task.m2 is not None and visit.sampled_m2 > task.m2:
        yield finding("sampled_more_than_task", sampled=visit.sampled_m2, task=task.id, task_m2=task.m2)


def asked_about_completion(task: Task) -> Iterator[Finding]:
    """The findings on a completion; `task` is as it stands after it."""
    if not task.days:
        yield finding("completed_without_work", task=task.id)
