"""The ledgers of an office: the demo's authorities and institutions, exported, and forty officers."""

import csv
import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from demo.story.register import LEADING_NAME
from tests.upgrade.server import ServerProcess, environment

if TYPE_CHECKING:
    from tests.office.__main__ import Office

ROOT = Path(__file__).parents[2]
AUTHORITIES, OFFICERS, INSTITUTIONS = 23, 40, 251
LEADING = LEADING_NAME
_NOT_ITS_OWN = ("机关编号", "版本")
"""What an export has beside what an office's own ledger has."""


def write(folder: Path) -> Path:
    """Into a folder of their own, from a demo that is started for it and thrown away."""
    files = folder / "files"
    files.mkdir()
    demo = ServerProcess(ROOT, folder / "demo", folder / "demo.log")
    try:
        demo.wait_until_ready()
        for kind in ("authorities", "institutions"):
            subprocess.run(
                [sys.executable, "-m", "api", "export", kind, str(files / f"{kind}.csv")],
                cwd=ROOT,
                env={**environment(ROOT), "DATA_DIR": str(folder / "demo")},
                check=True,
                capture_output=True,
            )
    finally:
        demo.kill()
    for kind in ("authorities", "institutions"):
        _without(files / f"{kind}.csv", _NOT_ITS_OWN)
    return files


def enter_officers(office: "Office") -> None:
    """Three inspectors who sign in."""
    today = dt.datetime.now(dt.UTC).date()
    place = {"authorityId": office.authority_id("苏州市教育局")}
    for number in range(1, 4):
        office.invite(
            f"inspector-{number}",
            "INSPECTOR",
            place,
            officer={"name": f"inspector-{number}", "staffNo": f"Y{number:03d}"},
            inspector={
                "certificateNo": f"苏E{number:05d}",
                "validFrom": (today - dt.timedelta(days=30)).isoformat(),
                "validTo": (today + dt.timedelta(days=700)).isoformat(),
                "specialities": ["EDUCATION"],
                "mayLead": True,
                "isExpert": False,
            },
        )


def _without(file: Path, headings: tuple[str, ...]) -> None:
    with file.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.reader(source))
    kept = [i for i, heading in enumerate(rows[0]) if heading not in headings]
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        csv.writer(target).writerows([row[i] for i in kept] for row in rows)
