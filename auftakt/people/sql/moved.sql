-- gives: moved (temp; who goes into whom)
-- reads: moved_pairs (arrays handed in by the caller)
-- needs: nothing
create or replace temp table moved as
select cast(from_person as bigint) as from_person, cast(into_person as bigint) as into_person from moved_pairs
