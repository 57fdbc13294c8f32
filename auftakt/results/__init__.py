"""Results: what was reached, what it brought, and what it truly added.

Reads events, identifiers, assignments and the campaign documents; writes nothing in the data plane but two views
(`touches`, `first_reached`), and in the control state the truths of played campaigns. KPIs are entry points of the
group `auftakt.kpis`. Insights come next: they read past lifts and propose what to do.
"""

from auftakt.results.board import Board, CampaignValues, ChannelValues, KpiValue, Point, Series, Shown, make_board
from auftakt.results.campaign import CampaignResults, TargetProgress, campaign_results, experiment_of
from auftakt.results.experiment import HOLDOUT, Arm, Experiment, Metric, Readout, arm_stats, read_out
from auftakt.results.goal import Goal
from auftakt.results.kpi import KpiDefinition, Unit, load_kpi, registered_kpis
from auftakt.results.lift import ArmStats, Lift, compare
from auftakt.results.srm import SampleRatio, sample_ratio
from auftakt.results.truth import TrueEffect, Truth, tell_truth, truth_of
from auftakt.results.values import Cell, KpiTable, Window, kpi_values, shown_sql

__all__ = [
    "HOLDOUT",
    "Arm",
    "ArmStats",
    "Board",
    "CampaignResults",
    "CampaignValues",
    "Cell",
    "ChannelValues",
    "Experiment",
    "Goal",
    "KpiDefinition",
    "KpiTable",
    "KpiValue",
    "Lift",
    "Metric",
    "Point",
    "Readout",
    "SampleRatio",
    "Series",
    "Shown",
    "TargetProgress",
    "TrueEffect",
    "Truth",
    "Unit",
    "Window",
    "arm_stats",
    "campaign_results",
    "compare",
    "experiment_of",
    "kpi_values",
    "load_kpi",
    "make_board",
    "read_out",
    "registered_kpis",
    "sample_ratio",
    "shown_sql",
    "tell_truth",
    "truth_of",
]
