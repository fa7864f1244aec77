"""Comments and actions of a pack: those that a workbook gives all of its entities stand once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from kpireport.present.pack.view import EntitySection
from kpireport.present.view import ActionView, CommentView

_Said = TypeVar("_Said", CommentView, ActionView)


def told_apart(
    sections: Sequence[EntitySection],
) -> tuple[tuple[EntitySection, ...], tuple[CommentView, ...], tuple[ActionView, ...]]:
    """The sections with what is their own, then what all entities of one workbook share."""
    of_file: dict[str, list[EntitySection]] = {}
    for section in sections:
        if section.view is not None:
            of_file.setdefault(section.source_name, []).append(section)
    comments: list[CommentView] = []
    actions: list[ActionView] = []
    shared: dict[str, tuple[list[CommentView], list[ActionView]]] = {}
    for name, found in of_file.items():
        views = [section.view for section in found if section.view is not None]
        in_all = (
            _in_all([view.comments for view in views]),
            _in_all([view.actions for view in views]),
        )
        shared[name] = in_all
        comments += in_all[0]
        actions += in_all[1]
    own = tuple(_own(each, *shared.get(each.source_name, ([], []))) for each in sections)
    return own, tuple(comments), tuple(actions)


def _in_all(lists: Sequence[Sequence[_Said]]) -> list[_Said]:
    """What each of several entities has; nothing where there is one only."""
    if len(lists) < 2:
        return []
    return [each for each in dict.fromkeys(lists[0]) if all(each in one for one in lists[1:])]


def _own(
    section: EntitySection, comments: Sequence[CommentView], actions: Sequence[ActionView]
) -> EntitySection:
    view = section.view
    if view is None:
        return section
    return replace(
        section,
        view=replace(
            view,
            comments=tuple(each for each in view.comments if each not in comments),
            actions=tuple(each for each in view.actions if each not in actions),
        ),
    )
