"""Rows of the register that nobody lived, as the story and the bulk seed both write them.

    rows          the rows in order, with the keys and the draws that they are made with
    authorities   authorities, officers, what certifies them
    institutions  institutions, sites, licences
    lessons       courses with fees and hours, teachers
    inspections   tasks, visits, who was sent
    results       records, what was found, who confirmed and audited, what became public
    complaints    complaints

A function here knows the columns and what is the same for all invented rows; what happened is its
caller's.
"""
