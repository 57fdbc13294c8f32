"""Where answers hold a property or trait under another key than its own."""

from collections.abc import Iterator, Mapping
from typing import Any

from auftakt.people import PersonalNames

_TOTAL = ("revenue", "total")
_ORDERS = ("Order Completed", "Product Purchased")
_DEALINGS = {"deal": "Deal Updated", "inquiry": "Inquiry Received"}
_OF_DEALING = {
    "id": ("deal_id", "inquiry_id"), "title": ("name", "subject"), "stage": ("stage", "status"), "amount": ("amount",),
    "currency": ("currency",), "closes_on": ("close_date",), "owner": ("owner",), "company": ("company",),
    "text": ("text",),
}  # fmt: skip


def copies(value: Mapping[str, Any], names: PersonalNames) -> frozenset[str]:
    """The keys of an answer's object that hold something declared to be personal."""
    return frozenset(_copies(value, names)) if names else frozenset()


def _copies(value: Mapping[str, Any], names: PersonalNames) -> Iterator[str]:
    if "person_id" in value and (names.trait("city") or names.trait("address.city")):
        yield "city"
    if "person_id" in value and names.trait("language"):
        yield "language"
    if "group_id" in value:
        yield from (key for key in ("name", "industry") if names.trait(key))
    if "properties" in value and "revenue" in value:
        event = str(value.get("name"))
        if any(names.property(event, each) for each in _TOTAL):
            yield "revenue"
        if names.property(event, "order_id"):
            yield "order_id"
    if "orders" in value and any(names.property(event, each) for event in _ORDERS for each in _TOTAL):
        yield "revenue"  # the sum of one order is that order's
    if "closes_on" in value and (kind := _DEALINGS.get(str(value.get("kind")))):
        for key, sources in _OF_DEALING.items():
            if any(names.property(kind, each) for each in sources):
                yield key
