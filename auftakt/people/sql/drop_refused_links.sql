-- gives: fresh_links (without those that the rules refuse)
-- reads: fresh_links, fresh_refused
-- needs: nothing
delete from fresh_links
where exists (
    select 1 from fresh_refused where fresh_refused.key_a = fresh_links.key_a and fresh_refused.key_b = fresh_links.key_b
)
