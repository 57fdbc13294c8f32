"""Long work: how far it is, and stopping it."""

from fastapi import APIRouter

from auftakt.jobs import Task
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer

router = APIRouter()


@router.get("/tasks/{task_id}")
def get_task(task_id: str, hub: HubDep, user: Viewer, language: LanguageDep) -> Task:
    return hub.tasks.find(task_id, language)


@router.get("/tasks")
def list_running_tasks(hub: HubDep, user: Viewer) -> list[Task]:
    return hub.tasks.running()


@router.post("/tasks/{task_id}/stop")
def stop_task(task_id: str, hub: HubDep, user: Editor) -> Task:
    return hub.tasks.stop(task_id)
