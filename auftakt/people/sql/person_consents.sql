-- gives: what a person allowed and refused
-- reads: consents
-- needs: $person_id
select channel, purpose, granted, decided_at, source_id as source, cast(evidence as varchar) as evidence
from consents where person_id = $person_id order by channel, purpose
