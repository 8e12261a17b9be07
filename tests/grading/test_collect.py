"""What learning platforms hand out lands in submitted/, and nothing of an archive anywhere else."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import struct
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder.__main__ import main
from autograder.authoring import answers, build
from autograder.handed_in import archive, collect
from autograder.handed_in.collect import Row
from autograder.shared.errors import CourseError

CHAPTER = "ch01_lines"
OTHER = "ch02_curves"
TEXT = """\
# %% [markdown]
# ## Exercise 1 · `{name}` (1 point)

# %% solution="{name}"
def {name}(x):
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION

# %% tests="{name}" points=1
assert {name}(2) == 4
"""
MORNING, NOON, EVENING = ((2026, 3, 1, hour, 30, 0) for hour in (8, 12, 20))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course of two chapters with nothing handed in, in a folder of its own."""
    root = tmp_path / "course"
    for chapter, name in ((CHAPTER, "twice"), (OTHER, "curve")):
        path = root / "source" / chapter / f"{chapter}.py"
        path.parent.mkdir(parents=True)
        path.write_text(TEXT.format(name=name), encoding="utf-8")
    return root


def notebook(root: Path, answer: str = "return 2 * x", chapter: str = CHAPTER) -> bytes:
    """A notebook of the chapter, different for different answers."""
    name = {CHAPTER: "twice", OTHER: "curve"}[chapter]
    texts = {name: f"def {name}(x):\n    {answer}"}
    return nbformat.writes(answers.solved(build.notebook(root, chapter), texts)).encode()


def zipped(entries: Iterable[tuple[str, bytes]], time: tuple[int, ...] = NOON) -> bytes:
    """A zip of the entries, all of the same time."""
    return dated((name, content, time) for name, content in entries)


def dated(entries: Iterable[tuple[str, bytes, tuple[int, ...]]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content, time in entries:
            info = zipfile.ZipInfo(name, time)
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, content)
    return file.getvalue()


def tarred(entries: Iterable[tuple[str, bytes]], mode: str = "w:gz") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as packed:
        for name, content in entries:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), 1_770_000_000
            packed.addfile(info, io.BytesIO(content))
    return file.getvalue()


def put(root: Path, content: bytes, name: str = "download.zip") -> Path:
    path = root.parent / name
    path.write_bytes(content)
    return path


def taken(root: Path, source: Path, **options: object) -> dict[str, Row]:
    """What became of each file; nothing but submitted/ may have changed."""
    before = everything(root.parent)
    rows = collect.collect(root, CHAPTER, source, **options)  # type: ignore[arg-type]
    after = everything(root.parent)
    changed = {path for path in before | after if before.get(path) != after.get(path)}
    assert {path for path in changed if not path.startswith("course/submitted")} == set()
    assert not [path for path in after if path.endswith(".part")]
    return {row.file: row for row in rows}


def everything(top: Path) -> dict[str, bytes]:
    return {str(p.relative_to(top)): p.read_bytes() for p in top.rglob("*") if p.is_file()}


def held(root: Path) -> dict[str, bytes]:
    """Notebooks in submitted/ by student."""
    found = (root / "submitted").glob(f"*/{CHAPTER}/{CHAPTER}.ipynb")
    return {path.parts[-3]: path.read_bytes() for path in found}


def stamp(root: Path, student: str) -> str | None:
    path = root / "submitted" / student / CHAPTER / "timestamp.txt"
    return path.read_text() if path.exists() else None


def dropbox(name: str, time: str) -> str:
    """A folder's name as Brightspace writes it."""
    return f"8001-77 - {name} - Mar 1, 2026 {time}"


