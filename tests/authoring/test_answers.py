"""The graders are graded: right answers in any style, wrong ones by name, blanks."""

from __future__ import annotations

from collections.abc import Callable

import jupytext
import pytest
from support.chapters import (
    CHAPTERS,
    FIRST_THEN_ALL,
    ROOT,
    cells_of,
    chapter_param,
    each_chapter,
    judged,
    kept_answers,
    reference,
    released_notebook,
    source_notebook,
    verdicts,
)

from autograder.authoring import answers
from autograder.authoring.answers import Answer
from course.check import CheckFailed


def each(*, right: bool):
    """Every kept answer of the course that is right, or wrong."""
    return pytest.mark.parametrize(
        ("chapter", "answer"),
        [
            chapter_param(chapter, one, name=f"{one.exercise}: {one.title}")
            for chapter in CHAPTERS
            for one in kept_answers(chapter)
            if one.right == right
        ],
    )


@each_chapter
def test_the_reference_answers_get_full_points(chapter: str) -> None:
    written = reference(chapter)
    assert verdicts(source_notebook(chapter), written) == dict.fromkeys(
        verdicts(source_notebook(chapter), written)
    )


@each_chapter
def test_the_blank_release_gets_nothing_and_is_told_quietly(chapter: str) -> None:
    found = verdicts(source_notebook(chapter), blanks(chapter))
    assert found
    for grade_id, error in found.items():
        assert isinstance(error, CheckFailed), f"{grade_id}: {error!r}"
        assert error.mistake == "not written yet", f"{grade_id}: {error}"


def blanks(chapter: str) -> dict[str, str]:
    """The stubs of a release, by the exercise's name."""
    return answers.reference(released_notebook(chapter))


@each_chapter
def test_an_exercise_passes_while_all_the_others_are_blank(chapter: str) -> None:
    for name, source in reference(chapter).items():
        found = verdicts(source_notebook(chapter), blanks(chapter) | {name: source}, only=name)
        assert set(found.values()) == {None}, f"{name} leans on another exercise: {found}"


@each_chapter
def test_every_exercise_has_three_other_right_answers_and_wrong_ones(chapter: str) -> None:
    kept = kept_answers(chapter)
    assert {one.exercise for one in kept} == set(reference(chapter))
    for name in reference(chapter):
        mine = [one for one in kept if one.exercise == name]
        assert sum(one.right for one in mine) >= 3, name
        assert any(not one.right for one in mine), name
        assert len({one.title for one in mine}) == len(mine), f"{name}: two answers share a title"


@each(right=True)
def test_a_right_answer_in_another_style_gets_full_points(chapter: str, answer: Answer) -> None:
    found = judged(chapter, answer)
    assert set(found.values()) == {None}, "\n".join(str(one) for one in found.values() if one)


@each(right=False)
def test_a_wrong_answer_loses_its_points_and_is_told_its_name(
    chapter: str, answer: Answer, told: Callable[[str, bool], None]
) -> None:
    found = judged(chapter, answer)
    lost = {grade_id: error for grade_id, error in found.items() if error}
    assert set(lost) == set(answer.loses or cells_of(chapter, answer.exercise)), lost
    for grade_id, error in lost.items():
        assert isinstance(error, CheckFailed), f"{grade_id}: {error!r}"
    names = [error.mistake for error in lost.values()]
    told(chapter, any(names))
    messages = "\n".join(f"{grade_id}: {error}" for grade_id, error in lost.items())
    assert (answer.mistake or None) in names, messages


@pytest.mark.parametrize("chapter", FIRST_THEN_ALL)
def test_answers_are_read_as_jupytext_reads_them(chapter: str) -> None:
    for path in sorted((ROOT / "source" / chapter / answers.FOLDER).glob("*.py")):
        theirs = jupytext.reads(path.read_text("utf-8"), fmt="py:percent").cells
        mine = [one for one in kept_answers(chapter) if one.exercise == path.stem]
        assert [one.source for one in mine] == [cell.source for cell in theirs]
        for one, cell in zip(mine, theirs, strict=True):
            header = cell.metadata
            kind = "right" if one.right else "wrong"
            assert one.title == header.get("title", header[kind])
            assert (one.why, " ".join(one.loses)) == (
                header.get("why", ""),
                header.get("loses", ""),
            )
            assert one.right or one.mistake == header.get("told", header["wrong"])


@pytest.mark.parametrize(
    "text",
    [
        '# %% right="a comment"\n# as is\ndef twice(x):\n    return 2 * x\n',
        '# %% right="a \\"word\\" of it"\n\ndef twice(x):\n    return 2 * x\n\n\n',
        '# %% [markdown]\n# words\n\n# %% right="a number" points=2\nx = 1\n',
        'first = 1\n\n# %% right="after it"\nx = 1\n',
    ],
)
def test_what_is_not_plain_is_left_to_jupytext(text: str) -> None:
    cells = [c for c in jupytext.reads(text, fmt="py:percent").cells if c.cell_type == "code"]
    found = answers._plain(text)
    assert found in (None, [({"right": c.metadata.right}, c.source) for c in cells if c.metadata])


def test_nearly_every_wrong_answer_is_told_a_name() -> None:
    wrong = [one for chapter in CHAPTERS for one in kept_answers(chapter) if not one.right]
    assert sum(bool(one.mistake) for one in wrong) >= 0.95 * len(wrong)


@each(right=True)
def test_a_right_answer_passes_what_the_student_can_see(chapter: str, answer: Answer) -> None:
    found = verdicts(
        released_notebook(chapter),
        reference(chapter) | {answer.exercise: answer.source},
        only=answer.exercise,
    )
    assert set(found.values()) == {None}, "\n".join(str(one) for one in found.values() if one)
