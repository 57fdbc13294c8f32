-- gives: fewer rows in positions: everybody who moves now
-- reads: journey_moving, positions
-- needs: nothing
-- slots: nothing
delete from positions where rowid in (select place from journey_moving)
