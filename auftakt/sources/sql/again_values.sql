-- gives: identifiers        that the arrived lines name, each once
-- reads: arrived
-- needs: nothing
with pairs as (
    select unnest(ids) as pair from arrived
)
select distinct pair[1] as type, pair[2] as value from pairs where pair[1] is not null and pair[2] is not null
