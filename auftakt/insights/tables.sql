-- How what customers wrote feels, a row a sentence: where it stands in which property of its event. The text itself is the
-- event's alone, so what is erased, retired or mended there is gone here too. Words and topics stand with | between them.
create table if not exists voice (
    log_offset bigint not null, place integer not null, ident_key uhugeint not null, happened_at timestamp not null,
    field varchar not null, start integer not null, length integer not null, language varchar not null,
    score double not null, feeling varchar not null, words varchar not null, topics varchar not null
);
-- Up to which line of the log texts have been read, and by which edition of the word lists.
create table if not exists voice_read (read_until bigint not null, edition varchar not null);
