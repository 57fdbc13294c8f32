-- gives: fresh_links (temp; pairs of identifiers that were never linked; a star around each event's own identifier)
-- reads: fresh, links, refused_links
-- needs: nothing
create or replace temp table fresh_links as
with arms as (
    select ident_key as head, unnest(ids[2:]) as pair, source_id, happened_at, log_offset from fresh where len(ids) > 1
),
ends as (
    select head, md5_number(pair[1] || chr(31) || pair[2]) as other, source_id, happened_at, log_offset from arms
),
pairs as (
    select
        least(head, other) as key_a, greatest(head, other) as key_b, arg_min(source_id, log_offset) as source_id,
        min(happened_at) as seen_at, min(log_offset) as log_offset
    from ends
    where head <> other -- also leaves out what has no type or no value
    group by least(head, other), greatest(head, other)
)
select
    -- The number of a link that was refused later stays its own.
    greatest((select coalesce(max(link_id), 0) from links), (select coalesce(max(link_id), 0) from refused_links))
    + row_number() over (order by log_offset, key_a, key_b) as link_id,
    key_a, key_b, source_id, seen_at, log_offset
from pairs
-- What somebody took back is known too: it does not come back by itself.
where not exists (select 1 from links where links.key_a = pairs.key_a and links.key_b = pairs.key_b)
