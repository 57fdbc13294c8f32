"""The public address of webhooks. Whoever calls proves with a signature that they hold the secret."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from auftakt import sources
from auftakt.web.deps import HubDep

router = APIRouter(tags=["connectors"])


@dataclass(frozen=True)
class CallTaken:
    """`new` is false where the same call was taken before."""

    new: bool


@router.post("/w/{path}")
async def take_call(path: str, request: Request, hub: HubDep) -> CallTaken:
    """A signed call of a webhook; it is on the disk before the answer."""
    body = bytearray()
    async for block in request.stream():
        body += block
        if len(body) > sources.MAX_CALL:
            break
    query = f"?{request.url.query}" if request.url.query else ""
    url = f"{hub.settings.base_url}{request.url.path}{query}"
    headers = {name.lower(): value for name, value in request.headers.items()}
    call = sources.WebhookCall(request.method, url, headers, bytes(body))
    return CallTaken(await run_in_threadpool(sources.receive_call, hub, path, call))
