-- gives: again_removed      links that are judged anew ($all), or that no event tells of any more
-- reads: again_old_links, again_links, again_outside
-- needs: $all
create or replace temp table again_removed as
select old.*
from again_old_links as old
where (
        $all
        or not exists (select 1 from again_links as again where again.key_a = old.key_a and again.key_b = old.key_b)
    )
    and not exists (
        select 1
        from again_outside as outside
        where least(outside.head, outside.other) = old.key_a and greatest(outside.head, outside.other) = old.key_b
    )
