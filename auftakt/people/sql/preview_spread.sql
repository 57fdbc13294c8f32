-- gives: how many would have a trait, and of numbers the spread
-- reads: computed_now, people
-- needs: nothing
select
    count(*) as people, (select count(*) from people) as total, min(try_cast(text as double)) as smallest,
    median(try_cast(text as double)) as median, max(try_cast(text as double)) as largest
from computed_now
