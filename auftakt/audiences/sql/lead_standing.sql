-- gives: lead_standing (temp; where people stand: of all identifiers that are theirs now the latest move counts, and of
--        those the one that is farthest)
-- reads: lead_looked, identifiers, lead_moves
-- needs: $stages (a JSON list of stage_id, place)
-- slots: lead_looked
create or replace temp table lead_standing as
with stages as (
    select unnest(from_json($stages::json, '[{"stage_id":"VARCHAR","place":"BIGINT"}]'), recursive := true)
),
theirs as (
    select
        identifiers.person_id, moves.ident_key, moves.move_no,
        row_number() over (partition by moves.ident_key order by moves.move_no desc) as latest
    from lead_moves as moves join identifiers on identifiers.ident_key = moves.ident_key
    where identifiers.person_id in (select person_id from lead_looked)
),
placed as (
    select
        theirs.person_id, moves.move_no, moves.stage_id, coalesce(stages.place, -1) as place, moves.moved_at,
        moves.happened_at, moves.what, moves.actor, moves.reason, moves.until,
        row_number() over (
            partition by theirs.person_id order by coalesce(stages.place, -1) desc, moves.move_no desc
        ) as choice
    from theirs
    join lead_moves as moves on moves.move_no = theirs.move_no
    left join stages on stages.stage_id = moves.stage_id
    where theirs.latest = 1
)
select person_id, move_no, stage_id, place, moved_at, happened_at, what, actor, reason, until
from placed
where choice = 1
