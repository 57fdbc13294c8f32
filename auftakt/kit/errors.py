"""How an error speaks: what happened, whether to try again, what to do next.

AuftaktError                        500
├── InvalidInput                    422  what was given can't be taken as it is
│   └── TooLarge                    413
├── NotSignedIn                     401
├── NotAllowed                      403
├── NotFound                        404
├── Conflict                        409  somebody else was faster, or the object is in another state
├── TooMany                         429  retry: yes
├── Unavailable                     503  retry: yes, nothing was kept
└── Broken                          500  our own mistake; the message names the step
"""

from typing import Any, ClassVar

from auftakt.kit.text import Text, pick


class AuftaktError(Exception):
    """Base of all errors that a person may see.

    `message` says what happened and what was kept, `next_action` what to do now; both may be given in two languages.
    `facts` are JSON values that a program may want (line, column, field).
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"
    retry: ClassVar[bool] = False

    def __init__(self, message: str | Text, *, next_action: str | Text = "", **facts: Any) -> None:
        super().__init__(str(message))
        self.message = message
        self.next_action = next_action
        self.facts = facts

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """The body of an API answer: `code`, `message`, `next_action`, `detail`."""
        return {
            "code": self.code,
            "message": pick(self.message, language),
            "next_action": pick(self.next_action, language),
            "detail": self.facts,
        }


class InvalidInput(AuftaktError):
    status, code = 422, "invalid_input"


class TooLarge(InvalidInput):
    status, code = 413, "too_large"


class NotSignedIn(AuftaktError):
    status, code = 401, "not_signed_in"


class NotAllowed(AuftaktError):
    status, code = 403, "not_allowed"


class NotFound(AuftaktError):
    status, code = 404, "not_found"


class Conflict(AuftaktError):
    status, code = 409, "conflict"


class TooMany(AuftaktError):
    status, code, retry = 429, "too_many", True


class Unavailable(AuftaktError):
    status, code, retry = 503, "unavailable", True


class Broken(AuftaktError):
    status, code = 500, "broken"
