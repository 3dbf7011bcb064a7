"""The goals as a picture: how far each figure is from its bound, as SVG."""

from html import escape

from benchmarks.goals import Goal
from benchmarks.measurement import Comparison

_WIDTH, _ROW, _LEFT, _RIGHT, _TOP = 1_010, 26, 490, 120, 56
_MOST = 2.5
"""Bars are cut where the bound is kept so many times over."""
_KEPT, _MISSED, _INK, _LINE = "#3b7a57", "#b5483a", "#222", "#888"


def svg(goals: list[tuple[Goal, Comparison]], title: str) -> str:
    """A bar for each goal that has a bound: to the line of its bound and beyond it, or short of it."""
    rows = [(goal, value) for goal, value in goals if goal.reached(value.median) is not None]
    height = _TOP + _ROW * len(rows) + 16
    at_bound = _x(1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}"'
        f' height="{height}" font-family="sans-serif" font-size="13" fill="{_INK}">',
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="12" y="22" font-size="15">{escape(title)}</text>',
        f'<text x="{at_bound:.0f}" y="44" text-anchor="middle" fill="{_LINE}">goal</text>',
        *(part for number, row in enumerate(rows) for part in _bar(number, *row)),
        f'<line x1="{at_bound:.0f}" x2="{at_bound:.0f}" y1="{_TOP - 8}" y2="{height - 10}"'
        f' stroke="{_LINE}" stroke-dasharray="4 3"/>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bar(number: int, goal: Goal, value: Comparison) -> list[str]:
    y = _TOP + number * _ROW
    share = goal.reached(value.median) or 0.0
    ends = [_x(goal.reached(each) or 0.0) for each in (value.lowest, value.highest)]
    colour = _KEPT if share >= 1 else _MISSED
    figure = f"{value.median:.2f}{goal.unit} ({goal.bound})"
    return [
        f'<text x="{_LEFT - 8}" y="{y + 15}" text-anchor="end">{escape(goal.name)}</text>',
        f'<rect x="{_LEFT}" y="{y + 3}" width="{_x(share) - _LEFT:.1f}" height="16" fill="{colour}"/>',
        f'<line x1="{min(ends):.1f}" x2="{max(ends):.1f}" y1="{y + 11}" y2="{y + 11}" stroke="{_INK}"/>',
        f'<text x="{_WIDTH - _RIGHT - 4}" y="{y + 15}">{escape(figure)}</text>',
    ]


def _x(share: float) -> float:
    return _LEFT + min(share, _MOST) / _MOST * (_WIDTH - _LEFT - _RIGHT - 12)
