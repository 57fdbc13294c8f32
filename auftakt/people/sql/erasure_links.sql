-- gives: erased_links (temp; links that hold one of these identifiers)
-- reads: links
-- needs: $keys
create or replace temp table erased_links as
select link_id from links where key_a in (select unnest($keys::uhugeint[])) or key_b in (select unnest($keys::uhugeint[]))
