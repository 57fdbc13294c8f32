-- gives: the first leads of each stage: overdue first, then those who wait for an answer, then by score
-- reads: lead_cards
-- needs: $most
-- slots: lead_filter, lead_grade_of
with ranked as (
    select
        *, lead_grade_of as grade,
        row_number() over (
            partition by stage_id
            order by overdue desc, waits desc, what in ('refused', 'recycled'), coalesce(score, 0) desc, person_id
        ) as place
    from lead_cards
    where lead_filter
)
select
    person_id, stage_id, moved_at, what, actor, reason, until, waits, origin, owner, score, grade, clock_hours, waited,
    overdue
from ranked
where place <= $most
order by stage_id, place
