-- gives: audience_facts (temp; one row a candidate with all that rules ask for; one look at each table for all rules)
-- reads: audience_candidates, people, events, identifiers, traits, consents, memberships
-- needs: $now
-- slots: person_edges, event_values, event_scope, sequence_flags, sequence_scope, sequence_chains, sequence_values, trait_values, trait_scope, consent_values, consent_scope, member_values, member_scope
create or replace temp table audience_facts as
with zoned as (
    select person_id, edges from person_edges where person_id in (select person_id from audience_candidates)
),
known as (
    select identifiers.ident_key, identifiers.person_id, zoned.edges
    from identifiers left join zoned using (person_id)
    where identifiers.person_id in (select person_id from audience_candidates)
),
by_event as (
    select known.person_id, event_values as event_leaf
    from events join known on known.ident_key = events.ident_key
    where event_scope and events.bot is not true and happened_at <= $now
    group by known.person_id
),
sequence_events as (
    select known.person_id, happened_at, sequence_flags as flags
    from events join known on known.ident_key = events.ident_key
    where sequence_scope and events.bot is not true and happened_at <= $now
    group by known.person_id, happened_at
),
by_sequence as (
    select person_id, sequence_values as sequence_leaf from sequence_chains group by person_id
),
by_trait as (
    select person_id, trait_values as trait_leaf
    from traits
    where trait_scope and person_id in (select person_id from audience_candidates)
    group by person_id
),
by_consent as (
    select person_id, consent_values as consent_leaf
    from consents
    where consent_scope and person_id in (select person_id from audience_candidates)
    group by person_id
),
by_member as (
    select person_id, member_values as member_leaf
    from memberships
    where member_scope and person_id in (select person_id from audience_candidates)
    group by person_id
)
select person_id, edges, event_leaf, sequence_leaf, trait_leaf, consent_leaf, member_leaf
from audience_candidates
semi join people using (person_id)
left join zoned using (person_id)
left join by_event using (person_id)
left join by_sequence using (person_id)
left join by_trait using (person_id)
left join by_consent using (person_id)
left join by_member using (person_id)
