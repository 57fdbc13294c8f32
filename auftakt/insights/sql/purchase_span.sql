-- gives: the first and the last purchase, and how many till lines there are; what was played does not count
-- reads: events
-- needs: $now, $played
select min(happened_at) as first_at, max(happened_at) as last_at, count(*) as lines
from events
where name = 'Product Purchased' and happened_at <= $now and source_id <> $played and bot is not true
