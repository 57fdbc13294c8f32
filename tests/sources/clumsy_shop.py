"""A source whose sender makes mistakes, and what becomes of them."""

import json
from typing import Any

from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.sources import counters


class Shop:
    """A source whose sender makes mistakes."""

    def __init__(self, hub: Hub, admin: TestClient) -> None:
        self.hub, self.admin = hub, admin
        made = admin.post("/api/sources", json={"name": "Shop (sample)", "kind": "app"}).json()
        self.source, self.key = made["id"], made["write_key"]

    def send(self, path: str, body: Any, headers: dict[str, str] | None = None) -> int:
        content = body if isinstance(body, bytes) else json.dumps(body)
        status = self.admin.post(path, content=content, auth=(self.key, ""), headers=headers or {}).status_code
        self.work()
        return status

    def work(self) -> None:
        self.hub.runner.run_until_idle(self.hub.clock.now())

    def rows(self) -> dict[int, dict[str, Any]]:
        items = self.admin.get("/api/quarantine", params={"limit": 200}).json()["items"]
        return {each["log_offset"]: each for each in items}

    def draft(self, offset: int) -> dict[str, Any]:
        shown = self.admin.get(f"/api/quarantine/{offset}").json()
        found: dict[str, Any] = json.loads(shown["draft"])
        return found

    def mend(self, offset: int, event: dict[str, Any]) -> Any:
        answer = self.admin.post(f"/api/quarantine/{offset}/mend", json={"event": event})
        self.work()
        return answer

    def events(self, columns: str = "message_id, type, name") -> list[tuple[Any, ...]]:
        with self.hub.plane.reader() as con:
            return con.execute(f"select {columns} from events where source_id = ? order by 1", [self.source]).fetchall()

    def balance(self) -> tuple[int, int, int, int, int]:
        """The counts; they always add up to the lines of the log."""
        with self.hub.plane.reader() as con:
            found = counters(con)
        assert found.balanced
        assert found.received == self.hub.log.end
        told = self.admin.get("/api/status").json()["counters"]
        assert (told["balanced"], told["waiting"]) == (True, 0)
        return found.received, found.stored, found.quarantined, found.duplicate, found.suppressed
