-- gives: retracted_link (temp; the link as it shall be)
-- reads: links
-- needs: $link_id, $now
create or replace temp table retracted_link as
select * replace (cast($now as timestamp) as retracted_at) from links where link_id = $link_id
