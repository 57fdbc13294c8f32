-- gives: lead_staged (temp; people whose stage is looked at: those whose points were, those touched, those who were moved by
--        hand, and those whose rest has ended since the last evaluation)
-- reads: lead_candidates, touched, lead_states
-- needs: $last, $now
create or replace temp table lead_staged as
select person_id from lead_candidates
union
select person_id from touched
union
select person_id from lead_states where (until > $last and until <= $now) or moved_at >= $last
