-- gives: ruled_refused (also the pairs that don't fit a limit)
-- reads: limit_refusals (arrays handed in by the caller)
-- needs: nothing
insert into ruled_refused (pair_no, reason, type, held) select link_id, 'limit', type, held from limit_refusals
