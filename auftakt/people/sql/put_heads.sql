-- gives: fresh (with the own identifier of each event in the first place)
-- reads: fresh_heads
-- needs: nothing
update fresh
set
    ids = [ids[fresh_heads.place]] || ids[:fresh_heads.place - 1] || ids[fresh_heads.place + 1:],
    ident_key = md5_number(ids[fresh_heads.place][1] || chr(31) || ids[fresh_heads.place][2])
from fresh_heads where fresh_heads.log_offset = fresh.log_offset
