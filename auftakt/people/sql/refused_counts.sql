-- gives: how many links were refused, by reason and type
-- reads: refused_links
-- needs: nothing
select reason, type, count(*) as links from refused_links group by reason, type order by links desc, reason, type
