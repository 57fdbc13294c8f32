-- gives: the commonest values of a trait that is tried
-- reads: computed_now
-- needs: nothing
select text as value, count(*) as people from computed_now group by text order by people desc, text limit 8
