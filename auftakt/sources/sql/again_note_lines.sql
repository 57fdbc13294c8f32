-- gives: again_lines        the lines of this portion
-- reads: arrived, fates, again_chosen
-- needs: nothing
insert into again_lines (log_offset, source_id, name, stored, fate)
select arrived.log_offset, arrived.source_id, arrived.name, again_chosen.stored, fates.fate
from arrived
join fates on fates.log_offset = arrived.log_offset
join again_chosen on again_chosen.log_offset = arrived.log_offset
