#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Hold the JSON schema of state files against trunkctl.

Usage: schema.py TRUNKCTL SCHEMA FOLDER, where FOLDER has trunkctl's sources.

What the one refuses the other has to refuse, the examples of the manual page
have to be good, and each key that the sources read is in the schema.
"""

import glob
import json
import re
import subprocess
import sys

try:
    import jsonschema
    import yaml
except ImportError as error:
    print(f"python3-{error.name} is missing")
    print("0 passed, 0 failed, 1 skipped")
    sys.exit(0)

# What stands in place of ... in a bridge, or in one of its parts.
BRIDGE = "version: 1\nbridges: {br: {local: 192.0.2.1, %s}}\n"
NETWORK = BRIDGE % "networks: {n: {vni: 5, %s}}"
TRUNK = BRIDGE % "networks: {n: {vni: 5}}, trunks: {tap1: %s}"
NATIVE = TRUNK % "{native: %s}"
SUBPORT = TRUNK % "{subports: [%s]}"
FDB = BRIDGE % ("networks: {n: {vni: 5}}, remotes: [192.0.2.2], "
                "trunks: {tap1: {native: {network: n}, "
                "subports: [{vlan: 7, network: n}]}}, fdb: [%s]")
ENTRY = FDB % "{mac: '02:00:00:00:00:01', network: n, %s}"
OVN = BRIDGE % "networks: {o: {vni: 6, mode: ovn}}, trunks: {tap1: {native: %s}}"
OVN_FDB = BRIDGE % ("networks: {o: {vni: 6, mode: ovn}}, remotes: [192.0.2.2], "
                    "fdb: [{mac: '02:00:00:00:00:01', network: o, %s}]")
GROUP = BRIDGE % ("networks: {o: {vni: 6, mode: ovn}}, remotes: [192.0.2.2], "
                  "groups: [{network: o, %s}]")

GOOD = [
    "version: 1\n",
    "version: 1\nbridges:\n",
    "version: 1\nbridges: {br: }\n",
    '{"version": 1, "bridges": {"br": {"dstport": 65535}}}',
    BRIDGE % "ageing: 0, fdb_max: 4194304, handover: queue",
    BRIDGE % "networks: , trunks: , fdb: , remotes: ",
    BRIDGE % "remotes: [192.0.2.2, {ip: 192.0.2.3, up: false}]",
    "version: 1\nbridges: {br: {local: [192.0.2.1, '2001:db8::1'],"
    " remotes: ['2001:db8::2', '::ffff:192.0.2.1', '::2']}}",
    NETWORK % "mtu: auto, unknown: marked, learn: false, l2cp: true",
    NETWORK % "mode: vni, mtu: 576, remotes: [192.0.2.2]",
    TRUNK % "", TRUNK % "{up: false, locked: true}",
    NATIVE % "", NATIVE % "{network: n, qinq: false, name: 'a:1'}",
    NATIVE % "{network: 5, unknown: true}",
    SUBPORT % "{vlan: 4094, network: n, qinq: true}",
    SUBPORT % "{vlan: 5, network: n, addresses: ['02:00:00:00:00:01']}",
    NATIVE % ("{network: n, addresses: ['02:00:00:00:00:01,192.0.2.1,::1',"
              " '02:00:00:00:00:02']}"),
    NATIVE % "{network: n, addresses: }",
    ENTRY % "dev: tap1", ENTRY % "dev: tap1, vlan: 7, type: sticky",
    ENTRY % "remote: 192.0.2.2, type: static",
    NETWORK % "mode: ovn", NETWORK % "mode: ovn, unknown: flood",
    SUBPORT % "{vlan: 5, network: n, key: 32767}", OVN % "{key: 1, network: o}",
    OVN_FDB % "remote: 192.0.2.2, key: 32767",
    GROUP % "key: 32768", GROUP % "key: 65535, members: ",
    GROUP % "key: 40000, mac: '01:00:5e:00:00:01', members: [{remote: 192.0.2.2}]",
]

BAD = [
    "", "[]", "version: 2\n", "bridges: {br: }\n", "version: 1\nbridge: {}\n",
    "version: 1\nbridges: []\n", "version: 1\nbridges: {a/b: }\n",
    "version: 1\nbridges: {a-name-of-16-let: }\n",
    BRIDGE % "agein: 5", BRIDGE % "ageing: 1000001", BRIDGE % "ageing: -1",
    BRIDGE % "ageing: 1.5", BRIDGE % "fdb_max: 0", BRIDGE % "dstport: 65536",
    BRIDGE % "handover: direct", BRIDGE % "dstport: 0", BRIDGE % "uplink: a b", BRIDGE % "fdb: {}",
    BRIDGE % "dstport: 6081, uplink: none",
    BRIDGE % "remotes: 192.0.2.2", BRIDGE % "remotes: [192.0.2]",
    BRIDGE % "remotes: [{up: false}]",
    BRIDGE % "remotes: [{ip: 192.0.2.2, weight: 1}]",
    "version: 1\nbridges: {br: {local: [192.0.2.1/24]}}",
    "version: 1\nbridges: {br: {local: x}}",
    BRIDGE % "networks: {n: }", BRIDGE % "networks: {n: {mtu: 1400}}",
    BRIDGE % "networks: {n: {vni: 0}}", BRIDGE % "networks: {'12': {vni: 1}}",
    BRIDGE % "networks: {n: {vni: 16777216}}", BRIDGE % "networks: [n]",
    NETWORK % "mtu: 575", NETWORK % "mtu: 65536", NETWORK % "mtu: big",
    NETWORK % "unknown: true", NETWORK % "learn: 1", NETWORK % "mode: vxlan",
    NETWORK % "l2cp: maybe", NETWORK % "name: m",
    BRIDGE % "trunks: {a/b: }", TRUNK % "[]", TRUNK % "{ports: []}",
    TRUNK % "{locked: 2}", NATIVE % "{name: x}", NATIVE % "{vlan: 5, network: n}",
    NATIVE % "{network: n, qinq: true}", NATIVE % "n",
    SUBPORT % "{network: n}", SUBPORT % "{vlan: 5}",
    SUBPORT % "{vlan: 0, network: n}", SUBPORT % "{vlan: 4095, network: n}",
    SUBPORT % "{vlan: 10-20, network: n}", SUBPORT % "{vlan: rest, network: n}",
    SUBPORT % "{vlan: 5, network: n, name: a/b}",
    SUBPORT % "{vlan: 5, network: n, unknown: flood}",
    SUBPORT % "{vlan: 5, network: n, addresses: '02:00:00:00:00:01'}",
    SUBPORT % "{vlan: 5, network: n, addresses: ['192.0.2.1']}",
    NATIVE % "{network: n, addresses: ['03:00:00:00:00:01']}",
    NATIVE % "{network: n, addresses: ['02:00:00:00:00:01,']}",
    NATIVE % "{network: n, addresses: ['02:00:00:00:00:01 192.0.2.1']}",
    SUBPORT % "{vlan: 5, network: a/b}", SUBPORT % "{vlan: 5, network: 0}",
    SUBPORT % "{vlan: 5, network: n, key: 32768}",
    ENTRY % "dev: tap1, key: 1", OVN_FDB % "remote: 192.0.2.2, key: 0",
    GROUP % "key: 32767", GROUP % "key: 65536", GROUP % "members: []",
    GROUP % "key: 40000, mac: '02:00:00:00:00:01'",
    GROUP % "key: 40000, members: [{}]", GROUP % "key: 40000, members: [x]",
    GROUP % "key: 40000, members: [{dev: tap1, remote: 192.0.2.2}]",
    GROUP % "key: 40000, members: [{remote: 192.0.2.2, vlan: 5}]",
    ENTRY % "type: static", ENTRY % "dev: tap1, remote: 192.0.2.2",
    ENTRY % "remote: 192.0.2.2, vlan: 7", ENTRY % "dev: tap1, type: learned",
    FDB % "{network: n, dev: tap1}", FDB % "{mac: x, network: n, dev: tap1}",
    FDB % "{mac: '02:00:00:00:00:01', dev: tap1}",
    FDB % "{mac: '01:00:5e:00:00:01', network: n, dev: tap1}",
    FDB % "{mac: '00:00:00:00:00:00', network: n, dev: tap1}",
]


def example(page):
    """The state file that a manual page shows."""
    text = open(page, encoding="utf-8").read()
    found = re.search(r"^\.Bd -literal.*?\n(.*?version: 1\n.*?)^\.Ed",
                      text, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def takes(trunkctl, text):
    """What trunkctl says of a file: that it is good, or the faults."""
    run = subprocess.run(
        [trunkctl, "-n", "no.such.namespace", "diff", "-"],
        input=text, capture_output=True, text=True, check=False)
    good = "no.such.namespace does not exist" in run.stderr
    return good, run.stderr.strip()


def all_keys(schema):
    """Each key that may be somewhere in a file."""
    keys = set()
    if isinstance(schema, dict):
        keys.update(schema.get("properties", {}))
        for value in schema.values():
            keys |= all_keys(value)
    elif isinstance(schema, list):
        for value in schema:
            keys |= all_keys(value)
    return keys


def main():
    trunkctl, path, folder = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    faults = []
    cases = [(text, True) for text in GOOD + [
        example(folder + "/man/vtrunk-state.5")]]
    cases += [(text, False) for text in BAD]
    for text, wanted in cases:
        good, said = takes(trunkctl, text)
        if good != wanted:
            faults.append(f"trunkctl takes it: {good}: {text}: {said}")
        # An example is longer than the schema's own words about it.
        found = [e.message for e in validator.iter_errors(yaml.safe_load(text))]
        if bool(found) == wanted:
            faults.append(f"the schema takes it: {not found}: {text}: {found}")
    keys = all_keys(schema)
    for source in glob.glob(folder + "/state/*.c"):
        with open(source, encoding="utf-8") as file:
            for key in re.findall(r'\{ "([a-z0-9_]+)", take_', file.read()):
                if key not in keys:
                    faults.append(f"{key} of {source} is not in the schema")
    for fault in faults:
        print("not ok: schema:", fault)
    print(f"{len(cases) + 1 - len(faults)} passed, {len(faults)} failed, "
          "0 skipped")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
