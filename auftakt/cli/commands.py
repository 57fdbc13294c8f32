"""The list of all commands."""

from pathlib import Path
from typing import Annotated

import typer

from auftakt.cli import (
    audience,
    audit,
    catalogue,
    connectors,
    consent,
    demo,
    doctor,
    erase,
    erasures,
    explain,
    export,
    groups,
    identifiers,
    import_file,
    init,
    journey,
    leads,
    match,
    person,
    plan,
    predict,
    quarantine,
    replay,
    results,
    retention,
    status,
    suppress,
    syncs,
    trait,
    up,
)

app = typer.Typer(
    name="auftakt",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def auftakt(
    context: typer.Context,
    home: Annotated[Path | None, typer.Option("--home", help="The hub's directory, for any command.")] = None,
) -> None:
    """Marketing orchestration: one profile, one campaign, every channel. · マーケティングの指揮役です。"""
    context.obj = home


app.command("init")(init.init)
app.command("up")(up.up)
app.command("demo")(demo.demo)
app.command("import")(import_file.import_file)
app.command("status")(status.status)
app.command("person")(person.person)
app.command("export")(export.export)
app.command("erase")(erase.erase)
app.add_typer(erasures.app, name="erasures")
app.add_typer(audience.app, name="audience")
app.add_typer(connectors.app, name="connectors")
app.add_typer(predict.app, name="predictions")
app.add_typer(leads.app, name="leads")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(plan.app, name="plan")
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(replay.app, name="replay")
app.add_typer(retention.app, name="retention")
app.add_typer(trait.app, name="trait")
app.add_typer(groups.app, name="groups")
app.add_typer(identifiers.app, name="identifiers")
app.add_typer(match.app, name="match")
app.add_typer(consent.app, name="consent")
app.add_typer(suppress.app, name="suppress")
app.add_typer(syncs.app, name="syncs")
app.add_typer(journey.app, name="journey")
app.command("results")(results.results)
app.command("explain")(explain.explain)
app.add_typer(audit.app, name="audit")
app.command("doctor")(doctor.doctor)
