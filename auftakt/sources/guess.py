"""A mapping to begin with, from the names of columns in English and Japanese. A person looks at it before use."""

from auftakt.kit.text import fold
from auftakt.sources.mapping import ConsentMapping, EventMapping, Given, Mapping

_IDENTIFIERS = {
    "user_id": (
        "user_id",
        "userid",
        "customer_id",
        "customerid",
        "member_id",
        "会員番号",
        "会員id",
        "顧客番号",
        "顧客id",
    ),
    "email": ("email", "e-mail", "mail", "email_address", "メール", "メールアドレス", "eメール"),
    "phone": ("phone", "tel", "phone_number", "mobile", "電話", "電話番号", "携帯電話"),
    "line_id": ("line_id", "lineid", "line user id"),
    "household_id": ("household_id", "household_key"),
}
_TIMES = (
    "timestamp",
    "date",
    "datetime",
    "time",
    "created_at",
    "order_date",
    "日時",
    "日付",
    "購入日",
    "注文日",
    "登録日",
)
_AMOUNTS = ("revenue", "amount", "total", "sales", "sales_value", "price", "金額", "売上", "合計", "購入金額")
_ORDERS = ("order_id", "orderid", "basket_id", "receipt_id", "transaction_id", "注文番号", "伝票番号", "レシート番号")
_CONSENTS = ("opt_in", "optin", "email_opt_in", "newsletter", "メルマガ", "メール許可", "配信許可")


def guess_mapping(columns: list[str]) -> Mapping | None:
    """With an amount: rows are orders. Without: rows are people. None where nothing says whose a row is."""
    folded = {fold(name).replace(" ", "_"): name for name in reversed(columns)}
    identifiers: dict[str, Given] = {
        kind: name for kind, names in _IDENTIFIERS.items() if (name := _first(folded, names)) is not None
    }
    if not identifiers:
        return None
    time, amount, order = (_first(folded, names) for names in (_TIMES, _AMOUNTS, _ORDERS))
    consent = _first(folded, _CONSENTS)
    used = {*identifiers.values(), time, amount, order, consent}
    rest: dict[str, Given] = {name: name for name in columns if name not in used}
    consents = [ConsentMapping(channel="email", granted=consent)] if consent else []
    if amount is None:
        # How to reach a person is a fact about them too.
        rest |= {kind: identifiers[kind] for kind in ("email", "phone") if kind in identifiers}
        return Mapping(identifiers=identifiers, traits=rest, consents=consents, time=time)
    event = EventMapping(name="Order Completed", revenue=amount, order_id=order, properties=rest)
    return Mapping(identifiers=identifiers, events=[event], consents=consents, time=time)


def _first(folded: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((folded[name] for name in names if name in folded), None)
