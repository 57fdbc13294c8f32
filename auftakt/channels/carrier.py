"""Carries letters over several lines at once, so that one slow recipient holds up one line and not the rest."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable

from auftakt.channels.mime import Letter
from auftakt.channels.replies import Answer
from auftakt.channels.server import Server, ServerAway
from auftakt.channels.signal import Signal
from auftakt.channels.smtp import LineTired, SmtpConnection

logger = logging.getLogger(__name__)

_MAILS_PER_LINE = 1000
_IDLE_SECONDS = 10.0


class Carrier:
    """A pool of lines to one server. `answered` is called once for every letter that was put on a line.

    `away` is set when no line could be opened; all letters are then answered so, until somebody clears it.
    """

    def __init__(
        self,
        server: Server,
        answered: Callable[[Letter, Answer], None],
        lines: int = 4,
        waiting: int = 16,
        mails_per_line: int = _MAILS_PER_LINE,
        idle_seconds: float = _IDLE_SECONDS,
    ) -> None:
        self.away: ServerAway | None = None
        self._server = server
        self._answered = answered
        self._lines = max(1, lines)
        self._most_waiting = waiting
        self._mails_per_line = mails_per_line
        self._idle_seconds = idle_seconds
        self._letters: deque[Letter] = deque()
        self._changed = Signal()
        self._closing = False
        self._workers: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._workers = [asyncio.create_task(self._work()) for _ in range(self._lines)]

    async def put(self, letter: Letter) -> None:
        """Waits while all lines are busy: that is what bounds memory."""
        await self._changed.until(lambda: len(self._letters) < self._most_waiting or self._closing)
        self._letters.append(letter)
        self._changed.send()

    def close(self) -> None:
        """No letter is begun any more."""
        self._closing = True
        self._changed.send()

    async def closed(self, seconds: float) -> list[Letter]:
        """Waits for the lines to end what they have begun, and cuts them after `seconds`: those letters get no answer.

        Gives the letters of which no byte went out.
        """
        _, cut = await asyncio.wait(self._workers, timeout=seconds)
        for worker in cut:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        return list(self._letters)

    async def _work(self) -> None:
        line: SmtpConnection | None = None
        following: Letter | None = None
        try:
            while not self._closing:
                if following is None:
                    line = await self._wait(line)
                letter = following or self._take()
                following = None
                if letter is not None:
                    following = None if self._last_of(line) else self._take()
                    self._changed.send()
                    line = await self._carry(line, letter, following)
        finally:
            if following is not None:
                self._letters.append(following)
                if line is not None:
                    line.drop()  # it was announced, so the server waits for its content
            elif line is not None:
                await line.quit()

    def _take(self) -> Letter | None:
        return self._letters.popleft() if self._letters and not self._closing else None

    def _last_of(self, line: SmtpConnection | None) -> bool:
        return line is not None and line.mails + 1 >= self._mails_per_line

    async def _wait(self, line: SmtpConnection | None) -> SmtpConnection | None:
        """Until there is a letter. A line that nobody needs is closed meanwhile."""
        there_is_work = lambda: bool(self._letters) or self._closing  # noqa: E731
        if line is not None:
            try:
                async with asyncio.timeout(self._idle_seconds):
                    await self._changed.until(there_is_work)
                    return line
            except TimeoutError:
                await line.quit()
        await self._changed.until(there_is_work)
        return None

    async def _carry(
        self, line: SmtpConnection | None, letter: Letter, following: Letter | None
    ) -> SmtpConnection | None:
        """Delivers, over a new line where needed, and tells the answer. Gives the line to go on with."""
        try:
            while True:
                line = await self._open(line)
                try:
                    answer = await line.deliver(letter, following)
                    break
                except LineTired:
                    continue
        except ServerAway as error:
            self.away = error
            answer = Answer("deferred", error.code, error.words, counted=False)
        except Exception as error:
            logger.exception("Delivering %s failed", letter.send_id)
            if line is not None:
                line.drop()
            answer = Answer("unknown", "no_answer", repr(error)[:200])
        self._answered(letter, answer)
        return line

    async def _open(self, line: SmtpConnection | None) -> SmtpConnection:
        if self.away is not None:
            raise self.away
        if line is not None and not line.closed and line.mails >= self._mails_per_line:
            await line.quit()
        if line is None or line.closed:
            return await SmtpConnection.open(self._server)
        return line
