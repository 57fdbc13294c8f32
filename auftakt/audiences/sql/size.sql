-- gives: how many match, how many there are, how many of the matching may be written to by mail
-- reads: matching_people, people, consents, identifiers
-- needs: nothing
select
    (select count(*) from matching_people) as size,
    (select count(*) from people) as total,
    (
        select count(distinct consents.person_id)
        from consents
        where consents.channel = 'email' and consents.purpose = 'marketing' and consents.granted
            and consents.person_id in (select person_id from matching_people)
            and consents.person_id in (select person_id from identifiers where type = 'email')
    ) as reachable_email