PLATFORMS = {
    "Moodle": (
        ["Ada Lovelace_12_assignsubmission_file/homework.ipynb",
         "Ben Bo_13_assignsubmission_file/ch01_lines.ipynb"],
        {"Ada Lovelace", "Ben Bo"},
    ),
    "Moodle, files flat": (
        ["Ada Lovelace_12_assignsubmission_file_homework.ipynb",
         "Ben Bo_13_assignsubmission_file_ch01_lines.ipynb"],
        {"Ada Lovelace", "Ben Bo"},
    ),
    "Canvas": (
        ["lovelaceada_501_90001_ch01_lines.ipynb", "bobenjamin_LATE_502_90002_homework-1.ipynb"],
        {"lovelaceada_501", "bobenjamin_502"},
    ),
    "Brightspace": (
        ["8001-77 - Ada Lovelace - Mar 1, 2026 1130 PM/ch01_lines.ipynb",
         "8002-77 - Ben Bo - Feb 28, 2026 905 AM/homework.ipynb", "index.html"],
        {"Ada Lovelace", "Ben Bo"},
    ),
    "folders": (["ada/ch01_lines.ipynb", "ben/my homework.ipynb"], {"ada", "ben"}),
    "folders in a folder": (["class/ada/a.ipynb", "class/ben/b.ipynb"], {"ada", "ben"}),
    "files": (["ada.ipynb", "ben_ch01_lines.ipynb"], {"ada", "ben"}),
    "nbgrader": (
        [f"submitted/ada/{CHAPTER}/{CHAPTER}.ipynb", f"submitted/ben/{CHAPTER}/x.ipynb"],
        {"ada", "ben"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "tar", "folder"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_a_platform_hands_out_is_known(platform: str, kind: str, root: Path) -> None:
    names, students = PLATFORMS[platform]
    entries = [(name, notebook(root, f"return {n} * x")) for n, name in enumerate(names)]
    if kind == "folder":
        source = root.parent / "unpacked"
        for name, content in entries:
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes(content)
    elif kind == "zip":
        source = put(root, zipped(entries))
    else:
        made = tarred(entries, "w:gz" if kind == "tar.gz" else "w")
        source = put(root, made, f"download.{kind}")
    rows = taken(root, source)
    assert set(held(root)) == students
    assert {rows[name].done for name in names[:2]} == {True}
    assert held(root)[rows[names[0]].student] == entries[0][1]


def test_an_unknown_platform_needs_an_expression_and_is_told_so(root: Path) -> None:
    names = ["hw_ada_attempt_2026-03-01-10-00-00_x.ipynb", "hw_ben_attempt_2026-03-02-11.ipynb"]
    source = put(root, zipped((name, notebook(root)) for name in names))
    taken(root, source, student_id=r"hw_(?P<student_id>\w+?)_attempt")
    assert set(held(root)) == {"ada", "ben"}


@pytest.mark.parametrize(
    ("pattern", "said"),
    [("(", "is no regular expression"), (r"\w+", r"needs a group \(\?P<student_id>")],
)
def test_an_expression_that_cannot_be_used_is_told(pattern: str, said: str, root: Path) -> None:
    with pytest.raises(CourseError, match=said):
        collect.collect(root, CHAPTER, put(root, zipped([])), pattern)


def test_a_file_whose_owner_does_not_show_is_named_and_left(root: Path) -> None:
    rows = taken(root, put(root, zipped([("ch01_lines.ipynb", notebook(root))])))
    row = rows["ch01_lines.ipynb"]
    assert (row.done, row.student) == (False, "")
    assert "whose it is does not show; say so with --student-id" in row.what
    assert held(root) == {}


def test_a_packers_times_are_nobodys_times_of_handing_in(root: Path) -> None:
    canvas = [
        ("ada_501_1_a.ipynb", notebook(root), MORNING),
        ("ben_LATE_502_2_b.ipynb", notebook(root), EVENING),
    ]
    rows = taken(root, put(root, dated(canvas)), timezone="UTC")
    assert (stamp(root, "ada_501"), stamp(root, "ben_502")) == (None, None)
    assert rows["ada_501_1_a.ipynb"].what == "collected; no time told"
    assert "Canvas says late, and not when" in rows["ben_LATE_502_2_b.ipynb"].what


NAMED_TIMES = {
    "Brightspace": (dropbox("Ada", "1130 PM") + "/a.ipynb", "Ada", "22:30"),
    "Blackboard": ("Chapter 1_ada_attempt_2026-03-01-23-30-00_a.ipynb", "ada", "22:30"),
}


@pytest.mark.parametrize("platform", NAMED_TIMES)
def test_a_time_in_a_name_is_that_of_the_zone_that_is_said(platform: str, root: Path) -> None:
    name, student, time = NAMED_TIMES[platform]
    said: list[str] = []
    source = put(root, zipped([(name, notebook(root))]))
    rows = taken(root, source, timezone="Europe/Berlin", tell=said.append)
    assert stamp(root, student) == f"2026-03-01 {time}:00.000000 UTC"
    assert f"time from {platform}" in rows[name].what
    assert said == ["Times in names are those of the zone Europe/Berlin."]


def test_the_zone_may_be_a_setting_of_the_course(root: Path) -> None:
    (root / "nbgrader_config.py").write_text("c.Collect.timezone = 'America/Lima'\n")
    name, student, _ = NAMED_TIMES["Blackboard"]
    taken(root, put(root, zipped([(name, notebook(root))])))
    assert stamp(root, student) == "2026-03-02 04:30:00.000000 UTC"


@pytest.mark.parametrize("machine", ["UTC", "Asia/Tokyo"])
def test_a_time_in_an_unknown_zone_is_shown_and_not_noted(
    machine: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", machine)
    said: list[str] = []
    name, student, _ = NAMED_TIMES["Blackboard"]
    rows = taken(root, put(root, zipped([(name, notebook(root))])), tell=said.append)
    assert stamp(root, student) is None
    assert "its name says 2026-03-01 23:30, in an unknown zone" in rows[name].what
    assert "--timezone" in said[0]


def test_an_unknown_zone_is_told(root: Path) -> None:
    for zone in ("Europe/Nowhere", "../etc/passwd", "/etc/passwd"):
        with pytest.raises(CourseError, match="There is no time zone"):
            taken(root, put(root, zipped([])), timezone=zone)


def test_times_of_packing_make_nobody_late(root: Path) -> None:
    names = ["ada/a.ipynb", "ben/b.ipynb"]
    rows = taken(root, put(root, zipped([(name, notebook(root)) for name in names])))
    assert [rows[name].what for name in names] == ["collected; no time told"] * 2
    assert stamp(root, "ada") is None


def test_of_several_turns_the_last_counts(root: Path) -> None:
    old, new = notebook(root, "return 1"), notebook(root, "return 2")
    entries = [
        ("ada_501_900_homework-1.ipynb", new, NOON),
        ("ada_501_800_homework.ipynb", old, EVENING),
    ]
    rows = taken(root, put(root, dated(entries)))
    assert held(root) == {"ada_501": new}
    assert "a newer one of the student's counts" in rows["ada_501_800_homework.ipynb"].what


def test_two_students_of_the_same_name_stay_two(root: Path) -> None:
    names = [f"Ada Bo_{n}_assignsubmission_file/a.ipynb" for n in (12, 13)]
    contents = [notebook(root, "return 1"), notebook(root, "return 2")]
    rows = taken(root, put(root, zipped(zip(names, contents, strict=True))))
    assert held(root) == {"Ada Bo_12": contents[0], "Ada Bo_13": contents[1]}
    assert all("another has the same name" in rows[name].what for name in names)


def test_names_written_in_two_ways_of_unicode_are_one_student(root: Path) -> None:
    composed, apart = "Zo\u00eb/a.ipynb", "Zoe\u0308/b.ipynb"
    same = [(composed, notebook(root)), (apart, notebook(root))]
    taken(root, put(root, zipped(same)))
    assert held(root) == {"Zo\u00eb": same[0][1]}


def test_of_two_folders_of_one_student_none_is_taken_for_the_newer(root: Path) -> None:
    entries = [("Zo\u00eb/a.ipynb", notebook(root, "return 1"), MORNING),
               ("Zoe\u0308/b.ipynb", notebook(root, "return 2"), NOON)]  # fmt: skip
    rows = taken(root, put(root, dated(entries)))
    assert held(root) == {}
    assert all(row.refused and "which counts does not show" in row.what for row in rows.values())


def test_names_that_differ_by_case_are_two_students_and_lose_nothing(root: Path) -> None:
    entries = [("ada/a.ipynb", notebook(root, "return 1")),
               ("Ada/a.ipynb", notebook(root, "return 2"))]  # fmt: skip
    taken(root, put(root, zipped(entries)))
    assert held(root) == {"ada": entries[0][1], "Ada": entries[1][1]}


def test_a_students_own_archive_is_looked_into_and_speaks_for_nobody_else(root: Path) -> None:
    inner = zipped([("ben_99_assignsubmission_file/ch01_lines.ipynb", notebook(root))])
    name = "Ada_12_assignsubmission_file/all.zip"
    taken(root, put(root, zipped([(name, inner)])))
    assert set(held(root)) == {"Ada"}


def test_an_archive_too_deep_is_left_out(root: Path) -> None:
    content = zipped([("a.ipynb", notebook(root))])
    for _ in range(4):
        content = zipped([("deep.zip", content)])
    entries = [("ada/deep.zip", content), ("ben/b.ipynb", notebook(root))]
    rows = taken(root, put(root, zipped(entries)))
    assert set(held(root)) == {"ben"}
    assert any("too deep inside archives" in row.what for row in rows.values())


def test_the_notebook_of_another_chapter_is_left_out_and_named(root: Path) -> None:
    entries = [("ada/x.ipynb", notebook(root, chapter=OTHER)), ("ada/y.ipynb", notebook(root))]
    entries += [("ben/b.ipynb", notebook(root, chapter=OTHER))]
    rows = taken(root, put(root, zipped(entries)))
    assert held(root) == {"ada": entries[1][1]}
    assert rows["ada/x.ipynb"].what == f"left out: it is the notebook of {OTHER}"


def test_a_notebook_that_cannot_be_read_is_collected_so_that_grading_says_why(root: Path) -> None:
    taken(root, put(root, zipped([("ada/ch01_lines.ipynb", b"{broken")])))
    assert held(root) == {"ada": b"{broken"}


@pytest.mark.parametrize("entries", [[], [("ada/essay.docx", b"x"), ("__MACOSX/._a.ipynb", b"")]])
def test_an_archive_with_nothing_usable_says_so(
    entries: list[tuple[str, bytes]], root: Path
) -> None:
    rows = list(taken(root, put(root, zipped(entries))).values())
    assert held(root) == {}
    assert [row.what.split(": ")[0] for row in rows] == ["left out"] * len(entries)
    assert collect.table(rows).endswith(f"0 in submitted/, {len(entries)} left out.")


def test_collecting_again_changes_nothing(root: Path) -> None:
    source = put(root, zipped([("ada/a.ipynb", notebook(root))]))
    taken(root, source)
    before = {p: p.stat().st_mtime_ns for p in (root / "submitted").rglob("*")}
    rows = taken(root, source)
    assert rows["ada/a.ipynb"].what == "there already"
    assert {p: p.stat().st_mtime_ns for p in (root / "submitted").rglob("*")} == before


def brightspace(root: Path, time: str, answer: str) -> tuple[str, Path]:
    """A path and an archive with it: what Ada handed in at a time."""
    name = f"{dropbox('Ada', time)}/a.ipynb"
    return name, put(root, zipped([(name, notebook(root, answer))]))


def test_an_older_one_replaces_nothing_unless_forced(root: Path) -> None:
    taken(root, brightspace(root, "1200 PM", "return 2")[1], timezone="UTC")
    name, source = brightspace(root, "830 AM", "return 1")
    row = taken(root, source, timezone="UTC")[name]
    assert row.what == "left out: the one that is there is as new; --force"
    assert held(root) == {"Ada": notebook(root, "return 2")}
    taken(root, source, timezone="UTC", force=True)
    assert held(root) == {"Ada": notebook(root, "return 1")}
    assert stamp(root, "Ada") == "2026-03-01 08:30:00.000000 UTC"


def test_a_newer_one_replaces_the_older_with_its_time(root: Path) -> None:
    taken(root, brightspace(root, "830 AM", "return 1")[1], timezone="UTC")
    name, source = brightspace(root, "1200 PM", "return 2")
    assert taken(root, source, timezone="UTC")[name].what.startswith("replaced")
    assert held(root) == {"Ada": notebook(root, "return 2")}
    assert stamp(root, "Ada") == "2026-03-01 12:00:00.000000 UTC"


def test_without_times_what_is_there_stays_unless_forced(root: Path) -> None:
    old = notebook(root, "return 1")
    taken(root, put(root, dated([("ada/a.ipynb", old, MORNING)])))
    names = [("ada/a.ipynb", notebook(root, "return 2")), ("ben/b.ipynb", notebook(root))]
    rows = taken(root, put(root, zipped(names)))
    assert "which is newer is not known; --force" in rows["ada/a.ipynb"].what
    assert held(root)["ada"] == old
    taken(root, put(root, zipped(names)), force=True)
    assert held(root)["ada"] == names[0][1]
    assert stamp(root, "ada") is None, "the old time is not that of the new notebook"


# --- archives made to do harm --------------------------------------------------------------------

LEADS_OUT = [
    "../../evil/a.ipynb", "ada/../../../a.ipynb", "/etc/a.ipynb", "C:\\a.ipynb", "..\\a.ipynb",
    "ada\\..\\..\\a.ipynb", "c:/a.ipynb",
]  # fmt: skip


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_a_name_that_leads_out_is_left_out_and_the_others_are_taken(
    pack: object, root: Path
) -> None:
    entries = [(name, notebook(root)) for name in LEADS_OUT] + [("ben/b.ipynb", notebook(root))]
    rows = taken(root, put(root, pack(entries)))  # type: ignore[operator]
    assert set(held(root)) == {"ben"}
    left = [row.what for row in rows.values() if not row.done]
    assert len(left) == len(LEADS_OUT)
    assert set(left) == {"left out: its name leads out of the archive"}


BAD_IDS = ["..", ".hidden", "a*b", "a?b", "[a]", "con", "NUL.txt", "x" * 101, "a\u202eb", "a\nb"]


@pytest.mark.parametrize("student", BAD_IDS)
def test_a_name_that_can_be_no_students_id_is_left_out(student: str, root: Path) -> None:
    names = [f"{one}_1_assignsubmission_file/a.ipynb" for one in (student, "ben")]
    source = put(root, zipped((name, notebook(root)) for name in names))
    rows = taken(root, source)
    assert set(held(root)) == {"ben"}
    assert [row.done for row in rows.values()].count(False) == 1
    assert all("\u202e" not in line for line in collect.table(list(rows.values())).splitlines())


def special(kind: bytes, name: str = "ada/a.ipynb", target: str = "/etc/passwd") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE],
    ids=["symlink", "hardlink", "character device", "block device", "pipe"],
)
def test_links_and_devices_in_a_tar_are_left_out(kind: bytes, root: Path) -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as packed:
        packed.addfile(special(kind))
        info = tarfile.TarInfo("ben/b.ipynb")
        info.size = len(content := notebook(root))
        packed.addfile(info, io.BytesIO(content))
    rows = taken(root, put(root, file.getvalue(), "a.tar"))
    assert rows["ada/a.ipynb"].what == "left out: a link or a special file"
    assert set(held(root)) == {"ben"}


def test_a_link_in_a_zip_is_left_out(root: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        info = zipfile.ZipInfo("ada/a.ipynb")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(info, "/etc/passwd")
    rows = taken(root, put(root, file.getvalue()))
    assert rows["ada/a.ipynb"].what == "left out: a link or a special file"


def test_links_in_a_folder_are_not_followed(root: Path) -> None:
    outside = root.parent / "secret.ipynb"
    outside.write_bytes(notebook(root))
    source = root.parent / "unpacked"
    (source / "ada").mkdir(parents=True)
    (source / "ada" / "a.ipynb").symlink_to(outside)
    (source / "ben").symlink_to(root.parent)
    os.mkfifo(source / "ada" / "pipe.ipynb")
    rows = taken(root, source)
    assert held(root) == {}
    assert "is a link" in rows["ada/a.ipynb"].what
    assert "is a special file" in rows["ada/pipe.ipynb"].what


def test_a_link_in_submitted_is_not_written_through(root: Path) -> None:
    elsewhere = root.parent / "elsewhere"
    elsewhere.mkdir()
    (root / "submitted").mkdir()
    (root / "submitted" / "ada").symlink_to(elsewhere)
    entries = [("ada/a.ipynb", notebook(root)), ("ben/b.ipynb", notebook(root))]
    rows = taken(root, put(root, zipped(entries)))
    assert list(elsewhere.iterdir()) == []
    assert rows["ada/a.ipynb"].what.startswith("left out: cannot be written")
    assert rows["ben/b.ipynb"].done


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar.gz"])
def test_a_file_that_swells_is_left_unread(
    pack: object, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "RATIO_FROM", 2**16)
    source = put(root, pack([("ada/a.ipynb", b" " * 2**24)]))  # type: ignore[operator]
    with_reason = "swells to more than 200 times its packed size"
    if pack is zipped:
        assert with_reason in taken(root, source)["ada/a.ipynb"].what
    else:
        with pytest.raises(CourseError, match=with_reason):
            taken(root, source)
    assert held(root) == {}


def test_a_file_over_the_limit_is_left_out(root: Path) -> None:
    content = os.urandom(21 * 2**20)
    entries = [("ada/a.ipynb", content), ("ben/b.ipynb", notebook(root))]
    rows = taken(root, put(root, zipped(entries)))
    assert rows["ada/a.ipynb"].what == "left out: larger than 20 MB"
    assert set(held(root)) == {"ben"}


def test_too_many_entries_are_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive.Quota, "__init__", _small_quota)
    entries = [(f"s{n}/a.txt", b"") for n in range(12)]
    rows = taken(root, put(root, zipped(entries)))
    assert any("more than 50,000 entries; the rest is unread" in r.what for r in rows.values())


def _small_quota(self: archive.Quota) -> None:
    self.left, self.entries = 2**20, 10


def test_a_huge_list_of_entries_is_refused_before_it_is_read(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "DIRECTORY", 1000)
    source = put(root, zipped((f"s{n}/a.ipynb", b"") for n in range(40)))
    with pytest.raises(CourseError, match="its list of entries is too long"):
        taken(root, source)


def test_entries_that_lie_over_each_other_are_refused(root: Path) -> None:
    content = bytearray(zipped([("ada/a.ipynb", notebook(root)), ("ben/a.ipynb", notebook(root))]))
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = struct.pack("<I", 0)
    with pytest.raises(CourseError, match="entries lie over each other"):
        taken(root, put(root, bytes(content)))


def test_an_encrypted_file_is_left_out(root: Path) -> None:
    content = bytearray(zipped([("ada/a.ipynb", notebook(root))]))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    rows = taken(root, put(root, bytes(content)))
    assert "it is encrypted" in rows["ada/a.ipynb"].what


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar.gz"])
def test_half_an_archive_is_told_and_loses_nothing(pack: object, share: float, root: Path) -> None:
    taken(root, put(root, zipped([("ada/a.ipynb", notebook(root, "return 1"))])))
    before = held(root)
    entries = [(f"s{n}/a.ipynb", os.urandom(3000)) for n in range(9)]
    content = pack(entries)  # type: ignore[operator]
    source = put(root, content[: int(share * len(content))], "half.zip")
    with pytest.raises(CourseError, match=r"half\.zip is no whole zip or tar\.gz"):
        taken(root, source)
    assert held(root) == before


def test_a_damaged_entry_is_left_out_and_the_others_are_taken(root: Path) -> None:
    content = bytearray(zipped([("ada/a.ipynb", os.urandom(5000)), ("ben/b.ipynb",
                                                                    notebook(root))]))  # fmt: skip
    content[1000] ^= 0xFF
    rows = taken(root, put(root, bytes(content)))
    assert "it is damaged" in rows["ada/a.ipynb"].what
    assert set(held(root)) == {"ben"}


@pytest.mark.parametrize("kind", [".7z", ".rar", ".gz"])
def test_other_kinds_of_archives_inside_are_named(kind: str, root: Path) -> None:
    rows = taken(root, put(root, zipped([(f"ada/a{kind}", b"x")])))
    assert "a kind of archive that is not read" in rows[f"ada/a{kind}"].what


@pytest.mark.parametrize("content", [b"", b"PK", b"hello" * 100, b"\x1f\x8b" + b"x" * 50])
def test_what_is_no_archive_is_told(content: bytes, root: Path) -> None:
    with pytest.raises(CourseError, match=r"x\.bin is no whole zip or tar\.gz|cannot be read"):
        taken(root, put(root, content, "x.bin"))


def test_a_source_that_is_not_there_or_no_file_is_told(root: Path) -> None:
    with pytest.raises(CourseError, match=r"nothing\.zip cannot be read \(No such file"):
        collect.collect(root, CHAPTER, root.parent / "nothing.zip")
    os.mkfifo(pipe := root.parent / "pipe.zip")
    with pytest.raises(CourseError, match="is neither a folder nor an archive"):
        collect.collect(root, CHAPTER, pipe)


def test_an_unknown_chapter_is_told(root: Path) -> None:
    with pytest.raises(CourseError, match="ch09_dreams"):
        collect.collect(root, "ch09_dreams", put(root, zipped([])))


def test_the_settings_of_the_course_say_where_submissions_lie(root: Path) -> None:
    (root / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.submitted_directory = 'handed in'\n"
        "c.Intake.megabytes = 0.25\n"
    )
    entries = [("ada/a.ipynb", b"{}"), ("ben/b.ipynb", b" " * 2**19)]
    rows = collect.collect(root, CHAPTER, put(root, zipped(entries)))
    assert (root / "handed in" / "ada" / CHAPTER / f"{CHAPTER}.ipynb").read_bytes() == b"{}"
    assert [r.what for r in rows if not r.done] == ["left out: larger than 0.25 MB"]


def test_the_table_counts_and_says_what_became_of_each_file(root: Path) -> None:
    entries = [("ada/a.ipynb", notebook(root)), ("ben/essay.pdf", b"")]
    rows = collect.collect(root, CHAPTER, put(root, zipped(entries)))
    lines = collect.table(rows).splitlines()
    assert lines[0].split() == ["ada", "ada/a.ipynb"]
    assert lines[-1] == "1 in submitted/, 1 left out."
    assert "left out: no notebook" in collect.table(rows)


def test_a_notebook_of_no_chapter_gives_way_to_one_of_this(root: Path) -> None:
    foreign = nbformat.writes(nbformat.v4.new_notebook(cells=[new_code_cell("1 + 1")])).encode()
    right = notebook(root)
    entries = [("ada/trial.ipynb", foreign, EVENING), ("ada/a.ipynb", right, MORNING)]
    taken(root, put(root, dated([*entries, ("ben/b.ipynb", right, NOON)])))
    assert held(root) == {"ada": right, "ben": right}


# --- whose it is ---------------------------------------------------------------------------------

BLACKBOARD = "Chapter 1_{}_attempt_2026-03-0{}-10-00-00_{}"
SURE = {
    "a folder that is called as another student": (
        ["ada/ch01_lines.ipynb", "eve/ada/ch01_lines/ch01_lines.ipynb"], {"ada": 0, "eve": 1}),
    "a folder named as a platform would": (
        ["ada/a.ipynb", "eve/Ben Bo_13_assignsubmission_file/ch01_lines.ipynb",
         "fay/8001-77 - Gus - Mar 1, 2026 1130 PM/a.ipynb"], {"ada": 0, "eve": 1, "fay": 2}),
    "a file named as a platform would": (
        ["ada/a.ipynb", "eve/bobenjamin_502_90002_a.ipynb"], {"ada": 0, "eve": 1}),
    "nbgrader's folders, of one student": (
        ["submitted/ada/ch01_lines/x.ipynb"], {"ada": 0}),
    "nbgrader's folders, without the first": (
        ["ada/ch01_lines/ch01_lines.ipynb", "ben/ch01_lines/ch01_lines.ipynb"],
        {"ada": 0, "ben": 1}),
    "the chapter's folder": (["ch01_lines/ada/x.ipynb"], {"ada": 0}),
    "repositories of GitHub Classroom": (
        ["chapter-1-ada/release/ch01_lines/ch01_lines.ipynb",
         "chapter-1-ben/release/ch01_lines/ch01_lines.ipynb"],
        {"chapter-1-ada": 0, "chapter-1-ben": 1}),
    "one repository": (
        ["chapter-1-ada/release/ch01_lines/ch01_lines.ipynb"], {"chapter-1-ada": 0}),
    "one repository with copies": (
        ["ada/release/ch01_lines/ch01_lines.ipynb", "ada/course/data.py", "ada/old/b.txt"],
        {"ada": 0}),
    "Blackboard, the same student twice": (
        [BLACKBOARD.format("ada", 1, "a.ipynb"), BLACKBOARD.format("ada", 2, "b.ipynb"),
         BLACKBOARD.format("ben", 1, "x.ipynb"), "Chapter 1_ada_attempt_2026-03-01-10-00-00.txt"],
        {"ada": 1, "ben": 2}),
    "Sakai": (
        ["Chapter 1/Bo, Ben(bb1)/Submission attachment(s)/a.ipynb",
         "Chapter 1/Lovelace, Ada(al2)/Submission attachment(s)/a.ipynb", "Chapter 1/grades.csv"],
        {"bb1": 0, "al2": 1}),
    "Brightspace, names with a hyphen": (
        [f"{8000 + n}-77 - {name} - Mar 1, 2026 1130 PM/a.ipynb"
         for n, name in enumerate(["Anna-Lena Bo", "Anna-Maria Fry", "Anna"])],
        {"Anna-Lena Bo": 0, "Anna-Maria Fry": 1, "Anna": 2}),
    "Brightspace, a time in another language": (
        ["8001-77 - Ada Bo - 1. März 2026 23.30/a.ipynb",
         "8002-77 - Ben Fry - 1. März 2026 23.31/a.ipynb"], {"Ada Bo": 0, "Ben Fry": 1}),
    "Moodle, one name within another": (
        ["Anna_12_assignsubmission_file/a.ipynb", "Anna Schmidt_13_assignsubmission_file/a.ipynb"],
        {"Anna": 0, "Anna Schmidt": 1}),
    "Moodle, in a folder": (
        ["Course-1/Ada_12_assignsubmission_file/a.ipynb",
         "Course-1/Ben_13_assignsubmission_file/a.ipynb"], {"Ada": 0, "Ben": 1}),
    "Moodle, a file named as another's": (
        ["Eve_13_assignsubmission_file_Ada_12_assignsubmission_file_a.ipynb"], {"Eve": 0}),
    "Canvas, archives and a browser's names": (
        ["ada_501_9_ch01_lines.ipynb.txt", "ben_502_8_ch01_lines (1).ipynb"],
        {"ada_501": 0, "ben_502": 1}),
    "one student's folder with a scratch": (
        ["ada/ch01_lines.ipynb", "ada/scratch/try.txt"], {"ada": 0}),
}  # fmt: skip


@pytest.mark.parametrize("kind", SURE)
def test_the_outermost_name_decides_whose_a_notebook_is(kind: str, root: Path) -> None:
    names, students = SURE[kind]
    contents = [notebook(root, f"return {n} * x") for n in range(len(names))]
    rows = taken(root, put(root, zipped(zip(names, contents, strict=True))))
    assert held(root) == {student: contents[n] for student, n in students.items()}
    assert not [row for row in rows.values() if row.refused]


UNSURE = {
    "one student's folders, or a class's": (["ada/ben/a.ipynb"], "whether that is a student or"),
    "files of one student, or of a class": (
        ["hw/ada.ipynb", "hw/ben.ipynb"], "whether that is a student or"),
    "a platform's name in the only folder": (
        ["eve/Ada_12_assignsubmission_file/a.ipynb"], "whether that is a student or"),
    "platform's names and others in the only folder": (
        ["eve/Ada_12_assignsubmission_file/a.ipynb", "eve/x/a.ipynb"], "whether that is a student"),
    "one name within another": (
        ["Anna/a.ipynb", "Anna Schmidt/a.ipynb"], "are one person does not show"),
    "one name within another, files": (
        ["Anna.ipynb", "Schmidt, Anna.ipynb"], "are one person does not show"),
    "an id and an id with a number": (["ada.ipynb", "ada-2.ipynb"], "are one person does not show"),
    "a browser's copy": (["ada (1).ipynb"], "its name is that of a copy"),
    "folders of chapters": (
        ["ch01_lines/a.ipynb", "ch02_curves/a.ipynb"], "a folder of the course, not a student"),
    "the kit itself": (["release/ch01_lines/ch01_lines.ipynb"], "whose it is does not show"),
    "Gradescope": (
        ["export/submission_101/a.ipynb", "export/submission_102/a.ipynb"], "by numbers, not by"),
    "Moodle without names": (
        ["Participant_12_assignsubmission_file/a.ipynb"], "Moodle hides the names"),
    "Blackboard, where the id begins does not show": (
        ["Week_1_ada_attempt_2026-03-01-10-00-00_a.ipynb"], "where the title ends"),
    "two platforms": (
        ["Ada_12_assignsubmission_file/a.ipynb", "8-7 - Ben - Mar 1, 2026 1130 PM/a.ipynb"],
        "some names here are"),
    "two notebooks of one student": (["ada/a.ipynb", "ada/b.ipynb", "ada/c.ipynb"],
                                     "which counts does not show|whether that is a student"),
}  # fmt: skip


@pytest.mark.parametrize("kind", UNSURE)
def test_what_is_not_certain_is_refused_by_name(kind: str, root: Path) -> None:
    names, why = UNSURE[kind]
    entries = [(name, notebook(root, f"return {n}")) for n, name in enumerate(names)]
    rows = taken(root, put(root, zipped(entries)), force=True)
    assert held(root) == {}
    for name in names:
        assert rows[name].refused
        assert re.search(why, rows[name].what)
    assert f"{len(names)} REFUSED" in collect.table(list(rows.values()))


def test_what_is_not_certain_costs_the_others_nothing(root: Path) -> None:
    names = ["Anna/a.ipynb", "Anna Schmidt/a.ipynb", "Ben/b.ipynb"]
    taken(root, put(root, zipped((name, notebook(root)) for name in names)))
    assert set(held(root)) == {"Ben"}


def test_a_name_that_stands_among_a_platforms_is_refused(root: Path) -> None:
    names = [f"{name}_{n}_assignsubmission_file/a.ipynb" for n, name in enumerate(["Ada", "Ben"])]
    rows = taken(root, put(root, zipped((n, notebook(root)) for n in [*names, "eve/a.ipynb"])))
    assert set(held(root)) == {"Ada", "Ben"}
    assert "not named as Moodle names" in rows["eve/a.ipynb"].what


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("Anna", "Anna Schmidt/a.ipynb"),
        ("Anna Schmidt", "Anna_12_assignsubmission_file/a.ipynb"),
        ("Ada Bo_12", "Ada Bo_57_assignsubmission_file/a.ipynb"),
        ("adalovelace_501", "ada_501_9_a.ipynb"),
        ("ada", "ada_501_9_a.ipynb"),
    ],
)
def test_a_student_who_may_be_one_that_is_known_is_refused(
    before: str, name: str, root: Path
) -> None:
    (root / "submitted" / before / OTHER).mkdir(parents=True)
    source = put(root, zipped([(name, notebook(root))]))
    row = taken(root, source)[name]
    assert held(root) == {}
    assert row.refused and before in row.what
    folder = re.search(r"make the folder submitted/([^,]+),", row.what)
    assert folder is not None
    (root / "submitted" / folder[1]).mkdir()
    taken(root, source)
    assert set(held(root)) == {folder[1]}


