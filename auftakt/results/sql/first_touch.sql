-- gives: the moment of the first touch of any campaign, or null
-- reads: touches
-- needs: nothing
select min(happened_at) as at
from touches
