"""Models of purchases and recency-frequency tables beside the `lifetimes` package, on the same data in the same run.

Fits BG/NBD, Pareto/NBD, Gamma-Gamma (CDNOW, 2,357 people) and BG/BB (11,104 donors), and makes the recency-frequency
table of CDNOW's 69,659 purchases. The peer is installed into a temporary environment of its own (needs a network) and
does the same there. Then the predictor on a million made-up buyers: seconds to read, fit and predict, and the
parameters that they were made with beside those that are found. Bounded: about two minutes.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from auftakt.audiences import Ask
from auftakt.audiences.predictions.purchases.bgbb import fit_bgbb
from auftakt.audiences.predictions.purchases.bgnbd import fit_bgnbd
from auftakt.audiences.predictions.purchases.gammagamma import fit_gammagamma
from auftakt.audiences.predictions.purchases.history import Histories
from auftakt.audiences.predictions.purchases.paretonbd import fit_paretonbd
from auftakt.audiences.predictions.purchases.predictor import predictor
from auftakt.audiences.predictions.purchases.read import buyers
from auftakt.store.plane import Connection, Plane

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
TRIES = 5
ASK = Ask(90, ("Order Completed",))
END = datetime(1998, 7, 1, tzinfo=UTC)

PEER = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np, pandas as pd
from lifetimes import BetaGeoFitter, BetaGeoBetaBinomFitter, GammaGammaFitter, ParetoNBDFitter
from lifetimes.utils import summary_data_from_transaction_data as summary
folder, tries = sys.argv[1], int(sys.argv[2])
x, t, T, z = np.loadtxt(folder + "/cdnow.csv", delimiter=",", unpack=True)
f, r, n, w = np.loadtxt(folder + "/donors.csv", delimiter=",", unpack=True)
bought = pd.read_csv(folder + "/bought.csv", names=["who", "day", "worth"], parse_dates=["day"])
again = x > 0
def best(work):
    took = []
    for _ in range(tries):
        begun = time.perf_counter(); work(); took.append(time.perf_counter() - begun)
    return min(took)
print(json.dumps({
    "bgnbd": best(lambda: BetaGeoFitter().fit(x, t, T)),
    "paretonbd": best(lambda: ParetoNBDFitter().fit(x, t, T)),
    "gammagamma": best(lambda: GammaGammaFitter().fit(x[again], z[again])),
    "bgbb": best(lambda: BetaGeoBetaBinomFitter().fit(f, r, n, w)),
    "rfm": best(lambda: summary(bought, "who", "day", "worth", freq="D")),
}))
"""


def best(work: Callable[[], object]) -> float:
    took = []
    for _ in range(TRIES):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return min(took)


def table(name: str, columns: str) -> list[Any]:
    found = duckdb.sql(f"select {columns} from read_parquet('{DATA / name}')").fetchnumpy()
    return [np.asarray(found[each], dtype=np.float64) for each in found]


def put_bought(con: Connection, query: str) -> None:
    """`query` gives who (a number), happened, worth; each becomes an order of a person of their own."""
    con.execute(f"create or replace temp table bought as select *, row_number() over () as place from ({query})")
    con.execute(
        "insert into events by name select -place as log_offset, md5_number('c' || place) as event_key,"
        " 's' as source_id, 'c' || place as message_id, 'track' as type, 'Order Completed' as name,"
        " happened as happened_at, happened as received_at, md5_number('u' || who) as ident_key, worth as revenue"
        " from bought"
    )
    con.execute(
        "insert into identifiers select md5_number('u' || who), 'user_id', 'u' || who, who, who, min(happened), 's'"
        " from bought group by who"
    )


