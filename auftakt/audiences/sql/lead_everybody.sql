-- gives: lead_candidates (temp; the people that are looked at)
-- reads: candidates
-- needs: nothing
-- slots: candidates
create or replace temp table lead_candidates as select distinct person_id from candidates
