"""Plans to begin with, for three kinds of business."""

from dataclasses import dataclass
from pathlib import Path

from auftakt.kit.errors import NotFound
from auftakt.kit.text import Text
from auftakt.sources.plan.document import TrackingPlan
from auftakt.sources.plan.parse import read_plan

_TITLES = {
    "ecommerce": Text("Shop (e-commerce specification, version 2)", "EC サイト(e-commerce 仕様 第2版)"),
    "leads": Text("Leads of companies", "法人向けのリード"),
    "media": Text("Media and subscriptions", "メディア・購読"),
}


@dataclass(frozen=True)
class Preset:
    """A plan that Auftakt brings along."""

    key: str
    title: Text
    plan: TrackingPlan


def presets() -> list[Preset]:
    return [preset(key) for key in _TITLES]


def preset(key: str) -> Preset:
    """Raises NotFound."""
    if key not in _TITLES:
        raise NotFound(
            Text(f"There is no preset {key}.", f"ひな型 {key} はありません。"),
            next_action=Text(f"Take one of {', '.join(_TITLES)}.", f"{'、'.join(_TITLES)} から選んでください。"),
        )
    path = Path(__file__).parent / "presets" / f"{key}.yaml"
    return Preset(key, _TITLES[key], read_plan(path.read_text(encoding="utf-8")))
