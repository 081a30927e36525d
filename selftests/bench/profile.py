#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Show where a frame's instructions are spent.

usage: profile.py PROFILE LOG FRAMES_PER_WINDOW [FUNCTIONS]

PROFILE is what profile.c wrote, LOG what the guest said, with its symbols.
"""

import base64
import bisect
import collections
import gzip
import sys


def read_symbols(path):
    """Addresses and names of the kernel's functions, in order."""
    with open(path, encoding="ascii", errors="replace") as log:
        text = log.read().split("SYMBOLS\n")[1].split("DONE")[0]
    symbols = []
    for line in gzip.decompress(base64.b64decode(text)).decode().splitlines():
        words = line.split()
        module = f" {words[3]}" if len(words) > 3 else ""
        symbols.append((int(words[0], 16), words[2] + module))
    return sorted(symbols)


def main(profile, log, burst, functions="40"):
    """Add up the instructions of each function."""
    symbols = read_symbols(log)
    starts = [address for address, _ in symbols]
    insns, locks, branches = (collections.Counter() for _ in range(3))
    with open(profile, encoding="ascii") as lines:
        head = next(lines).split()
        for line in lines:
            address, count, lock, indirect = line.split()
            at = bisect.bisect_right(starts, int(address, 16)) - 1
            name = symbols[at][1]
            insns[name] += int(count)
            locks[name] += int(count) * int(lock)
            branches[name] += int(count) * int(indirect)
    totals = dict(zip(head[::2], map(int, head[1::2])))
    frames = totals.pop("windows") * int(burst)
    if not frames:
        sys.exit("profile: there was no window")
    print("per frame: " + ", ".join(f"{name} {count / frames:.2f}"
                                    for name, count in totals.items()))
    print("instructions  lock  indirect  function")
    for name, count in insns.most_common(int(functions)):
        print(f"{count / frames:12.1f}  {locks[name] / frames:4.2f}"
              f"  {branches[name] / frames:8.2f}  {name}")


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(*sys.argv[1:])
