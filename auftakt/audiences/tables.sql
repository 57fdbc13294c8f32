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
-- What a rule of the lead model gives a person: `worth` at `worth_at`, halved every half_life_days since (null: it stays), so
-- that it is exact at any time. axis is score or fit; times: how many events count.
create table if not exists lead_points (
    person_id bigint not null, rule_id varchar not null, axis varchar not null, worth double not null,
    worth_at timestamp not null, half_life_days double, times bigint not null
);
-- When the model was last applied, and when what fades was last written to the trait.
create table if not exists lead_runs (model_hash varchar not null, evaluated_at timestamp not null, faded_at timestamp not null);
-- Each move of a lead, by an identifier that goes with its person when a merge is undone. was: the stage before; what: entered
-- (by a rule), moved (by hand), accepted, refused or recycled; happened_at: when what made it happened, moved_at: when it was
-- noticed; until: when the rest of whoever was refused or recycled ends (null: set aside). Append only.
create table if not exists lead_moves (
    move_no bigint not null, ident_key uhugeint not null, moved_at timestamp not null, happened_at timestamp not null,
    stage_id varchar not null, was varchar, what varchar not null, actor varchar not null, reason varchar not null,
    note varchar not null, because varchar not null, until timestamp
);
-- Where people stand, as it follows from lead_moves; waits: for an answer to a hand-over.
create table if not exists lead_states (
    person_id bigint not null, stage_id varchar not null, moved_at timestamp not null, happened_at timestamp not null,
    what varchar not null, actor varchar not null, reason varchar not null, until timestamp, waits boolean not null
);
