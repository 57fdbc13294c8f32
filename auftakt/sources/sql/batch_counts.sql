-- gives: counts             the fates of this batch's lines
-- reads: fates
-- needs: nothing
select
    count(*) as received,
    count(*) filter (where fate = 'stored') as stored,
    count(*) filter (where fate = 'quarantined') as quarantined,
    count(*) filter (where fate = 'duplicate') as duplicate,
    count(*) filter (where fate = 'suppressed') as suppressed
from fates
