"""Database triggers that other rooms' models share: rows that record a decision or an event are never edited or deleted."""

import pgtrigger


def append_only() -> list[pgtrigger.Trigger]:
    """Triggers by which the database itself refuses UPDATE, DELETE and TRUNCATE on a table of events."""
    refuse = "RAISE EXCEPTION 'rows of % are never edited or removed', TG_TABLE_NAME;"
    return [
        pgtrigger.Trigger(
            name="refuse_change", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete, func=refuse
        ),
        pgtrigger.Trigger(
            name="refuse_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=refuse,
        ),
    ]
