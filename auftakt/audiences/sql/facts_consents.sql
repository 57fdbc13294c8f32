-- gives: what one person allows
-- reads: consents
-- needs: $person_id
select channel, purpose from consents where person_id = $person_id and granted
