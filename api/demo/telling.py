"""The whole story, in the order in which its parts refer to one another."""

from api.demo.corrections import tell_corrections
from api.demo.lessons import tell_courses, tell_vacations
from api.demo.objections import tell_objections
from api.demo.people import tell_officers, tell_people, tell_places
from api.demo.petitions import tell_complaints
from api.demo.random_inspections import tell_random_inspections
from api.demo.register import tell_institutions
from api.demo.rows import Story
from api.demo.staff import tell_teachers
from api.demo.visits import tell_inspections
from domain.workdays import Calendar
from persistence.keys import Keys


def tell(keys: Keys, password_hash: str, calendar: Calendar) -> Story:
    """The same rows each time, but for what is sealed or hashed with the installation's keys."""
    story = Story()
    places = tell_places(story)
    trainers = tell_institutions(story, places)
    accounts = tell_people(story, places, trainers[0].institution, keys, password_hash)
    officers = tell_officers(story, places, accounts)
    tell_courses(story, trainers, calendar, tell_vacations(story))
    tell_teachers(story, trainers, keys)
    complaint = tell_complaints(story, trainers, places, accounts, keys, calendar)
    tell_inspections(story, trainers, officers, accounts, calendar, complaint)
    tell_objections(story, trainers[0].institution, accounts, calendar)
    tell_corrections(story, trainers[0].institution, accounts)
    tell_random_inspections(story, places, trainers, officers, accounts)
    return story
