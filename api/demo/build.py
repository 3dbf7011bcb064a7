"""The whole story, in the order in which its parts refer to one another."""

from api.demo.corrections import demo_corrections
from api.demo.lessons import demo_courses, demo_vacations
from api.demo.objections import demo_objections
from api.demo.people import demo_officers, demo_people, demo_places
from api.demo.petitions import demo_complaints
from api.demo.random_inspections import demo_random_inspections
from api.demo.register import demo_institutions
from api.demo.rows import DemoData
from api.demo.staff import demo_teachers
from api.demo.visits import demo_inspections
from domain.workdays import Calendar
from persistence.keys import Keys


def build_demo(keys: Keys, password_hash: str, calendar: Calendar) -> DemoData:
    """The same rows each time, but for what is sealed or hashed with the installation's keys."""
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
    return story
