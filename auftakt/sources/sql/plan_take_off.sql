-- gives: arrived            without the properties and traits that the plan takes off
-- reads: plan_taken
-- needs: nothing
update arrived
set
    properties = case
        when arrived.properties is null or plan_taken.properties is null then arrived.properties
        else json_merge_patch(arrived.properties, plan_taken.properties)
    end,
    traits = case
        when arrived.traits is null or plan_taken.traits is null then arrived.traits
        else json_merge_patch(arrived.traits, plan_taken.traits)
    end
from plan_taken
where plan_taken.log_offset = arrived.log_offset
