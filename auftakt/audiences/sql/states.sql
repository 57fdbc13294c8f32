-- gives: the last evaluation of each audience, with who came and went since a moment
-- reads: audience_runs, membership_changes
-- needs: $since
with moves as (
    select
        audience_id, count(*) filter (where entered) as entered_7d, count(*) filter (where not entered) as left_7d
    from membership_changes
    where changed_at >= $since
    group by audience_id
)
select
    audience_runs.audience_id, size, evaluated_at, coalesce(entered_7d, 0) as entered_7d, coalesce(left_7d, 0) as left_7d
from audience_runs left join moves on moves.audience_id = audience_runs.audience_id
