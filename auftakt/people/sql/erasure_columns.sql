-- gives: columns            of all tables of the data plane
-- reads: nothing
-- needs: nothing
select table_name, column_name, data_type
from duckdb_columns()
where database_name = current_database() and table_oid in (
    select table_oid from duckdb_tables() where not internal and not temporary and database_name = current_database()
)
order by table_name, column_index
