"""Versions of the model, as they are kept: the latest counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.audiences.audience import list_audiences
from auftakt.audiences.leads.model import (
    LeadModel,
    PlacedRule,
    model_document,
    parse_model,
    refuse_traits,
    rules_of,
)
from auftakt.audiences.models import LeadModelRow
from auftakt.audiences.rule import Rule, audiences_in
from auftakt.kit.errors import NotFound
from auftakt.kit.text import Text
from auftakt.people import InvalidRule
from auftakt.team import User, record


@dataclass(frozen=True)
class SavedModel:
    """A version of the model: whose it is, and since when it counts."""

    version: int
    model: LeadModel
    by: str
    at: datetime


def saved_model(session: Session) -> SavedModel | None:
    """What counts now; None until a first model is saved."""
    row = session.scalars(select(LeadModelRow).order_by(LeadModelRow.version.desc()).limit(1)).first()
    return SavedModel(row.version, parse_model(row.document), row.by, row.at) if row else None


def lead_model(session: Session) -> SavedModel:
    """The same. Raises NotFound while there is none."""
    found = saved_model(session)
    if found is None:
        raise NotFound(
            Text("No lead model has been saved yet.", "リードのモデルはまだありません。"),
            next_action=Text("Save one; see the page on leads.", "モデルを保存してください。"),
        )
    return found


def checked_model(session: Session, document: Any) -> LeadModel:
    """A model whose audiences exist and don't themselves follow from the score. Raises InvalidRule."""
    model = parse_model(document)
    rules = {each.id: each.rule for each in list_audiences(session)}
    for placed in rules_of(model):
        _check_audiences(placed, rules)
    return model


def save_model(session: Session, document: Any, by: User, now: datetime) -> SavedModel:
    """Keeps a new version, which is applied to everyone with the next batch. The same model again is no new version."""
    model = checked_model(session, document)
    last = saved_model(session)
    if last and last.model == model:
        return last
    version = last.version + 1 if last else 1
    session.add(LeadModelRow(version=version, document=model_document(model), by=by.id, at=now))
    session.flush()
    before = {"before": model_document(last.model)} if last else {}
    detail = {**before, "model": model_document(model), "version": version}
    record(session, now, by.id, "lead_model.changed", "lead_model", "leads", detail)
    return SavedModel(version, model, by.id, now)


def _check_audiences(placed: PlacedRule, rules: dict[str, Rule]) -> None:
    waiting, seen = audiences_in(placed.rule), set[str]()
    while waiting:
        audience_id = waiting.pop()
        if audience_id not in rules:
            raise InvalidRule(
                Text(
                    f"The model refers to the audience {audience_id}, which does not exist.",
                    f"モデルが参照するオーディエンス {audience_id} は存在しません。",
                ),
                next_action=Text("Choose another audience.", "別のオーディエンスを選んでください。"),
                path=placed.path,
                audience=audience_id,
            )
        seen.add(audience_id)
        refuse_traits(rules[audience_id], placed.path, placed.makes)
        waiting |= audiences_in(rules[audience_id]) - seen
