-- gives: again_trait_come    facts by today's logic that the hub does not have
-- reads: trait_facts, again_trait_facts
-- needs: nothing
create or replace temp table again_trait_come as
select again.*
from again_trait_facts as again
where not exists (
    select 1
    from trait_facts as facts
    where again.log_offset = facts.log_offset and again.ident_key = facts.ident_key and again.name = facts.name
        and again.value::varchar = facts.value::varchar and again.set_at = facts.set_at
)