def test_of_two_of_one_name_neither_is_taken_for_the_one_that_is_known(root: Path) -> None:
    (root / "submitted" / "Ada Bo" / OTHER).mkdir(parents=True)
    names = [f"Ada Bo_{n}_assignsubmission_file/a.ipynb" for n in (12, 13)]
    rows = taken(root, put(root, zipped((name, notebook(root)) for name in names)))
    assert held(root) == {}
    assert all("which of them is Ada Bo in submitted/" in rows[name].what for name in names)


def test_repositories_of_another_assignment_double_nobody(root: Path) -> None:
    names = ["chapter-{}-ada/release/a.ipynb", "chapter-{}-ben/release/a.ipynb"]
    said: list[str] = []
    taken(root, put(root, zipped((n.format(1), notebook(root)) for n in names)), tell=said.append)
    assert "All ids begin with chapter-1-" in said[0]
    source = put(root, zipped((n.format(2), notebook(root)) for n in names))
    rows = taken(root, source)
    say = re.search("--student-id '(.+)'", next(iter(rows.values())).what)
    assert say is not None
    taken(root, source, student_id=say[1])
    assert set(held(root)) == {"chapter-1-ada", "chapter-1-ben", "ada", "ben"}


def test_an_expression_finds_no_id_that_a_student_wrote(root: Path) -> None:
    names = ["hw_ada_1.ipynb", "hw_eve_2/hw_ben_3.ipynb", "fay/hw_gus_4.ipynb"]
    rows = taken(
        root,
        put(root, zipped((name, notebook(root)) for name in names)),
        student_id=r"hw_(?P<student_id>[a-z]+)_\d",
    )
    assert set(held(root)) == {"ada", "eve"}
    assert "deeper in its path" in rows["fay/hw_gus_4.ipynb"].what


