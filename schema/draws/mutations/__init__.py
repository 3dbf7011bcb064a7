"""Mutations of a draw: freeze, draw, lock, issue, reveal, and replace an officer."""

import strawberry

from domain.draws import draw as engine
from domain.draws import entropy, pool_freeze, replacements
from domain.inspections import assignments
from domain.inspections.certificates import CertificateNotValid
from domain.offices import NotAnAdministrativeOrgan
from domain.permissions import Permission
from domain.rectification.rechecks import RecheckTeamUnchanged
from domain.tasks import draw_steps
from domain.tasks.policy import QuotaAbovePolicy
from domain.transitions import IllegalTransition
from schema.draws.mutations.adopt_draw_policy import DrawPolicyAdopted, adopt_draw_policy
from schema.draws.mutations.commit_draw_share import DrawShareCommitted, commit_draw_share
from schema.draws.mutations.execute_draw import DrawExecuted, execute_draw
from schema.draws.mutations.freeze_pool import PoolFrozen, freeze_pool
from schema.draws.mutations.issue_task import TaskIssued, issue_task
from schema.draws.mutations.lock_draw import DrawLocked, lock_draw
from schema.draws.mutations.replace_inspector import InspectorReplaced, replace_inspector
from schema.draws.mutations.reveal_draw import DrawRevealed, reveal_draw
from schema.draws.mutations.reveal_draw_share import DrawShareRevealed, reveal_draw_share
from schema.mutations import mutation


@strawberry.type
class DrawMutations:
    freeze_pool: PoolFrozen = mutation(
        freeze_pool,
        permission=Permission.TASK_MANAGE,
        description="Freeze the pool of an approved task and publish a commitment to it.",
        refuses=(
            draw_steps.NothingToDraw,
            draw_steps.PoolBusy,
            QuotaAbovePolicy,
            pool_freeze.TooFewOfficersForDraw,
            entropy.EntropySourceUnclear,
            entropy.EntropyAlreadyExists,
            IllegalTransition,
        ),
    )
    execute_draw: DrawExecuted = mutation(
        execute_draw,
        permission=Permission.TASK_MANAGE,
        description="Draw objects and officers with the outcome of the source of randomness.",
        refuses=(
            draw_steps.DrawNotYetDue,
            draw_steps.DrawTooLate,
            entropy.EntropyDoesNotFit,
            engine.NonceDoesNotFit,
            IllegalTransition,
        ),
    )
    lock_draw: DrawLocked = mutation(
        lock_draw,
        permission=Permission.TASK_MANAGE,
        description="Lock the result of a draw. From then on only replacements change it.",
        refuses=(IllegalTransition,),
    )
    issue_task: TaskIssued = mutation(
        issue_task,
        permission=Permission.TASK_MANAGE,
        description="Issue a locked task, which assigns the officers to their visits.",
        refuses=(IllegalTransition,),
    )
    reveal_draw: DrawRevealed = mutation(
        reveal_draw,
        permission=Permission.TASK_MANAGE,
        description="Reveal the nonce of a draw, once the visits are done or their window is over.",
        refuses=(draw_steps.DrawAlreadyRevealed, draw_steps.DrawnListConfidential),
    )
    replace_inspector: InspectorReplaced = mutation(
        replace_inspector,
        permission=Permission.INSPECTION_REPLACE_OFFICER,
        description="Replace an officer who cannot go: in a drawn visit by the next officer in the "
        "draw, in a case visit by the officer named.",
        refuses=(
            draw_steps.NotDrawn,
            draw_steps.IncomingOfficerDrawn,
            draw_steps.NotOnTheVisit,
            draw_steps.OwnReplacement,
            draw_steps.ReplacementTooLate,
            replacements.NobodyIsNext,
            replacements.NotInTheDraw,
            RecheckTeamUnchanged,
            assignments.OwnAssignment,
            assignments.OfficerOutsideAuthority,
            assignments.OfficerRecused,
            assignments.MayNotLead,
            CertificateNotValid,
            NotAnAdministrativeOrgan,
        ),
    )
    adopt_draw_policy: DrawPolicyAdopted = mutation(
        adopt_draw_policy,
        permission=Permission.DRAW_SET_POLICY,
        description="Adopt a policy: how many objects of each risk class the authority draws.",
        refuses=(NotAnAdministrativeOrgan,),
    )
    commit_draw_share: DrawShareCommitted = mutation(
        commit_draw_share,
        permission=Permission.DRAW_CONTRIBUTE,
        description="Commit to a share of the randomness before the pool is frozen.",
        refuses=(draw_steps.ShareCommittedAlready,),
    )
    reveal_draw_share: DrawShareRevealed = mutation(
        reveal_draw_share,
        permission=Permission.DRAW_CONTRIBUTE,
        description="Reveal the caller's own share of the randomness after the pool has been "
        "frozen.",
        refuses=(draw_steps.ShareRevealedAlready, entropy.EntropyDoesNotFit),
    )
