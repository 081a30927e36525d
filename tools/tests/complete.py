#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Type command lines with the tabulator key into a bash of its own.

Usage: complete.py TRUNKCTL COMPLETION
"""

import os
import pty
import select
import shutil
import sys
import time

# What is typed, and the command line that it becomes. Nothing is run.
CASES = [
    ("netw\tad\tx vn\t5 unkn\tma\t", "network add x vni 5 unknown marked "),
    ("subp\trepl\ttap1 vlan 5 netw\t", "subport replace tap1 vlan 5 network "),
    # What excludes what is there is not offered.
    ("trunk set tap1 down u\t", "trunk set tap1 down u"),
    ("trunk set tap1 down lo\to\tn", "trunk set tap1 down locked on"),
    ("sh\tbr\t", "show bridge "),
    ("-j moni\tsubp\t", "-j monitor subport "),
    ("du\tj\t", "dump json "),
    ("fdb add 02:00:00:00:00:0a netw\t", "fdb add 02:00:00:00:00:0a network "),
    ("network hel\t", "network help "),
    ("nosuch ad\t", "nosuch ad"),
    ("-for\t", "-force "),
    # Files, where there is one to be named.
    ("appl\t/proc/cmdl\ttru\t", "apply /proc/cmdline trunk "),
    ("deco\t/proc/cmdl\tbr\t", "decode /proc/cmdline bridge "),
    ("trunk load tap1 /proc/cmdl\t", "trunk load tap1 /proc/cmdline "),
    ("subport del /proc/cmdl\t", "subport del /proc/cmdl"),
]


class Shell:
    """An interactive bash at the other end of a terminal."""

    def __init__(self, trunkctl, completion):
        environment = {
            "PATH": os.path.dirname(trunkctl) + ":/usr/bin:/bin",
            "PS1": "", "TERM": "dumb", "HOME": "/nonexistent",
            "INPUTRC": "/dev/null", "COLUMNS": "400",
        }
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.execve(shutil.which("bash"), ["bash", "--norc", "-i"],
                      environment)
        self.run("stty -echo; bind 'set bell-style none'; set +o history; "
                 f"source '{completion}'")

    def run(self, line):
        """Run a line; give back what is printed up to a mark."""
        os.write(self.fd, (line + "; echo en''d\r").encode())
        text = b""
        end = time.monotonic() + 60
        while b"end\r\n" not in text and time.monotonic() < end:
            if select.select([self.fd], [], [], 1)[0]:
                text += os.read(self.fd, 4096)
        return text.decode(errors="replace")

    def complete(self, typed):
        """What a command line is when its tabulators have worked."""
        # At the end the line becomes the argument of a function.
        text = self.run(f"trunkctl {typed}\x01say '\x05'")
        lines = [line for line in text.splitlines() if line.startswith("said=")]
        return lines[-1][len("said=trunkctl "):-1] if lines else text

    def close(self):
        """End the shell."""
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def main():
    trunkctl, completion = map(os.path.abspath, sys.argv[1:])
    shell = Shell(trunkctl, completion)
    shell.run('say() { echo "said=$1."; }')
    failed = 0
    for typed, wanted in CASES:
        got = shell.complete(typed)
        if got != wanted:
            print(f"not ok: completion: {typed!r} is {got!r}, not {wanted!r}")
            failed += 1
    shell.close()
    print(f"{len(CASES) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
