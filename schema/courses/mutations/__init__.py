"""Mutations of courses."""

from schema.courses.mutations.publish_course import publish_course
from schema.courses.mutations.withdraw_course import withdraw_course

MUTATIONS = (
    publish_course,
    withdraw_course,
)
