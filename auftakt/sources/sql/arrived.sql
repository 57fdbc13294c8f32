-- gives: arrived            the whole lines of this batch's segments, read by the engine itself
-- reads: nothing
-- needs: $files, $after (lines before offset $after have had their effect already)
create or replace temp table arrived as
with lines as (
    select
        regexp_extract(parse_filename(filename), '^[0-9]+')::bigint + o as log_offset,
        r as received_at, s as source_id, k, i as message_id, t as type, n as name, "at" as happened_at,
        ids, tr as traits, p as properties, x as context, why, raw, m as mending
    from read_json(
        $files, format = 'newline_delimited', filename = true, ignore_errors = true,
        columns = {
            o: 'BIGINT', r: 'TIMESTAMP', s: 'VARCHAR', k: 'VARCHAR', i: 'VARCHAR', t: 'VARCHAR', n: 'VARCHAR',
            "at": 'TIMESTAMP', ids: 'VARCHAR[][]', tr: 'JSON', p: 'JSON', x: 'JSON', why: 'VARCHAR', raw: 'VARCHAR',
            m: 'JSON'
        }
    )
)
select *, md5_number(source_id || chr(31) || message_id) as event_key
from lines
where log_offset >= $after and received_at is not null and source_id is not null
    and (
        (k = 'e' and message_id is not null and type is not null and name is not null and happened_at is not null
            and (ids[1][1] is not null and ids[1][2] is not null
                -- About nobody in particular: ad spend, or what a company is.
                or type in ('fact', 'group') and coalesce(len(ids), 0) = 0))
        or (k = 'q' and why is not null and raw is not null)
        -- Somebody's who was erased: nothing is left of it but its place.
        or k = 'x'
    )
