-- gives: again_spelt        lines of which an identifier is written another way today, with all their identifiers
-- reads: arrived, again_spellings (arrays handed in by the caller)
-- needs: nothing
create or replace temp table again_spelt as
with places as (
    select log_offset, unnest(ids) as pair, generate_subscripts(ids, 1) as place from arrived
),
spelt as (
    select
        places.log_offset, places.place, places.pair[1] as type, places.pair[2] as value, coalesce(spellings.became, places.pair[2]) as became
    from places
    left join again_spellings as spellings on spellings.type = places.pair[1] and spellings.value = places.pair[2]
)
select
    log_offset, list([type, became] order by place) as ids,
    list(md5_number(type || chr(31) || value)) filter (where value <> became) as were
from spelt
group by log_offset
having bool_or(value <> became)
