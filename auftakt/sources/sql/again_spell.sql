-- gives: arrived            with identifiers as they are written today
-- reads: arrived, again_spelt
-- needs: nothing
update arrived set ids = again_spelt.ids from again_spelt where again_spelt.log_offset = arrived.log_offset
