-- What campaigns did with people and what people did with mails: the one meaning of "touch" for every KPI.
create or replace view touches as
select
    events.campaign_id,
    identifiers.person_id,
    events.name,
    case when events.name = 'Campaign Received' then lower(coalesce(events.properties ->> '$.channel', 'other')) else 'email' end as channel,
    events.happened_at
from events
join identifiers on identifiers.ident_key = events.ident_key
where events.campaign_id is not null
  and events.bot is not true
  and events.name in ('Email Sent', 'Campaign Received', 'Email Opened', 'Email Link Clicked');

-- When and by which channel a campaign first reached a person. One row per campaign and person.
create or replace view first_reached as
select campaign_id, person_id, min(happened_at) as reached_at, min_by(channel, (happened_at, channel)) as channel
from touches
where name in ('Email Sent', 'Campaign Received')
group by campaign_id, person_id;

-- Everything that people did from the first touch of a campaign on: `reached_by` is that campaign, the rest the event's.
create or replace view after_reach as
select
    first_reached.campaign_id as reached_by,
    first_reached.channel,
    first_reached.reached_at,
    events.event_key,
    events.message_id,
    events.name,
    events.happened_at,
    events.order_id,
    events.revenue,
    events.campaign_id,
    events.send_id,
    events.category,
    events.properties
from first_reached
join identifiers on identifiers.person_id = first_reached.person_id
join events on events.ident_key = identifiers.ident_key and events.happened_at >= first_reached.reached_at
where events.bot is not true;
