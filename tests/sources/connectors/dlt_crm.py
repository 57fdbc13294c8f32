"""A small dlt source, as somebody would install it beside Auftakt."""

from collections.abc import Iterator
from typing import Any

import dlt
import pyarrow as pa

CONTACTS: list[dict[str, Any]] = []
TOKENS: list[str] = []
FAIL_AT: list[int] = []  # rows after which the other side breaks off


@dlt.source
def crm(token: str = dlt.secrets.value, pages: int = 1) -> Any:
    @dlt.resource(primary_key="id")
    def contacts(changed: Any = dlt.sources.incremental("updated_at", initial_value="2026-01-01")) -> Iterator[Any]:  # noqa: B008
        TOKENS.append(token)
        rows = [row for row in CONTACTS if row["updated_at"] >= changed.last_value]
        for page in range(0, len(rows), 3):
            if page in FAIL_AT:
                raise ConnectionError("the other side hung up")
            yield rows[page : page + 3]

    @dlt.resource
    def tables() -> Iterator[Any]:
        yield pa.table({"email": ["a@example.com"] * pages})

    return contacts, tables


not_dlt = print
