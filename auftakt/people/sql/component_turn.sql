-- gives: component_labels (temp; those of the last round)
-- reads: component_next
-- needs: nothing
create or replace temp table component_labels as select member, label from component_next
