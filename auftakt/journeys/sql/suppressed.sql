-- gives: journey_suppressed (temp; channel and address that nothing may go to)
-- reads: nothing
-- needs: $rows (a JSON list of [channel, address])
-- slots: nothing
create or replace temp table journey_suppressed as
select distinct pair[1] as channel, lower(trim(pair[2])) as address from (select unnest(from_json($rows::json, '[["varchar"]]')) as pair)
