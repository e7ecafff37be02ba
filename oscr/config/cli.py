"""The ``oscr`` command: one verb for each thing a person or a supervisor starts.

Used from a terminal, from the Makefile and by ``oscr run`` itself (``oscr worker``). A verb that needs the database
holds it up for as long as it runs; the others start nothing.
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, execute_from_command_line
from django.db import connections, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from oscr.config import births, database, people, protocol, run, state

ENVIRONMENT = """
environment:
  PORT              port of the web server (8000); the demonstration also takes PORT+1400 and PORT+1425
  DATABASE_URL      postgresql://user:secret@host:5432/oscr; unset: an embedded PostgreSQL on this machine
  OSCR_DEMO         1: the demonstration (what `run` does when DATABASE_URL is unset); 0: service
  OSCR_STATE        folder for the embedded database, the demonstration's mail and generated secrets
  OSCR_BIND         address the web server listens on (127.0.0.1)
  OSCR_WEB_WORKERS  web server processes (2)
  OSCR_LOG_LEVEL    INFO
for a service:
  OSCR_SECRET_KEY OSCR_SEAL_KEY OSCR_HOSTS OSCR_SITE_URL OSCR_BEHIND_PROXY
  OSCR_OIDC_SERVER OSCR_OIDC_CLIENT OSCR_OIDC_SECRET OSCR_OIDC_ACR OSCR_OIDC_NAME OSCR_LOGIN_ORIGINS
  OSCR_SMTP_HOST OSCR_SMTP_PORT OSCR_SMTP_USER OSCR_SMTP_PASSWORD OSCR_SMTP_TLS OSCR_MAIL_FROM
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; returns the exit code: 0 done, 1 could not, 2 not understood."""
    words = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oscr.config.settings")
    if words[:1] == ["manage"]:  # everything after it is Django's, help too
        return _told(lambda: _manage(words[1:]))
    options = _parser().parse_args(words)
    return _told(lambda: options.verb(options))


def _parser() -> argparse.ArgumentParser:
    shape = argparse.RawDescriptionHelpFormatter
    told = "The child abuse or neglect hotline: start it, fill it, ask it."
    parser = argparse.ArgumentParser(prog="oscr", description=told, epilog=ENVIRONMENT, formatter_class=shape)
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)

    def verb(name: str, does: Callable[[argparse.Namespace], int], told: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=told, description=told, epilog=ENVIRONMENT, formatter_class=shape)
        added.set_defaults(verb=does)
        return added

    verb("run", _run, "start everything on this machine, until Ctrl-C")
    verb("migrate", _migrate, "bring the database's tables up to date")
    verb("seed", _seed, "fill an empty database with the demonstration")
    verb("worker", _worker, "do the jobs: reminders, letters, retention")
    verb("manage", _told_only, "pass the rest on to Django, e.g. oscr manage shell")
    record = verb("record", _record, "prove that nobody rewrote the record of acts and looks")
    record.add_argument("what", choices=["verify"])
    protocol.add_verbs(verb("protocol", _told_only, "check, list or try the classification protocol"))
    people.add_verbs(verb("people", _told_only, "measure how well the same person is found again"))
    births.add_verbs(verb("births", _told_only, "exchange lists and birth records with the Registrar (Birth Match)"))
    verb("docs", _docs, "write the generated pages of docs/ anew")
    code = verb("code", _code, "print the current second factor of a member of staff of the demonstration")
    code.add_argument("email")
    return parser


def _told(verb: Callable[[], int]) -> int:
    """Run a verb; what it cannot do, or is told to stop doing, is a sentence for a person, not a traceback."""
    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # so that whoever ends us lets the database stop as Ctrl-C does
    try:
        return verb()
    except (database.DatabaseProblem, run.CannotStart) as problem:
        print(f"oscr: {problem}", file=sys.stderr)
        return 1
    except protocol.NotUnderstood as fault:
        print("\n".join(f"oscr: {line}" for line in str(fault).split("\n")), file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read our output has seen enough: `oscr protocol facts | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def _told_only(_options: argparse.Namespace) -> int:
    return _manage([])


def _manage(words: list[str]) -> int:
    with database.running():
        execute_from_command_line(["oscr manage", *words])
    return 0


def _migrate(_options: argparse.Namespace) -> int:
    with database.running():
        django.setup()
        _bring_up_to_date()
    return 0


def _bring_up_to_date() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if problem := import_string("oscr.agency.versions.unreadable")(timezone.now()):
        raise run.CannotStart(problem)


def _seed(_options: argparse.Namespace) -> int:
    _demo_by_default()
    _keep_secrets()
    with database.running():
        django.setup()
        _bring_up_to_date()
        if not _seed_if_empty():
            run.say("The database is not empty: nothing was changed.")
    return 0


def _seed_if_empty() -> bool:
    """Fill an empty database; False when somebody works here already."""
    if apps.get_model("agency", "User").objects.exists():
        return False
    run.say("Filling the empty database with the demonstration ...")
    with transaction.atomic():  # all of it or nothing: a start that is interrupted begins anew the next time
        import_string("oscr.demo.seed.seed")(at=timezone.now())
    return True


def _worker(_options: argparse.Namespace) -> int:
    with database.running():
        execute_from_command_line(["oscr", "procrastinate", "worker"])
    return 0


def _record(_options: argparse.Namespace) -> int:
    with database.running():
        django.setup()
        entries, digest = import_string("oscr.record.actions.head")()
        broken = import_string("oscr.record.actions.first_broken")()
    if broken is not None:
        run.say(f"The record is broken: entry {broken} does not follow from the one before it.")
        return 1
    run.say(
        f"The record is whole: {entries} entries, digest {digest}. Keep this line in another place: it shows a cut."
    )
    return 0


def _code(options: argparse.Namespace) -> int:
    _demo_by_default()
    with database.running():
        django.setup()
        code = import_string("oscr.demo.codes.code_of")(options.email, int(time.time()))
    if code is None:
        run.say(f"Nobody with a second factor is called {options.email} here.")
        return 1
    run.say(code)
    return 0


def _docs(_options: argparse.Namespace) -> int:
    _demo_by_default()
    django.setup()
    for page in import_string("oscr.config.docs.write")(settings.ROOT / "docs"):
        run.say(str(page))
    return 0


def _demo_by_default() -> None:
    """Without a database server of somebody's own, this machine is for the demonstration."""
    if "OSCR_DEMO" not in os.environ and "DATABASE_URL" not in os.environ:
        os.environ["OSCR_DEMO"] = "1"


