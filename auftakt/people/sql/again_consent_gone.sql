-- gives: again_consent_gone    facts of the lines looked at that are no more by today's logic
-- reads: consent_facts, again_lines, again_consent_facts
-- needs: nothing
create or replace temp table again_consent_gone as
select facts.rowid as place, facts.ident_key
from consent_facts as facts
where facts.log_offset in (select log_offset from again_lines)
    and not exists (
        select 1
        from again_consent_facts as again
        where again.log_offset = facts.log_offset and again.ident_key = facts.ident_key and again.channel = facts.channel and again.purpose = facts.purpose
            and again.granted = facts.granted and again.decided_at = facts.decided_at
        and again.evidence::varchar is not distinct from facts.evidence::varchar
    )
