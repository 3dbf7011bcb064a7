"""The whole story, in the order in which its parts refer to one another."""

import datetime as dt

from demo.story.corrections import demo_corrections
from demo.story.decisions import demo_decisions
from demo.story.lessons import demo_courses, demo_vacations
from demo.story.objections import demo_objections
from demo.story.people import (
    demo_colleagues,
    demo_expiring_certificate,
    demo_officers,
    demo_people,
    demo_places,
)
from demo.story.petitions import demo_complaints
from demo.story.programmes import demo_programmes
from demo.story.random_inspections import demo_random_inspections
from demo.story.register import demo_institutions
from demo.story.registrations import demo_registrations
from demo.story.rows import DemoData
from demo.story.staff import demo_teachers
from demo.story.visits import demo_inspections
from domain.workdays import Calendar
from persistence.engine.keys import Keys


def build_demo(keys: Keys, password_hash: str, calendar: Calendar, *, today: dt.date) -> DemoData:
    """The same rows each time, but for what is sealed or hashed with the installation's keys, for a
    certificate that ends soon after `today`, for registrations that were verified before it, and for
    decisions that hold beyond it."""
    story = DemoData()
    places = demo_places(story)
    trainers = demo_institutions(story, places)
    accounts = demo_people(story, places, trainers[0].institution, keys, password_hash)
    officers = demo_officers(story, places, accounts)
    demo_courses(story, trainers, calendar, demo_vacations(story))
    demo_teachers(story, trainers, keys)
    complaint = demo_complaints(story, trainers, places, accounts, keys, calendar)
    demo_inspections(story, trainers, officers, accounts, calendar, complaint)
    demo_objections(story, trainers[0].institution, accounts, calendar)
    demo_corrections(story, trainers[0].institution, accounts)
    demo_random_inspections(story, places, trainers, officers, accounts)
    demo_programmes(story, places)
    demo_colleagues(story, places)
    demo_expiring_certificate(story, today)
    demo_registrations(story, trainers[0].institution, accounts, places, today=today)
    demo_decisions(story, trainers, accounts, places, today=today)
    return story
