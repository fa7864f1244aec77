"""The dry run: every message as a file, and who gets what, who gets nothing and why."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from kpireport.model.errors import WorkbookError
from kpireport.model.problem import Problem
from kpireport.pipeline.mail_desk import Sending, message_id
from kpireport.pipeline.mail_plan import MailPlan, PlannedMail, Withheld
from kpireport.pipeline.reporting import Failure

_EML = re.compile(r"\d+-[A-Za-z0-9.-]+\.eml")


def write_mails(
    plan: MailPlan,
    folder: Path,
    *,
    sender: str,
    now: datetime,
    fates: Sequence[Sending] = (),
) -> tuple[Path, ...]:
    """The dry run: each message as ``<n>-<recipient>.eml``, and ``manifest.json`` about them all.

    The messages are those that would be sent, of which ``fates`` says what became before. Also for
    a plan that may not be sent. Messages that an earlier dry run left in ``folder`` and that are
    no longer planned are removed. Returns the paths, the manifest's last.
    """
    from kpireport.deliver.files import write_all
    from kpireport.deliver.mail.message import compose, read_address

    address = read_address(sender)
    files: dict[str, bytes] = {}
    for place, mail in enumerate(plan.mails, start=1):
        name = eml_name(place, len(plan.mails), mail)
        files[name] = compose(mail.letter, address, message_id(mail, address), now)
    told = _manifest(plan, list(files), [message_id(m, address) for m in plan.mails], fates)
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    files["manifest.json"] = text.encode("utf-8")
    earlier = _listed(folder)
    written = write_all(files, folder)
    for name in earlier - files.keys():
        (folder / name).unlink(missing_ok=True)
    return written


def _listed(folder: Path) -> set[str]:
    """The messages that the folder's own list names; none where it has no list of ours."""
    try:
        told = json.loads((folder / "manifest.json").read_bytes())
        names = {str(mail["file"]) for mail in told["mails"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {name for name in names if _EML.fullmatch(name)}


def eml_name(place: int, count: int, mail: PlannedMail) -> str:
    """``03-ada-example.com.eml``: in the order of the plan, safe on every system."""
    plain = re.sub(r"[^A-Za-z0-9.]+", "-", mail.recipient.email).strip("-.")[:60]
    return f"{place:0{len(str(count))}}-{plain or 'mail'}.eml"


def _manifest(
    plan: MailPlan, files: Sequence[str], message_ids: Sequence[str], fates: Sequence[Sending]
) -> dict[str, Any]:
    """The plan's messages with their ``files``, and ``fates`` where earlier runs are known."""
    known = {each.mail.delivery.key: each.fate.value for each in fates}
    return {
        "schema": 1,
        "mails": [
            _mail(mail, file, identity, known.get(mail.delivery.key))
            for mail, file, identity in zip(plan.mails, files, message_ids, strict=True)
        ],
        "withheld": [_withheld(one) for one in plan.withheld],
        "problems": [
            {"source": path.name, **_problem(problem)}
            for path, problems in plan.problems.items()
            for problem in problems
        ],
        "failures": [_failure(failure) for failure in plan.failures],
        "unaddressed": [path.name for path in plan.unaddressed],
    }


def _failure(failure: Failure) -> dict[str, Any]:
    """A workbook with errors, and everything that was found in it."""
    error = failure.error
    found = error.problems if isinstance(error, WorkbookError) else ()
    return {"source": failure.book.name, "problems": [_problem(problem) for problem in found]}


def _problem(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "sheet": problem.sheet, "cell": problem.cell}


def _mail(mail: PlannedMail, file: str, identity: str, state: str | None) -> dict[str, Any]:
    letter, delivery = mail.letter, mail.delivery
    return {
        "file": file,
        "name": mail.recipient.name,
        "address": mail.recipient.email,
        "scope": mail.recipient.scope,
        "source": mail.source.name,
        "entity": delivery.entity,
        "period": delivery.period,
        "language": mail.language,
        "run": mail.run,
        "subject": letter.subject,
        "message_id": identity,
        "state": state or "not_sent",
        "body_bytes": len(letter.html.encode("utf-8")),
        "attachments": [
            {
                "name": file.name,
                "bytes": len(file.data),
                "sha256": hashlib.sha256(file.data).hexdigest(),
            }
            for file in letter.attachments
        ],
    }


def _withheld(one: Withheld) -> dict[str, Any]:
    return {
        "name": one.recipient.name,
        "address": one.recipient.email,
        "scope": one.recipient.scope,
        "source": one.source.name,
        "entity": one.entity,
        "reason": one.code,
    }
