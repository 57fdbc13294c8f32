-- gives: consents (the latest decision of each channel and purpose; of two in the same event the refusal)
-- reads: consent_candidates
-- needs: nothing
insert into consents (person_id, channel, purpose, granted, evidence, decided_at, source_id, log_offset)
with latest as (
    select
        person_id, channel, purpose,
        arg_max(
            {'granted': granted, 'evidence': evidence, 'decided_at': decided_at, 'source_id': source_id, 'log_offset': log_offset},
            {'decided_at': decided_at, 'log_offset': log_offset, 'refused': not granted, 'evidence': cast(evidence as varchar)}
        ) as fact
    from consent_candidates
    group by person_id, channel, purpose
)
select
    person_id, channel, purpose, fact['granted'], fact['evidence'], fact['decided_at'], fact['source_id'], fact['log_offset']
from latest
