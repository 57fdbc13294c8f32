-- gives: rehearsed_events (temp, empty; all events that a rehearsal may come to see)
-- reads: nothing
-- needs: nothing
-- slots: nothing
create or replace temp table rehearsed_events (
    log_offset bigint, person_id bigint, source_id varchar, message_id varchar, type varchar, name varchar,
    happened_at timestamp, received_at timestamp, revenue varchar, order_id varchar, campaign_id varchar, send_id varchar,
    category varchar, properties varchar
)
