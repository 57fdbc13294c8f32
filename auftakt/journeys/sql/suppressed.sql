-- gives: journey_suppressed (temp; channel and address that nothing may go to; `*` is every channel)
-- reads: nothing
-- needs: $rows (a JSON list of [channel, address])
-- slots: nothing
create or replace temp table journey_suppressed as
with pairs as (
    select pair[1] as channel, lower(trim(pair[2])) as address
    from (select unnest(from_json($rows::json, '[["varchar"]]')) as pair)
)
select distinct unnest(case when channel = '*' then ['email', 'sms', 'line', 'push', 'post', 'phone'] else [channel] end) as channel, address
from pairs where channel <> '@'
