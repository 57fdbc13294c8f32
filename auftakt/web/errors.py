"""Every error leaves in one shape: `code`, `message`, `next_action`, `detail`, in the caller's language."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from auftakt.kit.errors import AuftaktError, InvalidInput, NotFound
from auftakt.kit.text import Text
from auftakt.web.deps import language_of_request

logger = logging.getLogger(__name__)


def add_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(AuftaktError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def answer(request: Request, error: AuftaktError) -> Response:
    headers = {"Retry-After": "2"} if error.retry else {}
    return JSONResponse(error.as_dict(language_of_request(request)), status_code=error.status, headers=headers)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, AuftaktError)
    if error.status >= 500 and not error.retry:
        logger.error("%s %s failed: %s", request.method, request.url.path, error)
    return answer(request, error)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    places = [
        {"field": ".".join(str(part) for part in each["loc"][1:]), "problem": each["msg"]} for each in error.errors()
    ]
    listed = ", ".join(f"{each['field'] or 'body'}: {each['problem']}" for each in places)
    return answer(
        request,
        InvalidInput(
            Text(f"The request can't be taken: {listed}", f"リクエストを受け付けられません: {listed}"),
            next_action=Text(
                "Correct the named fields; nothing was changed.", "示された項目を直してください。何も変更していません。"
            ),
            fields=places,
        ),
    )


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return answer(
            request,
            NotFound(
                Text(f"There is nothing at {request.url.path}.", f"{request.url.path} には何もありません。"),
                next_action=Text("See /api/docs for what there is.", "/api/docs で一覧を確認してください。"),
            ),
        )
    body = {"code": "http", "message": str(error.detail), "next_action": "", "detail": {}}
    return JSONResponse(body, status_code=error.status_code, headers=error.headers)


def _unexpected(request: Request, error: Exception) -> Response:
    logger.exception("%s %s failed", request.method, request.url.path, exc_info=error)
    return answer(
        request,
        AuftaktError(
            Text("Something broke on our side; nothing was changed.", "内部で問題が起きました。何も変更していません。"),
            next_action=Text(
                "Try again; if it stays, look at the hub's output.",
                "もう一度お試しください。続く場合はハブの出力を確認してください。",
            ),
        ),
    )
