-- gives: one row per household as a loyalty CRM would export it; names and addresses are made up and marked as samples
-- reads: transactions, demographics
-- needs: $moved_days, $salt
with households as (
    select household_id, min(transaction_timestamp)::timestamp as first_bought from transactions group by household_id
),
drawn as (
    select
        household_id,
        first_bought,
        ('0x' || substr(md5($salt || ':language:' || household_id), 1, 8))::bigint / 4294967296.0 as language_draw,
        ('0x' || substr(md5($salt || ':consent:' || household_id), 1, 8))::bigint / 4294967296.0 as consent_draw
    from households
)
select
    drawn.household_id::bigint as household_id,
    'CRM-' || lpad(drawn.household_id::varchar, 5, '0') as crm_id,
    'LC' || lpad(drawn.household_id::varchar, 8, '0') as loyalty_card,
    'household-' || drawn.household_id || '@example.com' as email,
    case when language_draw < 0.5 then '見本世帯' || drawn.household_id else 'Sample household ' || drawn.household_id end as name,
    case when language_draw < 0.5 then 'ja' else 'en' end as language,
    demographics.age,
    demographics.income,
    demographics.home_ownership,
    demographics.marital_status,
    demographics.household_size,
    demographics.household_comp as household_composition,
    demographics.kids_count,
    first_bought + to_days($moved_days::integer) as member_since,
    consent_draw < 0.86 as email_consent,
    'Sample membership form, text of version 3' as consent_text
from drawn
left join demographics on demographics.household_id = drawn.household_id
order by drawn.household_id
