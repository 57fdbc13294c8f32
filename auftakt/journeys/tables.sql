-- Which arm of a campaign a person is in; decided once, for ever.
create table if not exists assignments (
    campaign_id varchar not null, person_id bigint not null, arm varchar not null, assigned_at timestamp not null
);
-- Who entered, holdout included: what re-entry rules look at. One row a journey, person and entry key.
create table if not exists entries (
    journey_id varchar not null, person_id bigint not null, entry_key varchar not null, entered_at timestamp not null
);
-- Up to when memberships were looked at, so that a batch reads only what came since.
create table if not exists entry_marks (
    journey_id varchar not null, version integer not null, seen_until timestamp not null
);
-- Who is in flight. arrived_at and due_at are the person's own time: a late batch does not stretch a wait.
create table if not exists positions (
    journey_id varchar not null, version integer not null, person_id bigint not null, entry_key varchar not null,
    step_id varchar not null, arrived_at timestamp not null, due_at timestamp not null, entered_at timestamp not null
);
-- Every move with its reason. Append only.
create table if not exists transitions (
    journey_id varchar not null, version integer not null, person_id bigint not null, entry_key varchar not null,
    moved_at timestamp not null, from_step varchar, to_step varchar, reason varchar not null, detail varchar
);
-- Every decided message, sent or not, with its reason. Append only.
create table if not exists sends (
    send_id varchar not null, campaign_id varchar not null, journey_id varchar not null, version integer not null,
    step_id varchar not null, person_id bigint not null, channel varchar not null, variant_id varchar, language varchar,
    address varchar, decision varchar not null, reason varchar not null, decided_at timestamp not null, approval_id varchar
);
