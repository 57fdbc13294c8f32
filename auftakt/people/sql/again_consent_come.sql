-- gives: again_consent_come    facts by today's logic that the hub does not have
-- reads: consent_facts, again_consent_facts
-- needs: nothing
create or replace temp table again_consent_come as
select again.*
from again_consent_facts as again
where not exists (
    select 1
    from consent_facts as facts
    where again.log_offset = facts.log_offset and again.ident_key = facts.ident_key and again.channel = facts.channel and again.purpose = facts.purpose
        and again.granted = facts.granted and again.decided_at = facts.decided_at
        and again.evidence::varchar is not distinct from facts.evidence::varchar
)
