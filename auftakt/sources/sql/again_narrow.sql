-- gives: arrived            only what was chosen
-- reads: arrived, again_chosen
-- needs: nothing
delete from arrived where log_offset not in (select log_offset from again_chosen)
