-- gives: how many messages of this round are reserved
-- reads: journey_decisions
-- needs: nothing
-- slots: nothing
select count(*) as messages from journey_decisions where reason = 'sent_ok'
