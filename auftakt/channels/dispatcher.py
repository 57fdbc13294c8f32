"""The dispatcher: a thread with an event loop of its own that hands due letters to the mail server.

```
feed:    due ─ render ─ claim (committed) ─▶ lines          a few at a time, so that a kill leaves few unknown
settle:  answers ─▶ ledger ─▶ log                           as many as came in while the last ones were written
```
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

from auftakt.channels.answers import ANSWERS
from auftakt.channels.carrier import Carrier
from auftakt.channels.mime import Letter
from auftakt.channels.outbox import Outbox
from auftakt.channels.replies import Answer
from auftakt.channels.server import Server, ServerAway
from auftakt.channels.signal import Signal
from auftakt.kit.errors import Unavailable
from auftakt.kit.text import Text

logger = logging.getLogger(__name__)

_STOP_SECONDS = 10.0
_LONGEST_REST = 30.0
_RETRY_SECONDS = 1.0
_STOP_TRIES = 3
_GATHER_SECONDS = 0.03  # answers that come in this long share one commit

_CANT_WRITE = Text(
    "Sending waits: the ledger or the log can't be written.", "配信台帳かログに書き込めないため、送信を待機しています。"
)
_FREE_DISK = Text("Free some disk space or repair the disk.", "ディスクの空きを作るか、ディスクを直してください。")

Result = TypeVar("Result")


@dataclass(frozen=True)
class DispatchHealth:
    """What /health and the status page tell. `away`: nothing can be handed over; the texts say why and what to do."""

    state: Literal["stopped", "ok", "away", "failing"]
    message: Text | None = None
    next_action: Text | None = None
    detail: str = ""
    until: datetime | None = None


class Dispatcher:
    """`start`, `stop`, `wake`, `drain` may be called from any thread."""

    def __init__(
        self, outbox: Outbox, server: Server, lines: int = 4, read_ahead: int = 1024, hand_over: int = 16
    ) -> None:
        self._outbox = outbox
        self._server = server
        self._lines = lines
        self._read_ahead = read_ahead
        self._hand_over = hand_over
        self._health = DispatchHealth("stopped")
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._run: _Run | None = None

    @property
    def health(self) -> DispatchHealth:
        return self._run.health if self._run is not None else self._health

    def start(self) -> None:
        started: Future[None] = Future()
        self._thread = threading.Thread(target=self._main, args=(started,), name="auftakt-dispatch", daemon=True)
        self._thread.start()
        started.result()

    def stop(self) -> None:
        """Finishes what is on the lines (10 s at most) and leaves the rest as it was."""
        if self._thread is None or self._loop is None or self._run is None:
            return
        self._loop.call_soon_threadsafe(self._run.stop)
        self._thread.join()
        self._thread = self._loop = self._run = None

    def wake(self) -> None:
        """There may be something to send."""
        if self._loop is not None and self._run is not None:
            self._loop.call_soon_threadsafe(self._run.wake)

    def drain(self, timeout_seconds: float = 60.0) -> None:
        """Returns when nothing is due and all that was handed over is answered and logged. Raises Unavailable."""
        if self._loop is None or self._run is None:
            return
        done = asyncio.run_coroutine_threadsafe(self._run.drained(), self._loop)
        try:
            done.result(timeout_seconds)
        except TimeoutError as error:
            done.cancel()
            raise Unavailable(
                Text("Sending did not come to rest in time.", "時間内に送信が完了しませんでした。"),
                next_action=Text("Look at the state of the mail server.", "メールサーバーの状態を確認してください。"),
            ) from error

    def _main(self, started: "Future[None]") -> None:
        async def run() -> None:
            self._loop = asyncio.get_running_loop()
            self._run = _Run(self._outbox, self._server, self._lines, self._read_ahead, self._hand_over)
            started.set_result(None)
            await self._run.until_stopped()

        asyncio.run(run())


class _Run:
    """One life of the dispatcher's loop; everything in it happens on that loop."""

    def __init__(self, outbox: Outbox, server: Server, lines: int, read_ahead: int, hand_over: int) -> None:
        self.health = DispatchHealth("ok")
        self._outbox = outbox
        self._carrier = Carrier(server, self._answered, lines, waiting=hand_over)
        self._read_ahead = read_ahead
        self._hand_over = hand_over
        self._answers: dict[str, Answer] = {}
        self._in_flight = 0
        self._asked = 0  # how often a drain was asked for, and up to which of them nothing was left to do
        self._rested = 0
        self._stopping = False
        self._closing = False
        self._woken = False
        self._changed = Signal()

    def wake(self) -> None:
        self._woken = True
        self._changed.send()

    def stop(self) -> None:
        self._stopping = True
        self._carrier.close()
        self._changed.send()

    async def drained(self) -> None:
        self._asked += 1
        mine = self._asked
        self.wake()
        await self._changed.until(lambda: self._rested >= mine)

    async def until_stopped(self) -> None:
        await self._insist(lambda: self._outbox.settle({}))  # what a kill kept from being told
        self._carrier.start()
        settling = asyncio.create_task(self._settle())
        await self._feed()
        untouched = await self._carrier.closed(_STOP_SECONDS)
        self._closing = True
        self._changed.send()
        await settling
        await self._insist(lambda: self._outbox.release(untouched))

    async def _feed(self) -> None:
        while not self._stopping:
            asked, self._woken = self._asked, False
            letters = await self._insist(lambda: self._outbox.letters(self._read_ahead))
            if letters:
                await self._hand(letters)
            if self._carrier.away is not None:
                await self._all_answered()
                await self._hold(self._carrier.away)
            elif not letters:
                await self._all_answered()
                await self._rest(asked)

    async def _hand(self, letters: list[Letter]) -> None:
        for start in range(0, len(letters), self._hand_over):
            if self._stopping or self._carrier.away is not None:
                return
            few = letters[start : start + self._hand_over]
            claimed = await self._insist(lambda few=few: self._outbox.claim(few))  # type: ignore[misc]
            self._in_flight += len(claimed)
            for letter in claimed:
                await self._carrier.put(letter)

    async def _hold(self, away: ServerAway) -> None:
        until = await self._insist(lambda: self._outbox.hold(away))
        text = ANSWERS[away.code]
        self.health = DispatchHealth("away", text.message, text.next_action, away.words, until)
        logger.warning("%s %s", text.message, away.words)
        self._carrier.away = None  # whoever is next may try again

    async def _rest(self, asked: int) -> None:
        """Nothing is due and nothing is in flight."""
        self._rested = max(self._rested, asked)
        self._changed.send()
        due = await self._insist(self._outbox.next_due)
        seconds = (due - self._outbox.now()).total_seconds() if due is not None else _LONGEST_REST
        try:
            async with asyncio.timeout(min(max(seconds, 0.05), _LONGEST_REST)):
                await self._changed.until(lambda: self._woken or self._stopping)
        except TimeoutError:
            pass  # time to look again

    def _answered(self, letter: Letter, given: Answer) -> None:
        self._answers[letter.send_id] = given
        if given.counted and self.health.state == "away":
            self.health = DispatchHealth("ok")
        self._changed.send()

    async def _settle(self) -> None:
        while True:
            await self._changed.until(lambda: bool(self._answers) or self._closing)
            if not self._answers:
                return
            if not self._closing:
                await asyncio.sleep(_GATHER_SECONDS)
            answers, self._answers = self._answers, {}
            await self._insist(lambda answers=answers: self._outbox.settle(answers))  # type: ignore[misc]
            self._in_flight -= len(answers)
            self._changed.send()

    async def _all_answered(self) -> None:
        await self._changed.until(lambda: self._in_flight == 0 or self._stopping)

    async def _insist(self, work: Callable[[], Result]) -> Result:
        """Does it in a thread, again and again until it works: a full disk must not lose an answer. Health tells."""
        failures = 0
        while True:
            try:
                result = await asyncio.to_thread(work)
            except Exception as error:
                failures += 1
                logger.exception("The ledger or the log can't be written")
                self.health = DispatchHealth("failing", _CANT_WRITE, _FREE_DISK, str(error).splitlines()[0])
                if self._stopping and failures >= _STOP_TRIES:
                    raise
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                if failures:
                    self.health = DispatchHealth("ok")
                return result
