-- gives: component_next (temp; the labels after one round: from across each edge, and from the label's own label)
-- reads: component_edges, component_labels
-- needs: nothing
create or replace temp table component_next as
with across as (
    select one.label as a, other.label as b
    from component_edges
    join component_labels as one on one.member = component_edges.a
    join component_labels as other on other.member = component_edges.b
),
offers as (
    select member, label from component_labels
    union all
    select component_labels.member, above.label
    from component_labels join component_labels as above on above.member = component_labels.label
    union all
    select a as member, b as label from across
    union all
    select b as member, a as label from across
)
select member, min(label) as label from offers group by member
