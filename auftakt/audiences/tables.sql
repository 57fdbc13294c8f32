create table if not exists memberships (
    audience_id varchar not null, person_id bigint not null, since timestamp not null, because varchar not null
);
create table if not exists membership_changes (
    audience_id varchar not null, person_id bigint not null, changed_at timestamp not null, entered boolean not null, because varchar not null
);
create table if not exists audience_runs (
    audience_id varchar not null, rule_hash varchar not null, evaluated_at timestamp not null, size bigint not null
);
-- Memberships that began because of a replay: a fact, but no occasion for a journey to take somebody in.
create table if not exists quiet_memberships (
    audience_id varchar not null, person_id bigint not null, since timestamp not null
);
