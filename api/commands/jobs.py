"""`python -m api jobs`: what runs by itself, looked at and seen to."""

import argparse
import datetime as dt
import sys
from typing import Any
from uuid import UUID

from api import logs
from domain.moments import to_the_second
from jobs.scheduled import BY_NAME, JobNotFree, Scheduler
from persistence.engine import audit, delivery
from persistence.engine import scheduled_jobs as rows
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import ScheduledJob

MOST_DEAD = 50
MOST_ERRORS = 10


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "jobs", help="list, run, stop and resume scheduled jobs; see to the outbox"
    )
    parser.set_defaults(run=_list)
    commands = parser.add_subparsers(metavar="COMMAND")
    run = _about_one(commands, "run", _run, "run a job now, whether or not it is due")
    run.add_argument(
        "--after-pause",
        action="store_true",
        help="also undo what has been due for more than a day; make sure that the clock is right",
    )
    stop = _about_one(commands, "stop", _stop, "have no process run a job until it is resumed")
    stop.add_argument("--reason", required=True, help="why, for those who find it stopped")
    _about_one(commands, "resume", _resume, "have a stopped job run again")
    outbox = commands.add_parser("outbox", help="what waits to be delivered, and dead letters")
    outbox.set_defaults(run=_outbox)
    retry = commands.add_parser("retry", help="have dead letters delivered again")
    retry.add_argument(
        "ids", nargs="*", type=UUID, metavar="ID", help="as `jobs outbox` lists them"
    )
    retry.add_argument("--all-dead", action="store_true", help="all of them")
    retry.set_defaults(run=_retry)


def _about_one(commands: Any, name: str, run: Any, about: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=about)
    parser.add_argument("name", choices=list(BY_NAME), metavar="NAME", help=", ".join(BY_NAME))
    parser.set_defaults(run=run)
    return parser


async def _list(_arguments: argparse.Namespace, database: Database, _keys: Keys) -> int:
    for row in await rows.every_one(database):
        if row.name in BY_NAME:
            print(f"{row.name:<10} {BY_NAME[row.name].about}")
            print("\n".join(f"           {line}" for line in _lines(row)))
    await _summary(database)
    return 0


def _lines(row: ScheduledJob) -> list[str]:
    lines = [f"last started {_at(row.last_started_at)}, last done {_at(row.last_succeeded_at)}"]
    if row.stopped_at is not None:
        lines.append(f"STOPPED {_at(row.stopped_at)}: {row.stopped_because}")
    elif row.held_by is not None:
        lines.append(f"held by a process until {_at(row.lease_until)}")
    else:
        lines.append(f"next run {_at(row.next_at)}")
    if row.last_error is not None:
        lines.append(f"FAILED {row.failure_count} times, last with: {row.last_error}")
    return lines


async def _run(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    scheduler = Scheduler(database, keys, _now, logs.fault, logs.calendar_ends)
    job = BY_NAME[arguments.name]
    if arguments.after_pause:
        async with database.writing() as session:
            audit.record(session, "job.after_pause", by=None, on=None, job=job.name)
    try:
        await scheduler.run(job, is_early=True, after_pause=arguments.after_pause)
    except JobNotFree:
        return _refused(f"{job.name} is stopped, or a process is running it: see `jobs`.")
    except Exception as error:
        logs.fault(error)
    (row,) = (each for each in await rows.every_one(database) if each.name == job.name)
    if row.last_error is not None:
        return _refused(f"{job.name} failed: {row.last_error}")
    print(f"{job.name} was run. Next run {_at(row.next_at)}.")
    return 0


async def _stop(arguments: argparse.Namespace, database: Database, _keys: Keys) -> int:
    async with database.writing() as session:
        if not await rows.stop(session, arguments.name, arguments.reason):
            return _refused(f"{arguments.name} is stopped already.")
        audit.record(session, "job.stopped", by=None, on=None, job=arguments.name)
    print(f"{arguments.name} is stopped.")
    return 0


async def _resume(arguments: argparse.Namespace, database: Database, _keys: Keys) -> int:
    async with database.writing() as session:
        if not await rows.resume(session, arguments.name):
            return _refused(f"{arguments.name} is not stopped.")
        audit.record(session, "job.resumed", by=None, on=None, job=arguments.name)
    print(f"{arguments.name} is due now.")
    return 0


async def _outbox(_arguments: argparse.Namespace, database: Database, _keys: Keys) -> int:
    await _summary(database)
    for error, count in await delivery.errors(database, limit=MOST_ERRORS):
        print(f"{count} of those that wait failed last with {error}.")
    for letter in await delivery.dead(database, limit=MOST_DEAD):
        print(
            f"{letter.event_id} {letter.topic} of {_at(letter.created_at)},"
            f" {letter.attempt_count} attempts, dead since {_at(letter.dead_at)}: {letter.last_error}"
        )
    return 0


async def _summary(database: Database) -> None:
    for lane in await delivery.backlog(database):
        oldest = f", the oldest of {_at(lane.oldest)}" if lane.oldest else ""
        print(
            f"Messages {lane.lane.value}: {lane.waiting} waiting{oldest}; {lane.failed} of them failed"
            f" before; {lane.dead} dead letters."
        )


async def _retry(arguments: argparse.Namespace, database: Database, _keys: Keys) -> int:
    if bool(arguments.ids) == arguments.all_dead:
        return _refused("Name the dead letters, or all of them with --all-dead.")
    async with database.writing() as session:
        ids = await delivery.revive(session, None if arguments.all_dead else arguments.ids)
        for each in ids:
            audit.record(session, "message.revived", by=None, on=each)
    print(f"To be delivered again: {len(ids)}.")
    missing = set(arguments.ids) - set(ids)
    return _refused(f"No dead letters: {', '.join(map(str, missing))}.") if missing else 0


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


def _at(moment: dt.datetime | None) -> str:
    return "never" if moment is None else to_the_second(moment)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
