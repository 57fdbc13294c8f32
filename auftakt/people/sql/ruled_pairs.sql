-- gives: ruled_pairs (temp; links and refused links among the people in question, by the ids their ends were born with)
-- reads: links, link_changes, refused_links, ruled_members
-- needs: nothing
create or replace temp table ruled_pairs as
with decided as (
    select link_id, max(changed_at) as decided_at from link_changes where change = 'redone' group by link_id
),
known as (
    -- What a person decided, by putting a link back or by a match, is no matter of rules.
    select
        links.link_id, key_a, key_b, source_id, seen_at, log_offset, true as is_held,
        source_id = 'match' or decided.decided_at is not null as is_forced, coalesce(decided.decided_at, seen_at) as decided_at
    from links left join decided on decided.link_id = links.link_id
    where retracted_at is null
    union all
    select link_id, key_a, key_b, source_id, seen_at, log_offset, false, false, seen_at
    from refused_links
    where not exists (select 1 from links where links.key_a = refused_links.key_a and links.key_b = refused_links.key_b)
)
select
    row_number() over () as pair_no, known.*, a.origin_id as a, b.origin_id as b, greatest(a.rank, b.rank) as rank,
    case
        when is_forced then null
        when a.blocked and b.blocked then least(a.type, b.type)
        when a.blocked then a.type
        when b.blocked then b.type
    end as blocked_type
from known
join ruled_members as a on a.ident_key = known.key_a
join ruled_members as b on b.ident_key = known.key_b
