-- gives: lines              a finished segment of the log, whose events are known again by the hash of their row
-- reads: drafts, file_rows
-- needs: $path, $received_at, $source_id, $prefix
copy (
    select
        row_number() over () - 1 as o, $received_at as r, $source_id as s, 'e' as k,
        coalesce(event_id, $prefix || auftakt_hash || ':' || number) as i, type as t, name as n,
        strftime(happened_at, '%Y-%m-%dT%H:%M:%S.%fZ') as "at", ids, traits as tr, properties as p
    from drafts
    join file_rows on auftakt_row = file_row
    where problem is null
) to $path (format json, compression zstd)
