"""Where the tokens of an entry are kept: a table of FTS5, or a column with GIN.

Nothing here needs an extension or more rights than the other migrations.
"""

from django.db import migrations

# No sizes of columns: FTS5's own ranking is not used. The tokens are ours, so only spaces part them.
SQLITE = [
    "CREATE VIRTUAL TABLE search_tokens USING fts5"
    """(tokens, columnsize=0, tokenize="ascii tokenchars '_'")"""
]
# Byte order, so that a range is a prefix and an order does not depend on the server's locale. GIN
# without its pending list, so that reading does not become slower between two vacuums. Vectors leave
# the row, so that a row that is only counted is small, uncompressed, since a phrase reads many.
POSTGRESQL = [
    'ALTER TABLE search_item ALTER COLUMN uri TYPE varchar(500) COLLATE "C"',
    'ALTER TABLE search_word ALTER COLUMN word TYPE varchar(60) COLLATE "C"',
    'ALTER TABLE search_word ALTER COLUMN stem TYPE varchar(60) COLLATE "C"',
    'ALTER TABLE search_word ALTER COLUMN backwards TYPE varchar(60) COLLATE "C"',
    "CREATE TABLE search_tokens (id bigint PRIMARY KEY, vector tsvector NOT NULL)"
    " WITH (toast_tuple_target = 128)",
    "ALTER TABLE search_tokens ALTER COLUMN vector SET STORAGE EXTERNAL",
    "CREATE INDEX search_tokens_vector ON search_tokens USING gin (vector) WITH (fastupdate = off)",
    # The planner takes the few pages of the table for the cheaper way and does not see that each
    # vector must be fetched from elsewhere: 100 ms instead of 1 at 10,000 entries.
    "CREATE FUNCTION search_matching(wanted tsquery) RETURNS SETOF bigint"
    " LANGUAGE sql STABLE PARALLEL SAFE SET enable_seqscan = off"
    " AS 'SELECT id FROM search_tokens WHERE vector @@ wanted'",
]


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def undo(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION search_matching")
    schema_editor.execute("DROP TABLE search_tokens")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make, undo)]
