"""The walkthrough of docs/walkthrough.md as a script, and what is to be seen when it has run."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/walkthrough.md"
ADDRESS = "http://127.0.0.1:8000"

ANSWERS = [
    "InspectionAssigned",
    "CheckedIn",
    "InspectionResultFiled",
    "SignatureRecorded",
    "InspectionResultConfirmed",
    "InspectionResultAudited",
    "ComplaintRaised",
]
"""The mutations whose answers are printed, in their order; each is a success."""

STATES = ["TO_ENTER"] * 2 + ["TO_CONFIRM"] * 2 + ["TO_AUDIT", "PUBLISHED"] + ["RECEIVED"] * 4
"""The states of the inspection, then of the complaints."""


def script(address: str) -> str:
    """What is to be pasted into bash in the repository's folder, for the server at this address."""
    text = PAGE.read_text("utf-8")
    block = re.search(r"<!-- story: begin -->\n```bash\n(.*?)\n```", text, re.DOTALL)
    assert block is not None, "docs/walkthrough.md has no story"
    assert ADDRESS in block[1]
    return block[1].replace(ADDRESS, address)


def differences(printed: str) -> list[str]:
    """What went another way than it should, a line each."""
    answers = re.findall(r'"__typename":"(\w+)"', printed)
    states = re.findall(r'"inspection":\{"id":"[^"]*","state":"([A-Z_]+)"', printed)
    states += re.findall(r'"state":"(RECEIVED)"', printed)
    results = [int(count) for count in re.findall(r"^(\d+) public results$", printed, re.MULTILINE)]
    receipts = re.findall(r"^\d{20}$", printed, re.MULTILINE)
    found = {
        f"the answers are {answers}": answers == ANSWERS,
        f"the states are {states}": states == STATES,
        f"public results before and after are {results}": len(results) == 2
        and results[1] == results[0] + 1,
        f"the receipts are {receipts}": len(receipts) == 1,
        "there are errors": '"errors"' not in printed,
    }
    return [difference for difference, is_fine in found.items() if not is_fine]
