"""The built-in destination: a folder of CSV files, one for each portion of changes, for whoever fetches them there."""

import csv
import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from auftakt.channels.syncs.hook import Changes
from auftakt.kit.errors import Unavailable
from auftakt.kit.text import Text
from auftakt.sources import Field, checked_fields, refused

CHANGE = "change"
"""The first column: `put` or `remove`."""


class FileDrop:
    """See the module. A file has its whole content when it appears, and is never changed afterwards."""

    name = "files"
    title = Text("Folder of files", "ファイル出力フォルダー")
    fields: tuple[Field, ...] = (
        Field(
            "folder", Text("Folder", "フォルダー"), required=True,
            hint=Text("An absolute path, as the hub sees it", "ハブから見た絶対パス"),
        ),
        Field(
            "encoding", Text("Encoding", "文字コード"), default="utf-8-sig", choices=("utf-8-sig", "utf-8", "cp932"),
            hint=Text("utf-8-sig (for Excel), utf-8 or cp932", "utf-8-sig(Excel 用)、utf-8、cp932"),
        ),
    )  # fmt: skip

    def tidy(self, config: Mapping[str, Any]) -> dict[str, Any]:
        given = checked_fields(self, config)
        if not Path(given["folder"]).is_absolute():
            raise refused("The folder must be an absolute path.", "フォルダーは絶対パスで指定してください。", "folder")
        if given["encoding"] not in ("utf-8", "utf-8-sig", "cp932"):
            raise refused("This encoding isn't offered.", "この文字コードには対応していません。", "encoding")
        return given

    def write(self, config: Mapping[str, Any], changes: Changes) -> None:
        text = io.StringIO(newline="")
        table = csv.writer(text, lineterminator="\r\n")
        table.writerow([CHANGE, *changes.columns])
        blank = [""] * (len(changes.columns) - 1)
        table.writerows(["remove", key, *blank] for key in changes.removed)
        for put in changes.puts:
            table.writerow(["put", *(_cell(put.values[name]) for name in changes.columns)])
        folder = Path(config["folder"])
        path = folder / f"{changes.sync}-{changes.run_id}-{changes.number:05d}.csv"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _write_whole(path, text.getvalue().encode(config["encoding"], "replace"))
        except OSError as error:
            raise Unavailable(
                Text(f"{path} can't be written: {error.strerror}.", f"{path} に書き込めません: {error.strerror}。"),
                next_action=Text(
                    "Check the folder; it is tried again.", "フォルダーを確かめてください。再試行します。"
                ),
            ) from error


destination = FileDrop()


def _cell(value: str | None) -> str:
    """A cell that no spreadsheet takes for a formula; numbers and phone numbers stay what they are."""
    if value is None:
        return ""
    risky = value[:1] in ("=", "@", "\t", "\r") or (value[:1] in "+-" and not value[1:].replace(".", "", 1).isdigit())
    return "'" + value if value and risky else value


def _write_whole(path: Path, data: bytes) -> None:
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
