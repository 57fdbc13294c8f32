-- gives: the named traits of some people; numbers that are whole come without decimals
-- reads: traits
-- needs: $people, $names
-- $people is text such as [1,2]: binding a list costs DuckDB's Python client 60 microseconds an element.
select person_id, name,
    coalesce(
        text,
        case when number = floor(number) then cast(cast(number as hugeint) as varchar) else cast(number as varchar) end
    ) as value
from traits
where person_id in (select unnest(cast($people as bigint[]))) and name in (select unnest($names))
order by person_id, name
