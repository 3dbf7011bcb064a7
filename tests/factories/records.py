"""What mutations leave behind: steps, events, histories, messages and operations."""

from typing import Any
from uuid import UUID

from persistence.engine.identifiers import new_key
from persistence.engine.records import (
    AuditEvent,
    FieldChange,
    Installation,
    Operation,
    OutboxMessage,
    ScheduledJob,
    StateTransition,
)
from tests.factories import row


def transition(entity: str, subject_id: UUID, to_state: str, **facts: Any) -> StateTransition:
    return row(
        StateTransition, facts, entity=entity, subject_id=subject_id, to_state=to_state, event="x"
    )


def audit_event(tag: str, **facts: Any) -> AuditEvent:
    return row(AuditEvent, facts, tag=tag, detail={})


def field_change(object_id: UUID, **facts: Any) -> FieldChange:
    return row(
        FieldChange,
        facts,
        kind="Institution",
        object_id=object_id,
        institution_id=object_id,
        operation="updateInstitution",
        field_name="name",
        is_confidential=False,
        before="旧名",
        after="新名",
    )


def installation(**facts: Any) -> Installation:
    return row(Installation, facts, key_fingerprint=b"fingerprint")


def outbox_message(topic: str, **facts: Any) -> OutboxMessage:
    return row(OutboxMessage, facts, topic=topic, payload={})


def operation(mutation: str, **facts: Any) -> Operation:
    return row(
        Operation,
        facts,
        actor_key=b"actor",
        operation_id=new_key(),
        mutation=mutation,
        input_hmac=b"input",
        success="Success",
        ids={},
    )


def scheduled_job(name: str, **facts: Any) -> ScheduledJob:
    return row(ScheduledJob, facts, name=name)
