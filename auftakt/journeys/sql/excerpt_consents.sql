-- gives: consents as they stand today
-- reads: consents
-- needs: nothing
-- slots: nothing
select person_id, channel, purpose, granted, decided_at, source_id from consents
