-- origin_id is the person id that the identifier was born with. person_id is always the smallest origin_id of the
-- identifiers that unretracted links hold together, so that a merge and its undo are the same computation.
create table if not exists identifiers (
    ident_key uhugeint not null, type varchar not null, value varchar not null, person_id bigint not null,
    origin_id bigint not null, first_seen timestamp not null, source_id varchar not null
);
-- Two identifiers seen together, key_a < key_b, once a pair. retracted_at is what the last of link_changes says.
create table if not exists links (
    link_id bigint not null, key_a uhugeint not null, key_b uhugeint not null, source_id varchar not null,
    seen_at timestamp not null, log_offset bigint not null, retracted_at timestamp
);
-- What people decided about links: change is retracted or redone. Append only.
create table if not exists link_changes (
    link_id bigint not null, change varchar not null, changed_at timestamp not null, actor varchar not null,
    reason varchar not null
);
create table if not exists people (
    person_id bigint not null, first_seen timestamp not null, last_seen timestamp not null, identifier_count bigint not null
);
-- Facts hang on the identifier they were reported with, so that an undone merge gives each person their own back.
create table if not exists trait_facts (
    ident_key uhugeint not null, name varchar not null, value json not null, set_at timestamp not null,
    source_id varchar not null, log_offset bigint not null
);
-- The latest fact of each name; text is null where the latest report took the trait away.
create table if not exists traits (
    person_id bigint not null, name varchar not null, text varchar, number double, set_at timestamp not null,
    source_id varchar not null, log_offset bigint not null
);
create table if not exists consent_facts (
    ident_key uhugeint not null, channel varchar not null, purpose varchar not null, granted boolean not null, evidence json,
    decided_at timestamp not null, source_id varchar not null, log_offset bigint not null
);
-- A yes that has to be confirmed by mail first; it becomes a fact when its owner confirms it.
create table if not exists consent_asks (
    ident_key uhugeint not null, purpose varchar not null, evidence json, asked_at timestamp not null,
    source_id varchar not null, log_offset bigint not null
);
create table if not exists consents (
    person_id bigint not null, channel varchar not null, purpose varchar not null, granted boolean not null, evidence json,
    decided_at timestamp not null, source_id varchar not null, log_offset bigint not null
);
-- Which visible person went into which, and the event that first joined them. Append only; an undo shows in identifiers.
create table if not exists merges (
    merged_at timestamp not null, from_person bigint not null, into_person bigint not null, log_offset bigint not null
);
-- People changed outside a batch (an undo); the next batch takes them as touched and empties this.
create table if not exists changed_people (
    person_id bigint not null, changed_at timestamp not null
);
-- When each computed trait was last brought up to date; period is the start of a calendar window, or 'query'.
create table if not exists computed_runs (
    trait_id varchar not null, name varchar not null, definition_hash varchar not null, period varchar not null,
    computed_at timestamp not null, error varchar
);
-- Each change of a computed trait; text is null where it went. Append only.
create table if not exists computed_changes (
    person_id bigint not null, name varchar not null, text varchar, changed_at timestamp not null
);
-- The highest person id that an erasure took out, so that no new person gets it: old records must not speak of them.
create table if not exists highest_ids (origin_id bigint not null);
-- Two people who may be one, by the identifiers that told most of what was compared; key_a < key_b. weight is log2 of the
-- odds. Whether it waits for somebody is not written here: it follows from match_decisions, identifiers and links.
create table if not exists match_pairs (
    pair_id bigint not null, key_a uhugeint not null, key_b uhugeint not null, probability double not null,
    weight double not null, run_id varchar not null, found_at timestamp not null
);
-- How far a pair agrees in each field, and what that adds to its weight.
create table if not exists match_levels (
    pair_id bigint not null, key_a uhugeint not null, key_b uhugeint not null, place integer not null, field varchar not null,
    kind varchar not null, level varchar not null, weight double not null
);
-- What was compared, one row a side, so that each side goes with its own person. part is given or family, or empty.
create table if not exists match_values (
    pair_id bigint not null, ident_key uhugeint not null, field varchar not null, part varchar not null, value varchar not null
);
-- What was decided about a pair: approved (link_id says which link that made), refused, or reopened. The one with the
-- highest number counts. Append only.
create table if not exists match_decisions (
    decision_no bigint not null, pair_id bigint not null, key_a uhugeint not null, key_b uhugeint not null, decision varchar not null,
    decided_at timestamp not null, actor varchar not null, reason varchar not null, link_id bigint
);
-- Links that the rules of identifier types did not let be made, once a pair. reason is blocked or limit; type is that of the
-- rule, held what the two would have had of it. When such a pair is seen again and fits, it is linked and its row goes.
create table if not exists refused_links (
    refusal_no bigint not null, key_a uhugeint not null, key_b uhugeint not null, source_id varchar not null,
    seen_at timestamp not null, log_offset bigint not null, reason varchar not null, type varchar not null, held bigint not null,
    refused_at timestamp not null
);
-- Which link it was, where it held until rules were applied to what is there.
alter table refused_links add column if not exists link_id bigint;
-- Companies, households and other groups, each known by a type and an id of that type.
create table if not exists groups (
    group_type varchar not null, group_id varchar not null, first_seen timestamp not null, last_seen timestamp not null
);
-- The latest that was told of a group, whoever told it; text is null where the latest report took the trait away.
create table if not exists group_traits (
    group_type varchar not null, group_id varchar not null, name varchar not null, text varchar, number double,
    set_at timestamp not null, source_id varchar not null, log_offset bigint not null
);
-- Who belongs to a group, by the identifier that it was told with, so that an undone merge gives each person their own
-- back. They belong to it as long as joined_at is later than left_at.
create table if not exists group_members (
    ident_key uhugeint not null, group_type varchar not null, group_id varchar not null, since timestamp,
    joined_at timestamp, left_at timestamp, source_id varchar not null, log_offset bigint not null
);
-- A yes that a replay found to be a question: no mail goes out for it.
alter table consent_asks add column if not exists quiet boolean;
-- Replays that have changed the rows above, with their counts; written in the same transaction.
create table if not exists applied_replays (
    replay_id varchar not null, applied_at timestamp not null, document varchar not null
);
