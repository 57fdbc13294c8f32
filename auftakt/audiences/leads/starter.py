"""A model to begin with: usual points, grades and stages, to be changed to one's own."""

from auftakt.audiences.leads.model import (
    GRADE,
    SCORE,
    LeadModel,
    Points,
    Refusal,
    Stage,
    Threshold,
    WorkingHours,
)
from auftakt.audiences.rule import All, EventRule, TraitRule
from auftakt.kit.text import Text


def starter_model(language: str) -> LeadModel:
    """Names are in this language; they are the user's from then on."""

    def said(en: str, ja: str) -> str:
        return Text(en, ja).pick(language)

    known = TraitRule("email", "exists")
    ready = All([TraitRule(SCORE, "at_least", 30), TraitRule(GRADE, "in", ["A", "B"])])
    return LeadModel(
        who=known,
        behaviour=[
            Points("page", said("Page viewed", "ページの閲覧"), EventRule("Page Viewed"), 1, True, 14, 20),
            Points("form", said("Form sent", "フォームの送信"), EventRule("Form Submitted"), 20, True, 30, 40),
            Points("click", said("Link in a mail clicked", "メールのリンクのクリック"),
                   EventRule("Email Link Clicked"), 5, True, 14, 25),
        ],
        fit=[
            Points("company", said("Company known", "会社名あり"), TraitRule("company", "exists"), 10),
            Points("title", said("Job title known", "役職あり"), TraitRule("title", "exists"), 10),
            Points("phone", said("Phone known", "電話番号あり"), TraitRule("phone", "exists"), 5),
        ],
        grades=[Threshold("A", 20), Threshold("B", 10), Threshold("C", 5)],
        stages=[
            Stage("subscriber", said("Subscriber", "登録者"), known),
            Stage("lead", said("Lead", "リード"), TraitRule(SCORE, "at_least", 10)),
            Stage("mql", said("Handed to sales (MQL)", "営業へ引き渡し(MQL)"), ready, 24, True),
            Stage("sql", said("Accepted (SQL)", "営業が受諾(SQL)"), None, 72),
            Stage("opportunity", said("Opportunity", "商談"), EventRule("Opportunity Created"), None),
            Stage("customer", said("Customer", "顧客"), EventRule("Order Completed"), None),
        ],
        refusals=[
            Refusal("not_now", said("Not now: no budget or no time", "今ではない(予算・時期)"), 90),
            Refusal("unreachable", said("Could not be reached", "連絡がつかない"), 30),
            Refusal("wrong_person", said("Not the person who decides", "決裁に関わらない"), 180),
            Refusal("never", said("Will never buy: competitor, student", "対象外(競合・学生など)"), None),
        ],
        working_hours=WorkingHours(9, 18),
    )  # fmt: skip
