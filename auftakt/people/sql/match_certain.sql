-- gives: match_choice (temp; of the fresh pairs those that the guard lets join, unless somebody ever decided about them)
-- reads: match_fresh, match_joined, match_decisions, identifiers
-- needs: nothing
create or replace temp table match_choice as
select fresh.pair_id, fresh.key_a, fresh.key_b, a.person_id as person_a, b.person_id as person_b
from match_fresh as fresh
join match_joined as joined on joined.record_a = fresh.record_a and joined.record_b = fresh.record_b
join identifiers as a on a.ident_key = fresh.key_a
join identifiers as b on b.ident_key = fresh.key_b
where fresh.pair_id not in (select pair_id from match_decisions)
