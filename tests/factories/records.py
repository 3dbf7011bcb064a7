"""What mutations leave behind: steps, events, messages and operations."""

from typing import Any
from uuid import UUID

from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent, Operation, OutboxMessage, StateTransition


def transition(entity: str, subject_id: UUID, to_state: str, **facts: Any) -> StateTransition:
    return StateTransition(
        **{
            "id": new_key(),
            "entity": entity,
            "subject_id": subject_id,
            "to_state": to_state,
            "event": "x",
            **facts,
        }
    )


def audit_event(tag: str, **facts: Any) -> AuditEvent:
    return AuditEvent(**{"id": new_key(), "tag": tag, "detail": {}, **facts})


def outbox_message(topic: str, **facts: Any) -> OutboxMessage:
    return OutboxMessage(**{"topic": topic, "payload": {}, **facts})


def operation(mutation: str, **facts: Any) -> Operation:
    return Operation(
        **{
            "actor_key": b"actor",
            "operation_id": new_key(),
            "mutation": mutation,
            "input_hmac": b"input",
            "success": "Success",
            "ids": {},
            **facts,
        }
    )
