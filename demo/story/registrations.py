"""What other organs have registered of the story's own institution, and where the national platform differs."""

import datetime as dt
from collections.abc import Mapping

from demo.rows.rows import Row, at
from demo.story.rows import DemoData
from domain.registrations import DifferenceField, DifferenceState, RegistrationKind, kinds, rules
from domain.registrations.differences import NATIONAL_PLATFORM
from persistence.engine.records import StateTransition
from persistence.registrations.table import ExternalRegistration, RegistrationDifference

_REGISTRATIONS = (
    (RegistrationKind.ICP_RECORD, "苏ICP备88886666号", None, "工业和信息化部ICP备案管理系统", 30),
    (RegistrationKind.MLPS_FILING, "32059900000-26001", 3, "苏州市公安机关网络安全保卫部门", 400),
)
"""Kind, number, level, source, and how many days ago it was verified: the second is stale."""


def demo_registrations(
    story: DemoData,
    institution: Row,
    accounts: Mapping[str, Row],
    places: Mapping[str, Row],
    *,
    today: dt.date,
) -> None:
    registrar = accounts["registrar"]["id"]
    for kind, number, level, source, days in _REGISTRATIONS:
        verified_on = today - dt.timedelta(days=days)
        story.add_at(
            ExternalRegistration,
            at(verified_on, 10),
            institution_id=institution["id"],
            kind=kind,
            number=number,
            number_key=kinds.key(number),
            holder_key=kinds.holder_key(kind, number),
            level=level,
            source=source,
            valid_to=None,
            verified_on=verified_on,
            stale_on=rules.stale_on(kind, verified_on),
            verified_by=registrar,
            verified_authority_id=places["suzhou"]["id"],
            ended_on=None,
            version=1,
            recorded_at=at(verified_on, 10),
        )
    seen_at = at(today - dt.timedelta(days=2), 10)
    difference = story.add_at(
        RegistrationDifference,
        seen_at,
        institution_id=institution["id"],
        field=DifferenceField.ADDRESS,
        ours=institution["address"],
        theirs=f"{institution['address']}二楼",
        source=NATIONAL_PLATFORM,
        source_updated_at=seen_at - dt.timedelta(days=1),
        seen_at=seen_at,
        seen_by=registrar,
        state=DifferenceState.OPEN,
        version=1,
    )
    story.add_at(
        StateTransition,
        seen_at,
        at=seen_at,
        entity="RegistrationDifference",
        subject_id=difference["id"],
        from_state=None,
        to_state=DifferenceState.OPEN.value,
        event="compare",
        actor_id=registrar,
    )
