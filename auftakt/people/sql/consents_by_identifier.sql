-- gives: what stands for the person behind an identifier: one row a decision, and one a type of identifier
-- reads: consents, identifiers
-- needs: $type, $value
with person as (
    select person_id from identifiers where type = $type and value = $value
)
select channel, purpose, granted, cast(null as varchar) as known
from consents where person_id in (select person_id from person)
union all
select distinct cast(null as varchar), cast(null as varchar), cast(null as boolean), type
from identifiers where person_id in (select person_id from person)
