"""The watched folder: what was confirmed once goes in by itself, what is new waits, what is broken says why."""

from pathlib import Path

import pytest

from auftakt.jobs import Hub, Progress
from auftakt.kit.errors import NotFound
from auftakt.sources import forget, import_folder, list_imports, list_remembered, recall, watched_folder

PEOPLE = "member_id,email\nA-1,aoi@example.com\n"


def lay(hub: Hub, name: str, text: str = PEOPLE, source: str = "Members") -> Path:
    folder = watched_folder(hub).folder / source
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text)
    return path


def confirm(hub: Hub, name: str, source: str = "Members") -> None:
    watched = watched_folder(hub)
    mapping = watched.preview(source, name).mapping
    assert mapping is not None
    watched.confirm(source, name, mapping, "usr_1", Progress())


def files(hub: Hub, where: str, source: str = "Members") -> list[str]:
    folder = watched_folder(hub).folder / source / where
    return sorted(path.name.split("-", 1)[1] for path in folder.iterdir()) if folder.is_dir() else []


def test_a_file_waits_until_its_columns_were_confirmed_and_then_the_next_goes_in(hub: Hub) -> None:
    watched = watched_folder(hub)
    lay(hub, "monday.csv")
    assert watched.look() == watched.look() == []
    assert [(each.source, each.file) for each in watched.waiting()] == [("Members", "monday.csv")]
    confirm(hub, "monday.csv")
    assert (watched.waiting(), files(hub, "done")) == ([], ["monday.csv"])
    lay(hub, "tuesday.csv", PEOPLE + "A-2,ren@example.com\n")
    assert watched.look() == []  # it may still be growing
    (report,) = watched.look()
    assert (report.rows, report.failed) == (2, 0)
    assert files(hub, "done") == ["monday.csv", "tuesday.csv"]


def test_a_file_that_waited_goes_in_once_its_columns_are_confirmed_elsewhere(hub: Hub) -> None:
    watched = watched_folder(hub)
    for name in ("a.csv", "b.csv"):
        lay(hub, name, PEOPLE + f"{name},{name}@example.com\n")
    watched.look(), watched.look()
    confirm(hub, "a.csv")
    assert len(watched.look()) == 1
    assert watched.waiting() == []


def test_a_growing_file_is_not_taken(hub: Hub) -> None:
    watched = watched_folder(hub)
    lay(hub, "first.csv")
    confirm(hub, "first.csv")
    path = lay(hub, "second.csv")
    watched.look()
    with path.open("a") as file:
        file.write("A-3,yui@example.com\n")
    assert watched.look() == []
    assert len(watched.look()) == 1


def test_a_broken_file_is_set_aside_with_the_reason(hub: Hub) -> None:
    watched = watched_folder(hub)
    lay(hub, "empty.csv", "")
    watched.look(), watched.look()
    assert files(hub, "failed") == ["empty.csv", "empty.csv.why.txt"]
    (why,) = (watched.folder / "Members" / "failed").glob("*.why.txt")
    assert why.read_text().splitlines()[0] == "The file is empty."


def test_hidden_files_and_other_kinds_are_left_alone(hub: Hub) -> None:
    for name in (".a.csv", "~a.csv", "a.csv.part", "a.pdf"):
        lay(hub, name)
    assert watched_folder(hub).waiting() == []


def test_what_lies_elsewhere_can_not_be_reached(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(PEOPLE)
    lay(hub, "a.csv")
    for source, name in (("..", "secret.csv"), ("Members", "../../secret.csv"), (str(tmp_path), "secret.csv")):
        with pytest.raises(NotFound):
            watched_folder(hub).preview(source, name)


def test_a_file_that_was_imported_but_not_moved_is_not_imported_twice(hub: Hub) -> None:
    lay(hub, "a.csv")
    confirm(hub, "a.csv")
    lay(hub, "a.csv")
    watched_folder(hub).look()
    (report,) = watched_folder(hub).look()
    assert report.known is True
    with hub.control.reading() as session:
        assert len(list_imports(session)) == 1


def test_a_mapping_is_remembered_by_its_columns_whatever_their_order_and_can_be_forgotten(hub: Hub) -> None:
    lay(hub, "a.csv")
    confirm(hub, "a.csv")
    with hub.control.session() as session:
        (known,) = list_remembered(session)
        assert (known.file, known.confirmed_by) == ("a.csv", "usr_1")
        assert recall(session, ["Email", "Member ID"]) == known
        assert recall(session, ["email"]) is None
        forget(session, known.signature, known.source_id)
        assert recall(session, ["email", "member_id"]) is None
        with pytest.raises(NotFound):
            forget(session, known.signature, known.source_id)
    assert import_folder(hub).is_dir()
