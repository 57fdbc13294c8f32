-- How far the log has been read; written in the same transaction as everything that was made of it.
create table if not exists progress (name varchar not null, log_offset bigint not null, batch_at timestamp not null);
create table if not exists batch_runs (
    batch_at timestamp not null, from_offset bigint not null, to_offset bigint not null, milliseconds double not null
);
