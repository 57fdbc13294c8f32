-- gives: refused_links      without refusals of the lines looked at that today's rules don't make
-- reads: again_lines, fresh_refused
-- needs: nothing
delete from refused_links
where log_offset in (select log_offset from again_lines)
    and not exists (
        select 1
        from fresh_refused
        where fresh_refused.key_a = refused_links.key_a and fresh_refused.key_b = refused_links.key_b
            and fresh_refused.reason = refused_links.reason and fresh_refused.type = refused_links.type
            and fresh_refused.held = refused_links.held
    )
