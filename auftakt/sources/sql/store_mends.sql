-- gives: mends              appends what came in place of quarantined lines, also where nothing of the person is collected
-- reads: mendings, arrived, quarantine
-- needs: $now
insert into mends (quarantined, log_offset, ident_key, message_id, name, happened_at, mended_at, mended_by)
select
    mendings.quarantined, arrived.log_offset, coalesce(md5_number(ids[1][1] || chr(31) || ids[1][2]), 0::uhugeint),
    arrived.message_id, arrived.name, arrived.happened_at, $now, mendings.mended_by
from mendings
join arrived on arrived.log_offset = mendings.log_offset
where mendings.quarantined is not null
    and mendings.quarantined not in (select log_offset from quarantine where state = 'mended')
