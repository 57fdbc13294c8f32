"""Prints the API's description: `python -m auftakt.web.openapi`. The app's TypeScript client is generated from it."""

import json
import sys

from auftakt.web.app import make_api


def openapi_text() -> str:
    return json.dumps(make_api().openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(openapi_text())
