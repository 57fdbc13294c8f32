-- gives: erased (temp; salted hashes of erased identifiers, and up to when their events are dropped; null: for ever)
-- reads: nothing
-- needs: $forever, $dated, $until (as long as $dated)
create or replace temp table erased as
select unnest($forever::varchar[]) as digest, null::timestamp as until
union all
select unnest($dated::varchar[]), unnest($until::timestamp[])
