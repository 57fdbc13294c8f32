-- gives: identifiers (without those of the people that are grouped anew)
-- reads: identifiers, regrouped
-- needs: nothing
delete from identifiers where person_id in (select person_id from regrouped)
