"""What may follow an order that was not kept, by the regime an institution is under (§3.11)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from domain.institutions.terms import InstitutionKind
from domain.rectification.terms import EscalationMeasure
from domain.refusals import Refusal

_K, _M = InstitutionKind, EscalationMeasure


@dataclass(frozen=True, slots=True)
class AvailableMeasure:
    """A measure with the document that lets it follow."""

    measure: EscalationMeasure
    basis: str


MEASURES: Mapping[InstitutionKind, tuple[AvailableMeasure, ...]] = {
    _K.OFF_CAMPUS_TRAINING: (
        AvailableMeasure(_M.STOP_ENROLMENT, "X16"),
        AvailableMeasure(_M.REMOVE_FROM_WHITE_LIST, "X33"),
        AvailableMeasure(_M.ANNUAL_CHECK_UNQUALIFIED, "X49"),
        AvailableMeasure(_M.ADMINISTRATIVE_PENALTY, "X15"),
        AvailableMeasure(_M.WITHDRAW_LICENCE, "X16"),
    ),
    _K.ONLINE_PLATFORM: (
        AvailableMeasure(_M.TAKEDOWN, "S4 四(一)"),
        AvailableMeasure(_M.ADMINISTRATIVE_PENALTY, "X15"),
    ),
    _K.TRAINING: (AvailableMeasure(_M.REMOVE_FROM_DIRECTORY, "S2 Art. 20"),),
    _K.EVALUATION: (AvailableMeasure(_M.REMOVE_FROM_DIRECTORY, "S2 Art. 20"),),
    _K.SERVICE_CENTRE: (
        AvailableMeasure(_M.WARNING, "S0-A Art. 15"),
        AvailableMeasure(_M.CANCEL_ACCREDITATION, "S0-A Art. 15"),
        AvailableMeasure(_M.REVOKE_ACCREDITATION, "S0-A Art. 18"),
    ),
    _K.TRAINING_BASE: (AvailableMeasure(_M.REVOKE_ACCREDITATION, "S0-B Art. 18; S0-B Art. 21"),),
    _K.DEMONSTRATION_SCHOOL: (AvailableMeasure(_M.REVOKE_TITLE, "S3 六.2(3)"),),
}
"""By kind, the mildest first: the first is what is proposed."""


@dataclass(eq=False)
class MeasureNotOfRegime(
    Refusal,
    zh="该机构适用的规定没有“{measure.zh}”这一措施。",
    en='The measure "{measure.en}" is not available under the rules that apply to this '
    "institution.",
    basis="INF",
):
    measure: EscalationMeasure


def open_to(kinds: Collection[InstitutionKind]) -> tuple[AvailableMeasure, ...]:
    """The measures of all its regimes, each once, in the order of the table; of several kinds the
    licensed business comes first."""
    found: dict[EscalationMeasure, AvailableMeasure] = {}
    for kind, measures in MEASURES.items():
        if kind in kinds:
            for each in measures:
                found.setdefault(each.measure, each)
    return tuple(found.values())


def proposed(kinds: Collection[InstitutionKind]) -> AvailableMeasure:
    """The measures proposed to the decider: at least one for every institution."""
    return open_to(kinds)[0]


def refuse_foreign(
    measure: EscalationMeasure, kinds: Collection[InstitutionKind]
) -> AvailableMeasure:
    """The measure with its basis. Raises MeasureNotOfRegime for one of another regime."""
    for each in open_to(kinds):
        if each.measure is measure:
            return each
    raise MeasureNotOfRegime(measure)
