-- gives: match_links (temp; the pairs of the choice with their links: those that are there already, or new numbers)
-- reads: match_choice, links, refused_links
-- needs: nothing
create or replace temp table match_links as
select
    choice.pair_id, choice.key_a, choice.key_b, links.link_id is null as is_new,
    coalesce(
        links.link_id,
        greatest((select coalesce(max(link_id), 0) from links), (select coalesce(max(link_id), 0) from refused_links))
        + row_number() over (partition by links.link_id is null order by choice.pair_id)
    ) as link_id
from match_choice as choice left join links on links.key_a = choice.key_a and links.key_b = choice.key_b
