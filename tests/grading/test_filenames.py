"""The names under which a notebook arrives."""

import pytest

from autograder.handed_in import intake
from autograder.shared import filenames

DOWNLOADS = (
    "ch01_neurons.ipynb.txt",
    "ch01_neurons.ipynb.json",
    "ch01_neurons.ipynb.download",
    "ch01_neurons.ipynb.ipynb",
    "ch01_neurons.ipynb.txt.txt",
    "ch01_neurons.ipynb.download.txt",
    "ch01_neurons.ipynb (1).txt",
    "ch01_neurons.ipynb.txt (2).txt",
    "ch01_neurons.ipynb(1)",
    "ch01_neurons (1).ipynb",
    "ch01_neurons(12).ipynb",
    "ch01_neurons - Copy.ipynb",
    "ch01_neurons - Copy (2).ipynb",
    "ch01_neurons-Copy1.ipynb",
    "ch01_neurons copy 2.ipynb",
    "Copy of ch01_neurons.ipynb",
    "ch01_neurons \N{EN DASH} Kopie (3).ipynb",
    "CH01_NEURONS.IPYNB",
    "Ch01_Neurons.ipynb.TXT",
)
OTHERS = ("ch01_neurons.txt", "ch01_neurons.ipynb.zip", "ch01_neurons.ipynb~", ".ipynb",
          ".ch01_neurons.ipynb", "ch01_neurons.ipynb.notes.txt", "ipynb", "")  # fmt: skip


@pytest.mark.parametrize("name", DOWNLOADS)
def test_a_download_or_a_copy_is_known_by_the_name_it_had(name):
    assert filenames.is_notebook(name)
    assert filenames.plain_name(name) == "ch01_neurons.ipynb"
    assert filenames.is_called(name, "ch01_neurons")


@pytest.mark.parametrize("name", OTHERS)
def test_another_file_is_not_taken_for_a_notebook(name):
    assert not filenames.is_notebook(name)


@pytest.mark.parametrize(
    ("name", "number"),
    [("ch01.ipynb", 0), ("ch01 (2).ipynb", 2), ("ch01-Copy3.ipynb", 3), ("ch01-4.ipynb.txt", 4)],
)
def test_a_copy_tells_its_number(name, number):
    assert filenames.copy_number(name) == number


def test_a_number_may_be_part_of_a_chapters_name():
    assert filenames.is_called("week-1.ipynb.txt", "week-1")
    assert not filenames.is_called("week-1.ipynb", "week")


@pytest.mark.parametrize("name", DOWNLOADS)
def test_a_downloaded_name_is_found_beside_other_notebooks(tmp_path, name):
    for each in (name, "notes.ipynb", "data.json"):
        (tmp_path / each).write_text("{}")
    assert intake.find(tmp_path, "ch01_neurons").name == name


def test_the_name_itself_counts_before_a_copy_and_of_two_copies_none(tmp_path):
    for each in ("ch01_neurons (1).ipynb", "ch01_neurons (2).ipynb"):
        (tmp_path / each).write_text("{}")
    with pytest.raises(intake.InvalidSubmissionError, match="each may be ch01_neurons.ipynb"):
        intake.find(tmp_path, "ch01_neurons")
    (tmp_path / "ch01_neurons.ipynb").write_text("{}")
    assert intake.find(tmp_path, "ch01_neurons").name == "ch01_neurons.ipynb"
