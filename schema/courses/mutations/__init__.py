"""Mutations of courses."""

from schema.courses.mutations.correct_course import correct_course
from schema.courses.mutations.publish_course import publish_course
from schema.courses.mutations.withdraw_course import withdraw_course

MUTATIONS = (
    publish_course,
    correct_course,
    withdraw_course,
)
