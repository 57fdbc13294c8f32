"""Values that people write in many ways, written in one: what is compared when two records are held side by side.

All are pure, take any text, and give the same again for what they gave ("" where nothing is left). They compare; they
don't judge: an address that no postman would find is folded like any other.
"""

from auftakt.kit.normal.address import JapaneseAddress, address_folded, japanese_address
from auftakt.kit.normal.names import PersonName, name_key, person_name
from auftakt.kit.normal.phone import phone_number
from auftakt.kit.normal.writing import email_folded, kana_folded, width_folded

__all__ = [
    "JapaneseAddress",
    "PersonName",
    "address_folded",
    "email_folded",
    "japanese_address",
    "kana_folded",
    "name_key",
    "person_name",
    "phone_number",
    "width_folded",
]
