"""Names that say who somebody is, whatever anybody declares."""

import re

PERSONAL_NAMES = frozenset(
    {
        "email", "phone", "mobile", "tel", "first_name", "last_name", "full_name", "name_kana", "first_name_kana",
        "last_name_kana", "username", "nickname", "birthday", "birth_date", "date_of_birth", "address", "street",
        "postal_code", "zip", "ip", "ip_address", "line_user_id", "line_id",
    }
)  # fmt: skip
"""Keys and traits that hold something personal wherever they stand; as `plain_name` writes them."""

_TRAITS = frozenset({"name", *PERSONAL_NAMES})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def plain_name(name: str) -> str:
    """The same name however it is written: in lower case with underscores."""
    return _CAMEL.sub("_", name).lower()


def names_person(name: str, *, trait: bool = True) -> bool:
    """Whether a trait of this name says who somebody is, or else a property: products have a `name`, too."""
    known = _TRAITS if trait else PERSONAL_NAMES
    return any(part in known for part in plain_name(name).split("."))
