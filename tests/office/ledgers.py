"""The ledgers of an office: the demo's authorities and institutions, exported, and forty officers."""

import csv
import datetime as dt
import hashlib
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2

from demo.story.register import LEADING_NAME
from tests.upgrade.server import ServerProcess, environment

if TYPE_CHECKING:
    from tests.office.__main__ import Office

ROOT = Path(__file__).parents[2]
AUTHORITIES, OFFICERS, INSTITUTIONS = 23, 40, 249
LEADING = LEADING_NAME
_BUREAUS = ("昆山市教育局", "太仓市教育局", "常熟市教育局", "苏州市吴中区教育局")
_NOT_ITS_OWN = ("机关编号", "版本")
"""What an export has beside what an office's own ledger has."""
_ITS_OWN = {"法定代表人": "某法定代表人"}
"""What an office's own ledger has, and no export of what is public."""
_GRANTED_BY, _SOCIETY = "发证机关", "数字技能发展促进会"
"""Of whose entitlements no office has a ledger: the society enters them itself."""


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
        _as_its_own(files / f"{kind}.csv")
    return files


def upload_twice(office: "Office", kind: str, file: Path, *, by: str) -> None:
    """Uploaded, judged and imported as the page does it; the second time nothing is new."""
    first, again = (_checked(office, kind, file, by=by) for _ in range(2))
    if not (first["newCount"] and not first["rejectedCount"]):
        raise ValueError(f"{file.name}: {first}")
    if again["newCount"] or again["changedCount"] or again["rejectedCount"]:
        raise ValueError(f"{file.name} again: {again}")


def _checked(office: "Office", kind: str, file: Path, *, by: str) -> dict[str, Any]:
    """What its dry run came to; what was new in it is in."""
    content, client = file.read_bytes(), office.client
    shows = "... on LedgerDeclared { uploadUrl job { id } }"
    declared = client.do(
        "declareLedger",
        shows,
        by=by,
        kind=kind,
        fileName=file.name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    about = {"tus-resumable": "1.0.0", "upload-offset": "0"}
    httpx2.patch(
        f"{client.url}{declared['uploadUrl']}",
        content=content,
        headers={**about, "content-type": "application/offset+octet-stream"},
    ).raise_for_status()
    job_id = declared["job"]["id"]
    found = _until(office, job_id, "CHECKED", by=by)
    if found["newCount"]:
        client.do("applyLedger", "", by=by, jobId=job_id)
        _until(office, job_id, "APPLIED", by=by)
    return found


def _until(office: "Office", job_id: str, state: str, *, by: str) -> dict[str, Any]:
    shows = "state newCount changedCount rejectedCount failureEn"
    document = f"query Q($i: ID!) {{ ledgerJob(id: $i) {{ {shows} }} }}"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        job: dict[str, Any] = office.client.ask(document, {"i": job_id}, by=by)["ledgerJob"]
        if job["state"] in (state, "FAILED"):
            break
        time.sleep(0.2)
    if job["state"] != state:
        raise ValueError(f"not {state}: {job}")
    return job


def enter_officers(office: "Office") -> None:
    """Forty of several authorities in one file: one proposal, which the second administrator confirms
    once; those with a login are let in by a link. Uploaded again, nothing is new."""
    file = office.files / "officers.csv"
    if not file.exists():
        _write_officers(file)
    upload_twice(office, "OFFICERS", file, by="first")
    waiting = office.client.ask(
        "{ changeProposals(first: 9, filter: {state: WAITING}) { nodes { id } } }", by="second"
    )["changeProposals"]["nodes"]
    (proposal,) = waiting
    office.client.do("confirmChange", "", by="second", proposalId=proposal["id"])
    shows = "{ officers(first: 1) { totalCount } }"
    count = office.client.ask(shows, by="first")["officers"]["totalCount"]
    if count != OFFICERS:
        raise ValueError(f"{count} officers")
    for number in range(1, 4):
        login = f"inspector-{number}"
        found = office.client.ask(
            "query Q($l: String!) { accounts(first: 1, filter: {login: $l}) { nodes { id } } }",
            {"l": login},
            by="first",
        )["accounts"]["nodes"]
        reset = office.client.do(
            "resetPassword",
            "... on PasswordReset { link }",
            by="first",
            accountId=found[0]["id"],
        )
        office.let_in(login, reset["link"])


def _write_officers(file: Path) -> None:
    today = dt.datetime.now(dt.UTC).date()
    valid = (
        (today - dt.timedelta(days=30)).isoformat(),
        (today + dt.timedelta(days=700)).isoformat(),
    )
    headings = [
        "机关",
        "工号",
        "姓名",
        "职务",
        "登录名",
        "执法证号",
        "有效期起",
        "有效期止",
        "专业领域",
        "可任组长",
        "专家",
    ]
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(headings)
        for number in range(1, OFFICERS + 1):
            is_ours = number <= 6
            authority = "苏州市教育局" if is_ours else _BUREAUS[number % len(_BUREAUS)]
            login = f"inspector-{number}" if number <= 3 else ""
            name, post = f"检查员{number}", "一级科员"
            certificate = f"苏E{number:05d}", *valid, "教育", "是", "否"
            writer.writerow((authority, f"Y{number:03d}", name, post, login, *certificate))


def _as_its_own(file: Path) -> None:
    with file.open(encoding="utf-8-sig", newline="") as source:
        headings, *rows = csv.reader(source)
    kept = [i for i, heading in enumerate(headings) if heading not in _NOT_ITS_OWN]
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        written = csv.writer(target)
        written.writerow([headings[i] for i in kept])
        for row in rows:
            if dict(zip(headings, row, strict=True)).get(_GRANTED_BY) != _SOCIETY:
                written.writerow([row[i] or _ITS_OWN.get(headings[i], "") for i in kept])
