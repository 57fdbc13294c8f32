-- gives: how many labels changed in the last round
-- reads: component_labels, component_next
-- needs: nothing
select count(*) as changed
from component_next join component_labels on component_labels.member = component_next.member
where component_labels.label <> component_next.label
