"""Real ratings of films, as a hub's events: what people watched, the last of each just before now."""

from datetime import UTC, datetime
from pathlib import Path

from auftakt.store.plane import Connection

NOW = datetime(2026, 7, 1, tzinfo=UTC)


def put_films(con: Connection, folder: Path, most: int = 1_000_000) -> None:
    """`Watched` with the film as `product_id`; of each of the first `most` people the last film 5 days ago, and all
    others a year before, in their order."""
    con.execute(
        """
        create or replace temp table watched as
        select *, md5_number('user_id' || chr(31) || 'f' || userId) as ident_key, row_number() over () as place,
            row_number() over (partition by userId order by timestamp desc, movieId desc) as back
        from (select * rename ("timestamp" as timestamp) from read_parquet($ratings)) as ratings
        join (select movieId, title from read_parquet($films)) as films using (movieId)
        where userId <= $most
        """,
        {
            "ratings": str(folder / "movielens_small_ratings.parquet"),
            "films": str(folder / "movielens_small_movies.parquet"),
            "most": most,
        },
    )
    con.execute(
        """
        insert into events by name
        select -place as log_offset, md5_number('w' || place) as event_key, 'src' as source_id,
            'w' || place as message_id, 'track' as type, 'Watched' as name,
            if(back = 1, $now - to_days(5), $now - to_days(365) - to_minutes(back)) as happened_at,
            $now as received_at, ident_key,
            json_object('product_id', movieId::varchar, 'name', title) as properties
        from watched
        """,
        {"now": NOW.replace(tzinfo=None)},
    )
    con.execute(
        "insert into identifiers select distinct ident_key, 'user_id', 'f' || userId, userId, userId,"
        " timestamp '2025-01-01', 'src' from watched"
    )
    con.execute(
        "insert into people select distinct userId, timestamp '2025-01-01', timestamp '2026-06-26', 1 from watched"
    )