def test_an_expression_that_finds_one_student_in_two_folders_is_refused(root: Path) -> None:
    names = ["ada/ada_1.ipynb", "eve/ada_2.ipynb", "ben/ben_1.ipynb"]
    rows = taken(
        root,
        put(root, zipped((name, notebook(root)) for name in names)),
        student_id=r"/(?P<student_id>[a-z]+)_\d",
    )
    assert set(held(root)) == {"ben"}
    assert "ada is named in ada and in eve" in rows["eve/ada_2.ipynb"].what


def test_of_several_notebooks_the_one_that_is_named_after_the_chapter_counts(root: Path) -> None:
    names = [f"ada/{CHAPTER}.ipynb", "ada/my try.ipynb", "ben/b.ipynb"]
    entries = [(name, notebook(root, f"return {n}")) for n, name in enumerate(names)]
    rows = taken(root, put(root, zipped(entries)))
    assert held(root)["ada"] == entries[0][1]
    assert rows["ada/my try.ipynb"].what == f"left out: ada/{CHAPTER}.ipynb counts"


def test_a_student_of_whom_nothing_could_be_taken_is_refused_and_others_are_not(root: Path) -> None:
    entries = [("ada/a.7z", b"x"), ("ada/a.ipynb", notebook(root)), ("ben/b.rar", b"x")]
    rows = taken(root, put(root, zipped(entries)))
    assert {name for name, row in rows.items() if row.refused} == {"ben/b.rar"}


