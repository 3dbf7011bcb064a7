"""Mutations of complaints."""

from schema.complaints.mutations.raise_complaint import raise_complaint

MUTATIONS = (raise_complaint,)
