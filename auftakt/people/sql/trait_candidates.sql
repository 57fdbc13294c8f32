-- gives: trait_candidates (temp; what competes to be the current value: fresh facts, and what stood so far for the same people)
-- reads: fresh_trait_facts, identifiers, traits, merged
-- needs: nothing
create or replace temp table trait_candidates as
with reported as (
    select
        identifiers.person_id, facts.name, facts.value ->> '$' as text, facts.set_at, facts.source_id, facts.log_offset
    from fresh_trait_facts as facts join identifiers on identifiers.ident_key = facts.ident_key
),
standing as (
    select coalesce(merged.into_person, traits.person_id) as person_id, name, text, set_at, source_id, traits.log_offset
    from traits left join merged on merged.from_person = traits.person_id
    where traits.person_id in (
        select person_id from reported
        union all select from_person from merged
        union all select into_person from merged
    )
)
select * from reported
union all
select * from standing
