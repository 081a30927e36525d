#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Look at the help of each object, in the form that iproute2 has.

Usage: help.py TRUNKCTL PAGES, where PAGES is the folder of the manual pages.
"""

import glob
import re
import subprocess
import sys


def run(*command):
    """Status, stdout and stderr of a command."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def words(text):
    """A text with one blank between its words."""
    return " ".join(text.replace("\\-", "-").split())


def synopsis(pages, name):
    """What the page of an object has in its section SYNOPSIS."""
    for path in glob.glob(pages + "/*.8"):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        if re.search(rf"^\.Nm trunkctl-{name}\b( ,)?$", text, re.MULTILINE):
            return words(re.search(r"^\.Sh SYNOPSIS\n(.*?)^\.Sh ", text,
                                   re.MULTILINE | re.DOTALL)[1])
    return ""


def faults_of(trunkctl, pages, name):
    """What is wrong with the help of an object."""
    status, text, said = run(trunkctl, name, "help")
    usage = text.partition("\n\n")[0]
    if status or said:
        yield f"help ends with {status}: {said}"
    if not usage.startswith(f"Usage: trunkctl {name}"):
        yield f"help begins with {usage[:40]!r}"
    for line in usage.splitlines()[1:]:
        if not re.match(rf" {{7}}(trunkctl {name} | +)\S", line):
            yield f"this is no line of usage: {line}"
    for line in text.splitlines():
        if len(line) > 80:
            yield f"a line has {len(line)} columns: {line}"
    if words(usage.removeprefix("Usage: ")) not in synopsis(pages, name):
        yield "the manual page has another synopsis"
    status, text, said = run(trunkctl, name, "no-such-word", "x")
    if name not in ("diff", "apply") and (status != 2 or text or not said):
        yield f"wrong usage ends with {status}, and says on stdout: {text}"


def main():
    trunkctl, pages = sys.argv[1:]
    objects = run(trunkctl, "complete", "")[1].split()
    objects.remove("help")
    failed = 0
    for name in objects:
        faults = list(faults_of(trunkctl, pages, name))
        for fault in faults:
            print(f"not ok: {name}: {fault}")
        failed += bool(faults)
    print(f"{len(objects) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed or not objects else 0


if __name__ == "__main__":
    sys.exit(main())
