-- gives: highest_ids        the highest person id by now, where it is higher than what stands there
-- reads: identifiers, highest_ids
-- needs: nothing
insert into highest_ids (origin_id)
select max(identifiers.origin_id)
from identifiers
having max(identifiers.origin_id) > (select coalesce(max(highest_ids.origin_id), 0) from highest_ids)
