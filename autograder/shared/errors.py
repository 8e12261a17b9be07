"""The one exception whose message is written for the person at the keyboard."""


class CourseError(Exception):
    """Something the user can put right: the message says what, where, and what to do."""
