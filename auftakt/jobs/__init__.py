"""Keeps going: the micro-batch, and long tasks that show progress and can be stopped.

Reads the log from the committed offset, runs the steps in the order of the flow, and commits the offset together with
all that they wrote (`progress`, `batch_runs`). The steps themselves belong to the folders above; `hub.py` wires them.
"""

from auftakt.jobs.batch import Batch, BatchReport, Runner, Step, StepReport, commit_offset, committed_offset
from auftakt.jobs.due import DueService
from auftakt.jobs.hub import Hub, Service
from auftakt.jobs.lookout import FailedLook, Lookout
from auftakt.jobs.schedule import Schedule, parse_schedule, retry_at
from auftakt.jobs.tasks import Progress, Stopped, Task, Tasks

__all__ = [
    "Batch",
    "BatchReport",
    "DueService",
    "FailedLook",
    "Hub",
    "Lookout",
    "Progress",
    "Runner",
    "Schedule",
    "Service",
    "Step",
    "StepReport",
    "Stopped",
    "Task",
    "Tasks",
    "commit_offset",
    "committed_offset",
    "parse_schedule",
    "retry_at",
]
