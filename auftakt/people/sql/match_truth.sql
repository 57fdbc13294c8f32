-- gives: who each identifier of the evidence belongs to, by exact keys alone
-- reads: match_facts, identifiers
-- needs: nothing
select distinct identifiers.origin_id as record, cast(identifiers.person_id as varchar) as person
from identifiers join match_facts on match_facts.person_id = identifiers.origin_id
