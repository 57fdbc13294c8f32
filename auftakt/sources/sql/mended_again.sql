-- gives: repeats            adds lines that mend what another line has mended already
-- reads: mendings, quarantine
-- needs: nothing
insert into repeats
select log_offset
from (
    select log_offset, quarantined, row_number() over (partition by quarantined, part order by log_offset) as place
    from mendings
    where quarantined is not null
)
where (place > 1 or quarantined in (select log_offset from quarantine where state = 'mended'))
    and log_offset not in (select log_offset from repeats)
