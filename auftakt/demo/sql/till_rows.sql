-- gives: every line of every receipt, with the product's category, as a till system would export it
-- reads: transactions, products
-- needs: $moved_days
select
    'LC' || lpad(transactions.household_id::varchar, 8, '0') as loyalty_card,
    transactions.basket_id::varchar as receipt,
    transactions.store_id::varchar as store,
    transactions.product_id::varchar as product_id,
    products.department,
    products.product_category as category,
    transactions.quantity,
    transactions.sales_value::decimal(18, 2) as amount,
    transactions.transaction_timestamp::timestamp + to_days($moved_days::integer) as bought_at
from transactions
left join products on products.product_id = transactions.product_id
order by transactions.transaction_timestamp, transactions.basket_id
