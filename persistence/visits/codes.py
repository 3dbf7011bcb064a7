"""What an inspection code stands for: read from the pool for reads, never with a connection that
mutations wait for."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.inspections.terms import InspectionState
from domain.visits import codes as rules
from domain.visits.terms import CodeStatus
from persistence.engine.database import StatementPool


@dataclass(frozen=True, slots=True)
class VerifiedOfficer:
    name: str
    unit: str
    certificate_no: str | None


@dataclass(frozen=True, slots=True)
class VerifiedCode:
    """What the code reveals to anyone; all but the status only while the code is valid."""

    status: CodeStatus
    authority: str | None = None
    institution: str | None = None
    window_from: dt.date | None = None
    window_to: dt.date | None = None
    officers: Sequence[VerifiedOfficer] = ()


async def verify(pool: StatementPool, given: str, *, today: dt.date) -> VerifiedCode:
    code = rules.normal(given)
    text = None if code is None else await pool.fetch_value(_VISIT, [code])
    if text is None:
        return VerifiedCode(CodeStatus.UNKNOWN)
    visit: dict[str, Any] = json.loads(text)
    window_from = dt.date.fromisoformat(visit["window_from"])
    window_to = dt.date.fromisoformat(visit["window_to"])
    status = rules.status(InspectionState[visit["state"]], window_from, window_to, today=today)
    if status is not CodeStatus.VALID:
        return VerifiedCode(status)
    return VerifiedCode(
        status,
        visit["authority"],
        visit["institution"],
        window_from,
        window_to,
        [VerifiedOfficer(*each) for each in visit["officers"]],
    )


_VISIT = """
select json_build_object(
    'state', v.state, 'window_from', v.window_from, 'window_to', v.window_to,
    'authority', a.name, 'institution', i.name,
    'officers', coalesce((
        select json_agg(json_build_array(o.name, u.name, p.certificate_no)
                        order by s.is_leader desc, o.id)
        from inspection_assignments s
        join officers o on o.id = s.officer_id
        join authorities u on u.id = o.authority_id
        left join inspector_profiles p on p.officer_id = o.id
        where s.inspection_id = v.id and s.replaced_at is null), '[]'::json))::text
from inspections v
join authorities a on a.id = v.authority_id
join institutions i on i.id = v.institution_id
where v.inspection_code = $1
"""
