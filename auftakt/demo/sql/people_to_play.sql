-- gives: everybody assigned to the campaign, whether a mail of it was accepted for them, and the lots they draw
-- reads: assignments, identifiers, events
-- needs: $campaign_id, $salt
with mailed as (
    select distinct identifiers.person_id
    from events
    join identifiers on identifiers.ident_key = events.ident_key
    where events.name = 'Email Sent' and events.campaign_id = $campaign_id
),
cards as (
    select person_id, min(value) as loyalty_card from identifiers where type = 'loyalty_card' group by person_id
),
mails as (
    select person_id, min(value) as email from identifiers where type = 'email' group by person_id
),
drawing as (
    select assignments.person_id, assignments.assigned_at, $salt || ':' || lot.name as salt, lot.name
    from assignments
    cross join (values ('opens'), ('clicks'), ('buys'), ('buys_after_mail'), ('when'), ('amount')) as lot (name)
    where assignments.campaign_id = $campaign_id
),
lots as (
    select
        person_id,
        assigned_at,
        name,
        ('0x' || substr(md5(salt || ':' || person_id), 1, 8))::bigint / 4294967296.0 as lot
    from drawing
)
select
    lots.person_id,
    lots.assigned_at,
    any_value(cards.loyalty_card) as loyalty_card,
    any_value(mails.email) as email,
    any_value(mailed.person_id) is not null as mailed,
    max(case when lots.name = 'opens' then lots.lot end) as opens,
    max(case when lots.name = 'clicks' then lots.lot end) as clicks,
    max(case when lots.name = 'buys' then lots.lot end) as buys,
    max(case when lots.name = 'buys_after_mail' then lots.lot end) as buys_after_mail,
    max(case when lots.name = 'when' then lots.lot end) as day_lot,
    max(case when lots.name = 'amount' then lots.lot end) as amount_lot
from lots
left join mailed on mailed.person_id = lots.person_id
left join cards on cards.person_id = lots.person_id
left join mails on mails.person_id = lots.person_id
group by lots.person_id, lots.assigned_at
order by lots.person_id
