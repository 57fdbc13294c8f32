-- gives: again_ask_gone    facts of the lines looked at that are no more by today's logic
-- reads: consent_asks, again_lines, again_consent_asks
-- needs: nothing
create or replace temp table again_ask_gone as
select facts.rowid as place, facts.ident_key
from consent_asks as facts
where facts.log_offset in (select log_offset from again_lines)
    and not exists (
        select 1
        from again_consent_asks as again
        where again.log_offset = facts.log_offset and again.ident_key = facts.ident_key and again.purpose = facts.purpose
            and again.asked_at = facts.asked_at and again.evidence::varchar is not distinct from facts.evidence::varchar
    )
