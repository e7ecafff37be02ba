"""An archive of finished reports, written straight into the tables: what a year leaves behind, in seconds.

Each row is what the actions would have left (report, reporter, child, classification, alert, acknowledgement, met clock), so
that the pages meet the sizes they would meet. The chain of the record is not written: no page of a desk reads through it.
"""

from datetime import datetime

from django.db import connection

STATEMENTS = (
    """INSERT INTO people_reporter (id, mandated, occupation, sealed)
       SELECT n, true, 'teacher', '\\x00' FROM generate_series({low}, {high}) n""",
    """INSERT INTO people_participant (id, first, middle, last, other_names, age_months, age_estimated, sex, address,
                                       county, phone, school, language)
       SELECT n, 'Robin', '', 'Archive' || n, '', 60, false, 'unknown', '', '29019', '', '', ''
       FROM generate_series({low}, {high}) n""",
    """INSERT INTO report_report (id, number, token, channel, received_at, entered_at, owner_id, taken_by_id, reporter_id,
                                  emergency, narrative, told, case_, language)
       SELECT n, 'A-' || n, gen_random_uuid(), 'phone', at - {age}, at - {age}, NULL, {screener}, n, false,
              'Archived.',
              '{{"you": {{}}}}', '{{"call": {{}}, "children": {{"A": {{}}}}, "suspects": {{}}, "pairs": {{}}}}', 'en'
       FROM generate_series({low}, {high}) n, (SELECT timestamptz '{at}' AS at) clock""",
    """INSERT INTO report_involvement (report_id, participant_id, part, code, victim, suspect, relation, now_at)
       SELECT n, n, 'child', 'A', true, false, '', '' FROM generate_series({low}, {high}) n""",
    """INSERT INTO classification_classification (id, report_id, outcome, recommended, case_, decision, protocol_hash, as_of,
                                                  reason, by_id, at)
       SELECT n, n, 'family assessment', 'family assessment', '{{}}', '{{}}', repeat('0', 64), '{at}'::date, '', {screener},
              timestamptz '{at}' - {age} + n % 50 * interval '60 s' FROM generate_series({low}, {high}) n""",
    """INSERT INTO assignment_alert (id, classification_id, office_id, rule, reason, by_id, at)
       SELECT n, n, {office} + n % 115, 'archive', '', {screener}, timestamptz '{at}' - {age}
       FROM generate_series({low}, {high}) n""",
    """INSERT INTO assignment_acknowledgement (alert_id, by_id, at)
       SELECT n, {screener}, timestamptz '{at}' FROM generate_series({low}, {high}) n""",
    """INSERT INTO clock_clock (report_id, kind, law, about, label, office_id, started_at, due_at, cite, met_at, noted_at,
                                met_by_id, rung)
       SELECT n, 'complete', 'complete', '', 'Complete', {office} + n % 115, timestamptz '{at}' - {age},
              timestamptz '{at}', '210.145.17', timestamptz '{at}', timestamptz '{at}', {screener}, 0
       FROM generate_series({low}, {high}) n""",
    """INSERT INTO clock_clock (report_id, kind, law, about, label, office_id, started_at, due_at, cite, met_at, noted_at,
                                met_by_id, rung)
       SELECT n, 'processing', 'processing', '', 'Processed', {office}, timestamptz '{at}' - {age},
              timestamptz '{at}' - {age} + interval '3 h',
              'OSCR FAQ', timestamptz '{at}' - {age} + n % 50 * interval '60 s',
              timestamptz '{at}' - {age} + n % 50 * interval '60 s', {screener}, 0
       FROM generate_series({low}, {high}) n""",
)
# What is in work: the workers of each office carry its reports, each with five clocks that run; two of five are late.
OPEN = (
    *STATEMENTS[:7],
    """INSERT INTO assignment_assignment (alert_id, worker_id, by_id, at)
       SELECT n, {carrier}, {screener}, timestamptz '{at}' FROM generate_series({low}, {high}) n""",
    """INSERT INTO clock_clock (report_id, kind, law, about, label, office_id, worker_id, started_at, due_at, ring_at, cite, rung)
       SELECT n, kind, kind, '', kind, {office} + n % 115, {carrier}, due - interval '45 d', due,
              CASE WHEN due > timestamptz '{at}' THEN due END, 'RSMo 210.145',
              CASE WHEN due > timestamptz '{at}' THEN 0 ELSE 4 END
       FROM generate_series({low}, {high}) n, unnest(ARRAY['initiate', 'reporter contact', 'safety assessment',
            'household children', 'complete']) WITH ORDINALITY AS kinds (kind, place),
            LATERAL (SELECT timestamptz '{at}' + (n % 83 * 17 + place * 240 - 800) * interval '1 h'
                            + n % 3600 * interval '1 s') AS dues (due)""",
)
CARRIER = """(SELECT (array_agg(id ORDER BY id))[1 + n / 115 % count(*)] FROM agency_user
              WHERE role = 'worker' AND office_id = {office} + n % 115)"""  # nobody, where an office has no worker
AGE = "(n - {low} + 60) * interval '60 s'"  # one a minute, the last an hour ago: the newest lie within a day, a month, a year


def fill(*, low: int, high: int, screener: int, office: int, at: datetime) -> None:
    """Write finished reports with ids from `low` to `high`; `office` is the first of the 115 county offices' ids."""
    _write(STATEMENTS, low, high, screener, office, at)


def fill_open(*, low: int, high: int, screener: int, office: int, at: datetime) -> None:
    """Write reports that are in work, five clocks each, among the workers who are there; otherwise as `fill`."""
    _write(OPEN, low, high, screener, office, at)


def _write(statements: tuple[str, ...], low: int, high: int, screener: int, office: int, at: datetime) -> None:
    places = {
        "age": AGE.format(low=low),
        "low": low,
        "high": high,
        "screener": screener,
        "office": office,
        "at": at.isoformat(),
        "carrier": CARRIER.format(office=office),
    }
    with connection.cursor() as cursor:
        for statement in (*statements, "ANALYZE"):
            cursor.execute(statement.format(**places).replace("case_", '"case"'))
