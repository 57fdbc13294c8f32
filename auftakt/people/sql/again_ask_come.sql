-- gives: again_ask_come    facts by today's logic that the hub does not have
-- reads: consent_asks, again_consent_asks
-- needs: nothing
create or replace temp table again_ask_come as
select again.*
from again_consent_asks as again
where not exists (
    select 1
    from consent_asks as facts
    where again.log_offset = facts.log_offset and again.ident_key = facts.ident_key and again.purpose = facts.purpose
        and again.asked_at = facts.asked_at and again.evidence::varchar is not distinct from facts.evidence::varchar
)
