-- gives: origins and owners of leads, the commonest first
-- reads: lead_cards
-- needs: nothing
select 'origin' as side, origin as value, count(*) as people from lead_cards where origin is not null group by origin
union all
select 'owner' as side, owner as value, count(*) as people from lead_cards where owner is not null group by owner
order by side, people desc, value
limit 400
