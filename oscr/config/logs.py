"""How a log line looks: one JSON object on standard error, without personal data.

Used by settings. A line has a time, a level, a logger and a message; never local variables, query strings, addresses of
visitors or the text of a database error, since each of these can hold a child's name (section 210.150 RSMo keeps all of
it confidential).
"""

import logging
import logging.config
import traceback

import structlog
from structlog.typing import EventDict, WrappedLogger

TALKATIVE = ("procrastinate", "splink", "sqlglot", "numexpr")  # libraries that are heard from WARNING on


def describe_exception(error: BaseException) -> dict:
    """What broke and where, without what it broke on: types and places only; for the database its code and constraint
    too.
    """
    place = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    told: dict = {"type": f"{type(error).__module__}.{type(error).__qualname__}", "at": place}
    cause = error.__cause__ or error.__context__
    if cause is not None:
        told["because"] = describe_exception(cause)
    diagnosis = getattr(error, "diag", None)
    if diagnosis is not None:
        told["sqlstate"] = diagnosis.sqlstate
        told["constraint"] = diagnosis.constraint_name
    return told


def quiet_exceptions(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Put ``describe_exception`` in place of the traceback, which would print values."""
    found = event.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["exception"] = describe_exception(error)
    if str(event.get("logger", "")).startswith(("django.request", "django.security")):
        event["event"] = str(event["event"]).partition(":")[0]  # what follows is the address or host that was asked for
    return event


def configure(*, level: str) -> None:
    """Send every library's log lines, and our own, through the same formatter."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    logging.raiseExceptions = False  # a line that cannot be written would be told with all its values
    quiet = {"handlers": [], "propagate": True}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        quiet_exceptions,
                        structlog.processors.JSONRenderer(),
                    ],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {"django": quiet, "django.server": quiet}
            | dict.fromkeys(TALKATIVE, quiet | {"level": "WARNING"}),
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
