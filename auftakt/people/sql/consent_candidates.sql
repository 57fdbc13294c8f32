-- gives: consent_candidates (temp; fresh decisions, and those that stood so far for the same people)
-- reads: fresh_consent_facts, identifiers, consents, merged
-- needs: nothing
create or replace temp table consent_candidates as
with reported as (
    select
        identifiers.person_id, channel, purpose, granted, evidence, decided_at, facts.source_id, log_offset
    from fresh_consent_facts as facts join identifiers on identifiers.ident_key = facts.ident_key
),
standing as (
    select
        coalesce(merged.into_person, consents.person_id) as person_id, channel, purpose, granted, evidence, decided_at,
        source_id, consents.log_offset
    from consents left join merged on merged.from_person = consents.person_id
    where consents.person_id in (
        select person_id from reported
        union all select from_person from merged
        union all select into_person from merged
    )
)
select * from reported
union all
select * from standing
