-- What arrived. One row an event, never rewritten by merges: people are joined by ident_key. Properties that most questions
-- ask for are columns too, since opening JSON costs more than all the rest of a question.
create table if not exists events (
    log_offset bigint not null, event_key uhugeint not null, source_id varchar not null, message_id varchar not null,
    type varchar not null, name varchar not null, happened_at timestamp not null, received_at timestamp not null,
    ident_key uhugeint not null, revenue decimal(18, 4), order_id varchar, campaign_id varchar, send_id varchar,
    category varchar,
    traits json, properties json, context json
);
-- True where a bot sent it: it is kept and shown, but counts in no figure and meets no condition.
alter table events add column if not exists bot boolean;
-- What could not be taken as it came; raw is kept so that it can be mended and replayed.
create table if not exists quarantine (
    log_offset bigint not null, received_at timestamp not null, source_id varchar not null,
    reason varchar not null, raw varchar not null, state varchar not null
);
-- What the event is called, and which of its properties is meant, where the tracking plan holds it back.
alter table quarantine add column if not exists name varchar;
alter table quarantine add column if not exists detail varchar;
-- What a mend needs of the request that brought it, and what became of the row: who mended or dismissed it and why, and
-- the message id under which it was taken.
alter table quarantine add column if not exists kind varchar;
alter table quarantine add column if not exists dialect varchar;
alter table quarantine add column if not exists sent_at timestamp;
alter table quarantine add column if not exists context varchar;
alter table quarantine add column if not exists changed_at timestamp;
alter table quarantine add column if not exists changed_by varchar;
alter table quarantine add column if not exists note varchar;
alter table quarantine add column if not exists mended_as varchar;
-- The events that came in place of a quarantined line: whose they are, so that an erasure finds the line too.
create table if not exists mends (
    quarantined bigint not null, log_offset bigint not null, ident_key uhugeint not null, message_id varchar not null,
    name varchar not null, happened_at timestamp not null, mended_at timestamp not null, mended_by varchar not null
);
-- In what events differed from the tracking plan, by the hour. No values: the event itself has them.
create table if not exists tracking_violations (
    hour timestamp not null, source_id varchar not null, type varchar not null, name varchar not null,
    place varchar not null, key varchar not null, problem varchar not null, action varchar not null,
    events bigint not null, last_offset bigint not null
);
-- received = stored + quarantined + duplicate + suppressed, per batch and source.
create table if not exists ingest_counts (
    batch_at timestamp not null, source_id varchar not null, received bigint not null, stored bigint not null,
    quarantined bigint not null, duplicate bigint not null, suppressed bigint not null
);
-- Identifiers of people who must not be collected any more.
create table if not exists blocked_identifiers (
    ident_key uhugeint not null, type varchar not null, value varchar not null, since timestamp not null, reason varchar not null
);
