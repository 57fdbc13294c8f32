-- gives: refused_links (without those that hold now)
-- reads: refused_links, ruled_pairs, ruled_refused
-- needs: nothing
delete from refused_links
where exists (
    select 1 from ruled_pairs
    where
        not is_held and ruled_pairs.key_a = refused_links.key_a and ruled_pairs.key_b = refused_links.key_b
        and not exists (select 1 from ruled_refused where ruled_refused.pair_no = ruled_pairs.pair_no)
)
