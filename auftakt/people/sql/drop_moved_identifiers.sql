-- gives: identifiers (without the rows of merged people)
-- reads: merged
-- needs: nothing
delete from identifiers where person_id in (select from_person from merged)
