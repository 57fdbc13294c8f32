-- gives: when the next rest of a lead ends
-- reads: lead_states
-- needs: $now
select min(until) as due_at from lead_states where until > $now
