#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Compare the tool's tables of names with the netlink spec.

Usage: names.py PROGRAM SPEC, where PROGRAM prints the tables.
"""

import subprocess
import sys

try:
    import yaml
except ImportError:
    print("python3-yaml is missing")
    print("0 passed, 0 failed, 1 skipped")
    sys.exit(0)


def spec_names(path):
    """All names of the spec, as (kind, of, number): name."""
    with open(path, encoding="utf-8") as file:
        spec = yaml.safe_load(file)
    names = {}
    for item in spec["definitions"]:
        if item["type"] != "enum":
            continue
        for number, entry in enumerate(item["entries"]):
            name = entry["name"]
            if item["name"] == "drop":
                name = name.replace("-", "_")
            names["enum", item["name"], number] = name
    for item in spec["attribute-sets"]:
        for number, attr in enumerate(item["attributes"], 1):
            names["attr", item["name"], number] = attr["name"]
    for number, item in enumerate(spec["operations"]["list"], 1):
        names["cmd", "all", number] = item["name"]
    return names


def tool_names(program):
    """The tool's names in the same form."""
    text = subprocess.run([program], check=True, capture_output=True,
                          text=True).stdout
    names = {}
    for line in text.splitlines():
        kind, of, number, name = line.split()
        if name != "-":
            names[kind, of, int(number)] = name
    return names


def main():
    tool = tool_names(sys.argv[1])
    spec = spec_names(sys.argv[2])
    tables = {key[:2] for key in tool}
    failed = 0
    for table in sorted(tables):
        ours = {key: name for key, name in tool.items() if key[:2] == table}
        theirs = {key: name for key, name in spec.items() if key[:2] == table}
        if ours != theirs:
            print("not ok:", " ".join(table), "differs from the spec:",
                  sorted(set(ours.items()) ^ set(theirs.items())))
            failed += 1
    print(f"{len(tables) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
