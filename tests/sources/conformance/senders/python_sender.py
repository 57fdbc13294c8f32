"""Sends the same story with one of the Python clients: `python_sender.py <client> <scenarios as JSON>`.

Runs in an interpreter that sees only that client and what it needs. Each scenario has a client of its own, and all run
at the same time, since some wait long before they send again.
"""

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Scenario = dict[str, str]
Story = Callable[[Any, str], None]


def segment_like(client: Any, who: str) -> None:
    client.identify(f"{who}-user", {"email": f"{who}@example.com", "plan": "pro"})
    for number in range(3):
        client.track(f"{who}-user", "Conformance Tracked", {"case": "ok", "n": number})
    client.page(f"{who}-user", "Docs", "Start", {"url": "https://shop.example.com/"})
    client.screen(f"{who}-user", "App", "Start")
    client.alias(f"{who}-cookie", f"{who}-user")
    client.group(f"{who}-user", f"{who}-group", {"name": "Sample Ltd"})


def posthog_like(client: Any, who: str) -> None:
    client.set(distinct_id=f"{who}-user", properties={"email": f"{who}@example.com", "plan": "pro"})
    for number in range(3):
        client.capture("Conformance Tracked", distinct_id=f"{who}-user", properties={"case": "ok", "n": number})
    client.capture("$pageview", distinct_id=f"{who}-user", properties={"$current_url": "https://shop.example.com/"})
    client.capture("$screen", distinct_id=f"{who}-user", properties={"$screen_name": "Start"})
    client.alias(previous_id=f"{who}-cookie", distinct_id=f"{who}-user")
    client.group_identify("company", f"{who}-group", {"name": "Sample Ltd"}, distinct_id=f"{who}-user")


def opened(name: str, key: str, url: str) -> tuple[Any, Story]:
    if name == "segment-analytics-python":
        from segment.analytics.client import Client

        return Client(key, host=url), segment_like
    if name == "analytics-python":
        from analytics import Client

        return Client(key, host=url), segment_like
    if name == "rudder-sdk-python":
        from rudderstack.analytics.client import Client

        return Client(key, host=url), segment_like
    if name == "customerio-cdp-analytics":
        from customerio.analytics.client import Client

        return Client(key, host=url), segment_like
    if name == "posthog":
        from posthog import Posthog

        return Posthog(key, host=url), posthog_like
    raise SystemExit(f"no such client: {name}")


def play(name: str, scenario: Scenario) -> None:
    client, story = opened(name, scenario["key"], scenario["url"])
    who = scenario["who"]
    if scenario["case"] == "ok":
        story(client, who)
    elif story is posthog_like:
        client.capture("Conformance Tracked", distinct_id=f"{who}-user", properties={"case": scenario["case"], "n": 0})
    else:
        client.track(f"{who}-user", "Conformance Tracked", {"case": scenario["case"], "n": 0})
    client.flush()
    client.shutdown() if hasattr(client, "shutdown") else client.join()


def main() -> None:
    name, scenarios = sys.argv[1], json.loads(sys.argv[2])
    with ThreadPoolExecutor(len(scenarios)) as pool:
        list(pool.map(lambda scenario: play(name, scenario), scenarios))


main()
