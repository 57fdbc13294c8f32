-- gives: by which rule some people would be split, the one that cuts most links first
-- reads: ruled_outcome, ruled_pairs, ruled_refused
-- needs: $wholes
select ends.person_id, refused.reason, refused.type as rule, max(refused.held) as held, count(*) as links
from ruled_refused as refused
join ruled_pairs as pairs on pairs.pair_no = refused.pair_no
join ruled_outcome as ends on ends.ident_key = pairs.key_a
where pairs.is_held and ends.person_id in (select unnest(cast($wholes as bigint[])))
group by ends.person_id, refused.reason, refused.type
order by ends.person_id, links desc, refused.reason, refused.type
