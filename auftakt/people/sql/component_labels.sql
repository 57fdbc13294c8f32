-- gives: component_labels (temp; each member with the smallest among itself and its neighbours)
-- reads: component_edges
-- needs: nothing
create or replace temp table component_labels as
with ends as (
    select a as member, b as neighbour from component_edges
    union all
    select b as member, a as neighbour from component_edges
)
select member, least(member, min(neighbour)) as label from ends group by member
