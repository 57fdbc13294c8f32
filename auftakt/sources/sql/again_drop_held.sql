-- gives: quarantine         without lines that today's plan lets through, or holds for another reason
-- reads: again_lines, again_quarantine
-- needs: nothing
delete from quarantine
where state = 'open'
    and log_offset in (select log_offset from again_lines where not stored)
    and not exists (
        select 1
        from again_quarantine as again
        where again.log_offset = quarantine.log_offset and again.reason = quarantine.reason
            and again.detail is not distinct from quarantine.detail and again.raw = quarantine.raw
    )
