"""Waiting on one event loop until something holds."""

import asyncio
from collections.abc import Callable


class Signal:
    """`send` after each change; `until` returns as soon as its condition holds. For one event loop only."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def send(self) -> None:
        event, self._event = self._event, asyncio.Event()
        event.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            await self._event.wait()