@pytest.mark.parametrize(("name", "code"), [("ada/a.ipynb", 0), ("ada/ben/a.ipynb", 1)])
def test_the_exit_code_says_whether_somebody_has_to_look(
    name: str, code: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.command_line.ROOT", root)
    source = put(root, zipped([(name, notebook(root))]))
    assert main(["collect", CHAPTER, str(source)]) == code


# --- limits --------------------------------------------------------------------------------------


def test_many_large_notebooks_are_never_held_together(root: Path) -> None:
    """40 notebooks of 15 MB, 600 MB in all, within the memory that the reading process may have."""
    large = json.dumps({"nbformat": 4, "cells": [], "x": " " * 15 * 2**20}).encode()
    source = put(root, zipped((f"s{n:03}/a.ipynb", large) for n in range(40)))
    assert source.stat().st_size < 4 * 2**20
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collect, "ARCHIVE_MEMORY", 250 * 2**20)
        patch.setattr(collect, "place", lambda *args: (True, ""))
        patch.setattr(collect, "_chapter_of", lambda *args: None)
        assert len(taken(root, source)) == 40


def test_one_students_archive_cannot_use_up_the_others_share(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive.Share, "__init__", _small_share)
    inner = zipped((f"{n}.ipynb", os.urandom(2**19)) for n in range(8))
    entries = [("eve/all.zip", inner), ("fay/f.ipynb", notebook(root))]
    rows = taken(root, put(root, zipped(entries)))
    assert set(held(root)) == {"fay"}
    assert any("the rest is unread" in row.what and row.refused for row in rows.values())


