-- gives: drafts             marks the rows that name somebody who was erased
-- reads: drafts, erased
-- needs: $reason, $salt (of the hashes in erased)
update drafts
set problem = $reason, problem_column = null, problem_text = null
where exists (
    select 1
    from unnest(drafts.ids) as pairs (pair)
    join erased on erased.digest = sha256($salt || pairs.pair[1] || chr(31) || pairs.pair[2])
    where erased.until is null or drafts.happened_at is null or drafts.happened_at <= erased.until
)
