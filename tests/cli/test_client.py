"""Waiting for a task, and what a command makes of an answer that is none."""

import httpx
import pytest

from auftakt.cli.client import HubClient, Refused
from auftakt.kit.errors import Unavailable

STOPPED = {"code": "stopped", "message": "Stopped.", "next_action": "Start it again to go on.", "detail": {}}


class FakeHub:
    """Answers as the API does: a task that runs for some questions and then ends."""

    def __init__(self, runs: int, end: dict[str, object]) -> None:
        self.left = runs
        self.end = end
        self.stopped: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self.stopped.append(request.url.path)
            return httpx.Response(200, json={})
        self.left -= 1
        running = {"state": "running", "done": 1, "total": 2, "note": "", "result": None, "error": None}
        return httpx.Response(200, json=running if self.left >= 0 else running | self.end)

    def client(self) -> HubClient:
        return HubClient(httpx.Client(transport=httpx.MockTransport(self), base_url="http://hub"))


def test_the_result_comes_when_the_task_is_done():
    seen = []
    hub = FakeHub(2, {"state": "done", "result": {"rows": 3}})
    assert hub.client().finish("tsk_1", seen.append) == {"rows": 3}
    assert [task["state"] for task in seen] == ["running", "running", "done"]


def test_a_task_that_failed_raises_what_it_failed_with():
    with pytest.raises(Refused) as caught:
        FakeHub(0, {"state": "stopped", "error": STOPPED}).client().finish("tsk_1")
    assert caught.value.as_dict() == STOPPED


def test_ctrl_c_stops_the_task_at_the_hub():
    def interrupt(task):
        raise KeyboardInterrupt

    hub = FakeHub(9, {})
    with pytest.raises(Unavailable) as caught:
        hub.client().finish("tsk_1", interrupt)
    assert hub.stopped == ["/api/tasks/tsk_1/stop"]
    assert str(caught.value) == "Stopped. What was finished is kept."


def test_an_answer_that_is_no_json_is_told_as_it_is():
    proxy = httpx.MockTransport(lambda _: httpx.Response(502, text="Bad gateway"))
    with pytest.raises(Refused, match="Bad gateway"):
        HubClient(httpx.Client(transport=proxy, base_url="http://hub")).get("/api/status")


def test_no_answer_at_all_names_the_doctor():
    def refuse(request):
        raise httpx.ConnectError("refused")

    with pytest.raises(Unavailable) as caught:
        HubClient(httpx.Client(transport=httpx.MockTransport(refuse), base_url="http://hub")).get("/api/status")
    assert "auftakt doctor" in caught.value.as_dict()["next_action"]
