-- gives: again_named        what the lines name that would not be stored today, and what is written another way
-- reads: arrived, fates, again_chosen, again_spelt
-- needs: nothing
insert into again_named
with fallen as (
    select unnest(arrived.ids) as pair
    from arrived
    join fates on fates.log_offset = arrived.log_offset and fates.fate <> 'stored'
    join again_chosen on again_chosen.log_offset = arrived.log_offset and again_chosen.stored
)
select md5_number(pair[1] || chr(31) || pair[2]) from fallen where pair[1] is not null and pair[2] is not null
union
select unnest(were) from again_spelt
