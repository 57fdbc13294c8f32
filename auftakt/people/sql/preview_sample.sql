-- gives: values of some people
-- reads: computed_now
-- needs: $chosen
select person_id, text from computed_now where list_contains($chosen, person_id)
