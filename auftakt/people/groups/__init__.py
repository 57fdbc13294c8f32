"""Companies, households and other groups that people belong to.

Reads `fresh` of the batch. Writes groups, group_traits and group_members: a membership hangs on the identifier it was
told with, as facts do. Next: a person's page names their groups, a group's page its people.
"""
