-- gives: changed_link (temp; the link as it shall be)
-- reads: links
-- needs: $link_id, $retracted_at
create or replace temp table changed_link as
select * replace (cast($retracted_at as timestamp) as retracted_at) from links where link_id = $link_id
