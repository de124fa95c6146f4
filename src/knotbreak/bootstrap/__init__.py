"""The composition root: the one place that knows every adapter.

`files` opens the user's files, `program` puts the parts together, `in_terminal` and `in_windows`
add a front end. Nothing is imported here: a command pays for what it uses.
"""
