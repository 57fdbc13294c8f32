-- gives: again_trait_gone    facts of the lines looked at that are no more by today's logic
-- reads: trait_facts, again_lines, again_trait_facts
-- needs: nothing
create or replace temp table again_trait_gone as
select facts.rowid as place, facts.ident_key
from trait_facts as facts
where facts.log_offset in (select log_offset from again_lines)
    and not exists (
        select 1
        from again_trait_facts as again
        where again.log_offset = facts.log_offset and again.ident_key = facts.ident_key and again.name = facts.name
            and again.value::varchar = facts.value::varchar and again.set_at = facts.set_at
    )
