-- gives: fewer rows in positions: who left by an interrupt
-- reads: journey_exits, positions
-- needs: nothing
-- slots: nothing
delete from positions where rowid in (select place from journey_exits)
