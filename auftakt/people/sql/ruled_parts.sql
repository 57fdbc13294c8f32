-- gives: the largest parts of some people who would be split or merged, with their strongest identifiers
-- reads: ruled_outcome
-- needs: $merged, $wholes, $parts, $members
with told as (
    select
        case when $merged then becomes else person_id end as whole, case when $merged then person_id else becomes end as part,
        type, value, rank
    from ruled_outcome
),
counted as (
    select
        *, count(*) over (partition by whole, part) as identifiers,
        row_number() over (partition by whole, part order by rank, type, value) as place
    from told where whole in (select unnest(cast($wholes as bigint[])))
),
sized as (
    select *, dense_rank() over (partition by whole order by identifiers desc, part) as size from counted
)
select whole, part, identifiers, type, value from sized
where size <= $parts and place <= $members
order by whole, size, place
