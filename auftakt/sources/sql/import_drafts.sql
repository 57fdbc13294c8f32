-- gives: drafts             the events of one kind that the rows of a chunk give, with what is wrong with them
-- reads: chunk
-- needs: $number, $type, $received_at, $latest, $max_name, $max_identifier
-- slots: the_name, the_when, the_untimed, the_time, the_time_text, the_traits, the_properties, the_amount, the_amount_text, the_key
insert into drafts
with found as (
    select
        auftakt_row as file_row, the_key as event_key, auftakt_ids as ids, the_name as name,
        case when the_untimed then $received_at else the_time end as happened_at,
        the_time_text as time_text, the_traits as traits, the_properties as properties, the_amount as amount,
        the_amount_text as amount_text
    from chunk
    where the_when
),
checked as (
    select
        found.*,
        case
            when ids is null then 'no_identifier'
            when length(array_to_string(flatten(ids), '')) > $max_identifier
                and len(list_filter(ids, lambda pair: length(pair[2]) > $max_identifier)) > 0
                then 'identifier_too_long'
            when name is null then 'no_name'
            when length(name) > $max_name then 'name_too_long'
            when happened_at is null then 'unreadable_time'
            when happened_at < timestamp '2000-01-01' then 'too_old'
            when happened_at > $latest then 'in_the_future'
            when amount_text is not null and amount is null then 'unreadable_amount'
        end as problem
    from found
)
select
    file_row, event_key, $number, $type, name, happened_at, ids, traits, properties, problem,
    case
        when problem in ('unreadable_time', 'too_old', 'in_the_future') then 'time'
        when problem = 'unreadable_amount' then 'revenue'
    end,
    case
        when problem in ('unreadable_time', 'too_old', 'in_the_future') then substr(time_text, 1, 500)
        when problem = 'unreadable_amount' then substr(amount_text, 1, 500)
    end
from checked