def _keep_secrets() -> None:
    """Write the secrets down before the settings read them: what a first start seals, its web server must unseal."""
    try:
        state.prepare()
    except PermissionError as error:
        raise run.CannotStart(f"No right to write in {state.folder()}. Set OSCR_STATE to a folder of yours.") from error


def _run(_options: argparse.Namespace) -> int:
    began = time.monotonic()
    _demo_by_default()
    _keep_secrets()
    port = settings.PORT
    demo_ports = {"identity": settings.IDENTITY_PORT, "mail": settings.EMAIL_PORT} if settings.DEMO else None
    run.check_ports({"web": port, **(demo_ports or {})}, port)
    run.say("Starting the database ...")
    with database.running() as server:
        django.setup()
        run.say("Bringing its tables up to date ...")
        _bring_up_to_date()
        if settings.DEMO:
            _seed_if_empty()
        connections.close_all()
        run.say("Starting the web server and the worker ...")
        bind = os.environ.get("OSCR_BIND", "127.0.0.1")
        processes = run.children(port=port, bind=bind, demo_ports=demo_ports, mail=settings.DEMO_MAIL)
        run.supervise(
            processes,
            server,
            ready=lambda: all(run.answers(each) for each in (port, *(demo_ports or {}).values())),
            announce=lambda: run.say(_announcement(time.monotonic() - began)),
        )
    run.say("Stopped.")
    return 0


def _announcement(seconds: float) -> str:
    """What the person at the terminal needs now: addresses, and who may log in."""
    site = settings.SITE_URL
    lines = [f"\nOSCR runs (after {seconds:.1f} s). Ctrl-C stops it.\n", f"  {site}/"]
    if settings.DEMO:
        lines += [
            f"  {site}/demo/mail/   the mail it sends",
            f"  {site}/demo/codes/  codes of its staff's second factor",
        ]
        rows = import_string("oscr.demo.staff.logins")()
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        table = ("  ".join(cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)) for row in rows)
        lines += ["", *(f"  {line}" for line in table)]
    return "\n".join([*lines, f"\nLogs and data: {settings.STATE}\n"])
