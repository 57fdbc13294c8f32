"""The five KPIs that come with Auftakt, as their entry points name them."""

from pathlib import Path

from auftakt.results.kpi import load_kpi

_FOLDER = Path(__file__).parent / "kpis"

reached = load_kpi(_FOLDER / "reached.toml")
opened = load_kpi(_FOLDER / "opened.toml")
clicked = load_kpi(_FOLDER / "clicked.toml")
conversions = load_kpi(_FOLDER / "conversions.toml")
revenue = load_kpi(_FOLDER / "revenue.toml")