def peer(folder: Path, cdnow: list[Any], donors: list[Any]) -> dict[str, float]:
    np.savetxt(folder / "cdnow.csv", np.column_stack(cdnow), delimiter=",")
    np.savetxt(folder / "donors.csv", np.column_stack(donors), delimiter=",")
    source = DATA / "cdnow_master.parquet"
    duckdb.sql(f"copy (select customer_id, date, amount from '{source}') to '{folder / 'bought.csv'}' (header false)")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "peer")], check=True)
    python = str(folder / "peer" / "bin" / "python")
    wanted = ("lifetimes==0.11.3", "pandas<3", "numpy", "scipy")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=True)
    told = subprocess.run(
        [python, "-c", PEER, str(folder), str(TRIES)], check=True, capture_output=True, text=True, timeout=300
    )
    answer: dict[str, float] = json.loads(told.stdout)
    return answer


def compare(folder: Path) -> None:
    cdnow = table("cdnow_summary_with_spend.parquet", "x, t_x, T, zbar")
    donors = table("bgbb_donations_lifetimes.parquet", "frequency, recency, periods, weights")
    people = Histories.of(*cdnow)
    givers = Histories.of(*(np.repeat(each, donors[3].astype(int)) for each in donors[:3]))
    plane = Plane.open(folder / "cdnow.duckdb", threads=2)
    with plane.writer() as con:
        path = DATA / "cdnow_master.parquet"
        put_bought(con, f"select customer_id as who, date as happened, amount as worth from read_parquet('{path}')")
    with plane.reader() as con:
        ours = {
            "bgnbd": best(lambda: fit_bgnbd(people)),
            "paretonbd": best(lambda: fit_paretonbd(people)),
            "gammagamma": best(lambda: fit_gammagamma(people)),
            "bgbb": best(lambda: fit_bgbb(givers)),
            "rfm": best(lambda: buyers(con, ASK, END)),
        }
    plane.close()
    theirs = peer(folder, cdnow, donors)
    for name, took in ours.items():
        other = theirs[name]
        ratio = f"{other / took:.1f} x as fast"
        print(f"purchases, {name}: {took * 1000:.1f} ms | lifetimes {other * 1000:.1f} ms | {ratio}")


def made_up(people: int, made_with: tuple[float, float, float, float]) -> dict[str, Any]:
    """Purchases of people who buy and stop as BG/NBD has it, over 540 days."""
    random = np.random.default_rng(7)
    r, alpha, a, b = made_with
    rate, stops = random.gamma(r, 1 / alpha, people), random.beta(a, b, people)
    who, day = np.arange(people), random.uniform(0, 360, people)
    parts = [(who, day)]
    while len(who):
        day = day + random.exponential(1 / rate[who])
        stays = day < 540
        who, day = who[stays], day[stays]
        parts.append((who, day))
        stays = random.random(len(who)) >= stops[who]
        who, day = who[stays], day[stays]
    return {"who": np.concatenate([part[0] for part in parts]), "day": np.concatenate([part[1] for part in parts])}


def a_million(folder: Path, people: int = 1_000_000) -> None:
    made_with = (0.8, 40.0, 0.8, 2.5)
    plane = Plane.open(folder / "many.duckdb", threads=2)
    with plane.writer() as con:
        con.register("made_up", made_up(people, made_with))
        at = "timestamp '1997-01-01' + to_seconds(day * 86400)"
        put_bought(con, f"select who, {at} as happened, 500 + who % 9000 as worth from made_up")
        con.unregister("made_up")
    until = datetime(1997, 1, 1, tzinfo=UTC) + timedelta(days=540)
    with plane.reader() as con:
        begun = time.perf_counter()
        model = predictor.train(con, ASK, until)
        trained = time.perf_counter()
        made = predictor.predict(con, model, ASK, until)
        done = time.perf_counter()
    plane.close()
    found = ", ".join(f"{name} {model.parameters[name]:.3f}" for name in ("r", "alpha", "a", "b"))
    count = len(made.person_ids)
    print(
        f"purchases, {count:,} people: trained in {trained - begun:.1f} s, predicted in"
        f" {done - trained:.1f} s, {count / (done - begun):,.0f} people/s | made with {made_with}: {found}"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="auftakt-bench-") as name:
        compare(Path(name))
        a_million(Path(name))
