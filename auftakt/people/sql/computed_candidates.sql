-- gives: computed_candidates (temp; the people whose traits are computed)
-- reads: candidates
-- needs: nothing
-- slots: candidates
create or replace temp table computed_candidates as select distinct person_id from candidates
