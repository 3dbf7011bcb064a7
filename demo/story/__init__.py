"""The demo: an invented story of Suzhou, written once into an empty database.

    rows        what it is written on
    places      authorities, and the statistics of the founding document
    people      who can sign in, and officers who cannot
    register    institutions, sites, entitlements
    lessons     courses, fees, hours; school vacations
    staff       teachers
    petitions   complaints
    visits      inspections (plans, reports and results beside it)
    build       builds all of it, in order
    loader      into the database, whole or not at all

Wherever the register has a rule, the story goes through it: a demo that breaks one does not load.
"""
