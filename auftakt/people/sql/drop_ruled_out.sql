-- gives: links (without those that are refused now)
-- reads: links, ruled_pairs, ruled_refused
-- needs: nothing
delete from links where link_id in (
    select link_id from ruled_pairs join ruled_refused as refused on refused.pair_no = ruled_pairs.pair_no where is_held
)