def _small_share(self: archive.Share) -> None:
    self.left, self.entries = 2**20, 100


@pytest.mark.parametrize(
    ("name", "hang"),
    [
        ("seconds", lambda *args: sum(0 for _ in iter(int, 1))),
        ("memory", lambda *args: bytes(2**40)),
    ],
)
def test_a_notebook_that_takes_too_much_to_be_known_is_collected_and_stops_nobody(
    name: str, hang: object, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "NOTEBOOK_SECONDS", 1)
    monkeypatch.setattr(collect, "_chapter_of", hang)
    taken(root, put(root, zipped((f"{who}/a.ipynb", notebook(root)) for who in ("ada", "ben"))))
    assert set(held(root)) == {"ada", "ben"}


@pytest.mark.parametrize(
    ("why", "work"),
    [
        ("took more than 1 seconds of processor time", lambda self: sum(0 for _ in iter(int, 1))),
        ("took more memory than there is for it", lambda self: len(bytes(2**30))),
    ],
)
def test_an_archive_that_takes_too_much_is_told_and_loses_nothing(
    why: str, work: object, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "ARCHIVE_SECONDS", 1)
    monkeypatch.setattr(collect, "ARCHIVE_MEMORY", 100 * 2**20)
    monkeypatch.setattr(collect._Collection, "run", work)
    with pytest.raises(CourseError, match=why):
        taken(root, put(root, zipped([("ada/a.ipynb", notebook(root))])))


def test_an_error_of_ours_in_the_reading_process_is_no_silence(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect._Collection, "run", lambda self: {}["nothing"])
    with pytest.raises(RuntimeError, match="KeyError: 'nothing'"):
        taken(root, put(root, zipped([])))


def test_names_that_steer_a_terminal_are_cleaned_where_they_are_shown(root: Path) -> None:
    evil = "\u202e\x1b[31m\x07"
    names = [f"ada/{evil}.ipynb", f"ada/x{evil}.ipynb", f"{evil}/a.ipynb", f"ben{evil}.7z"]
    inner = zipped([(f"{evil}/{evil}.ipynb", b"{}"), (f"{evil}.rar", b"")])
    entries = [*((name, notebook(root, f"return {name!r}")) for name in names),
               (f"cat/{evil}.zip", inner)]  # fmt: skip
    said: list[str] = []
    for student_id in (None, "(?P<student_id>.+)"):
        rows = taken(root, put(root, zipped(entries)), student_id=student_id, tell=said.append)
        shown = collect.table(list(rows.values())) + "".join(said)
        assert not set(evil[:2] + evil[-1]) & set(shown)
