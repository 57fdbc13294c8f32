-- gives: examples           of people who join, with whom
-- reads: again_went
-- needs: $most
select from_person, into_person from again_went where into_person is not null order by from_person limit $most
