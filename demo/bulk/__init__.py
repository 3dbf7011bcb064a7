"""Invented rows by the hundred thousand, for measuring and for trying out: never in production.

    ground     regions, authorities, officers, tasks: what everything stands on
    entries    institutions with sites, licences, courses and teachers
    visits     inspections, what was found, what became public
    petitions  complaints
    filler     all of it, in order, in one transaction

The demo's story is the beginning; its words and its people are used. The same numbers and the same
seed give the same rows, but for what is sealed or hashed with the installation's keys.
"""
