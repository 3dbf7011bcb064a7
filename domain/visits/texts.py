"""What every notice says of rights and duties: editions, of which a notice keeps the one it was given."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    code: str
    zh: str
    en: str
    basis: str


@dataclass(frozen=True, slots=True)
class StatementEdition:
    """The paragraphs in order; a later edition never changes an earlier one."""

    number: int
    paragraphs: tuple[Paragraph, ...]


_P = Paragraph

EDITIONS = (
    StatementEdition(
        1,
        (
            _P("SHOW_CERTIFICATES", "检查人员不得少于两人，须出示行政执法证件；未出示的，可以拒绝检查。",
               "At least two officers come and show their enforcement certificates; without them the"
               " inspection may be refused.", "X43"),
            _P("VERIFY_CODE", "可用检查人员出示的检查码核实本次检查。",
               "The inspection code that the officers show tells whether this visit is genuine.",
               "X45"),
            _P("STATE_AND_DEFEND", "您有权陈述和申辩。",
               "You may state your case and defend yourself.", "X44"),
            _P("ASK_RECUSAL", "您有权申请与您有利害关系的检查人员回避。",
               "You may ask that an officer with an interest in you does not take part.", "X38; X44"),
            _P("READ_AND_SIGN", "检查记录由您核对后签字；拒绝签字的，注明理由并由见证人签字。",
               "You read the record before you sign it; a refusal to sign is written on it, with a"
               " witness.", "X44"),
            _P("DUTY", "您有义务配合检查，如实提供材料；不配合检查情节严重的，将向社会公示。",
               "You have to co-operate and to give true material; serious non-cooperation is"
               " published.", "X42"),
            _P("PROHIBITION_PROFIT", "严禁逐利检查。", "No inspection is made for profit.", "X43"),
            _P("PROHIBITION_DISTURBANCE", "严禁干扰正常经营。",
               "No inspection disturbs lawful operation.", "X43"),
            _P("PROHIBITION_PENALTIES", "严禁随意处罚。", "No penalty is arbitrary.", "X43"),
            _P("PROHIBITION_QUOTAS", "严禁下达检查指标。", "No quota of inspections is set.", "X43"),
            _P("PROHIBITION_DISGUISE", "严禁变相检查。",
               "No inspection is made in the guise of a visit or an observation.", "X43"),
        ),
    ),
)  # fmt: skip

CURRENT = EDITIONS[-1]
