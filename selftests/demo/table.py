#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Judge a run of the demo by its captures.

usage: table.py DIRECTORY STATUS

Prints what tshark finds at seven points between the VMs, then each claim of
the demo with "ok" or "FAIL", then the verdict; exits with 0 when all of them
hold. STATUS is the exit status of the guest's run.
"""

import collections
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import textwrap

ECHOES = 5
REQUEST, REPLY = 8, 0
CHILDREN = {"203.0.113.1", "203.0.113.2"}
CHILD_VNI = 5001

# On the way of a request, with the tag that belongs there.
Point = collections.namedtuple("Point", "file name tag")
POINTS = (
    Point("vm1-vlan", "VM1 eth0.100", None),
    Point("vm1-eth0", "VM1 eth0", 100),
    Point("hv1-geneve", "hv1 genev_sys_6081", None),
    Point("underlay", "underlay", None),
    Point("hv2-geneve", "hv2 genev_sys_6081", None),
    Point("vm2-eth0", "VM2 eth0", 200),
    Point("vm2-vlan", "VM2 eth0.200", None),
)

# The parents: who sends, from which address, with which VNI, and where it
# must not arrive.
Parent = collections.namedtuple("Parent", "name ip vni at other ping")
PARENTS = (
    Parent("VM1", "198.51.100.1", 5002, "vm1-eth0", "vm2-eth0", "ping-parent1"),
    Parent("VM2", "198.51.100.2", 5003, "vm2-eth0", "vm1-eth0", "ping-parent2"),
)

Frame = collections.namedtuple("Frame", "tag vni mac src dst echo order inner")


def each(layer):
    """A layer that occurs more than once is a list."""
    return layer if isinstance(layer, list) else [layer]


def raw_position(layers, name):
    """Where the innermost layer of that name begins, in bytes."""
    raw = layers[name + "_raw"]
    return (raw[-1] if isinstance(raw[0], list) else raw)[1]


def inner_bytes(layers):
    """The guest's frame: no outer headers and no tag."""
    data = bytes.fromhex(layers["frame_raw"][0])
    start = raw_position(layers, "eth")
    if "vlan" not in layers:
        return data[start:]
    # The tag is the TPID before what tshark takes for its layer, and the TCI.
    tag = raw_position(layers, "vlan") - 2
    return data[start:tag] + data[tag + 4:]


def frame_of(layers):
    """What of a packet the demo is about, the innermost headers."""
    tag = vni = echo = None
    order = ()
    if "vlan" in layers:
        tag = int(each(layers["vlan"])[-1]["vlan.id"])
    if "geneve" in layers:
        vni = int(layers["geneve"]["geneve.vni"], 0)
    if "arp" in layers:
        src = layers["arp"]["arp.src.proto_ipv4"]
        dst = layers["arp"]["arp.dst.proto_ipv4"]
    else:
        ip = each(layers["ip"])[-1]
        src, dst = ip["ip.src"], ip["ip.dst"]
    if "icmp" in layers and {src, dst} == CHILDREN:
        icmp = layers["icmp"]
        if int(icmp["icmp.type"]) in (REQUEST, REPLY):
            echo = int(icmp["icmp.type"])
            order = (icmp["icmp.ident"], int(icmp["icmp.seq"]), -echo)
    mac = each(layers["eth"])[-1]["eth.src"]
    return Frame(tag, vni, mac, src, dst, echo, order, inner_bytes(layers))


def decode(directory):
    """Every ARP and ICMP frame by point; None for a point without capture."""
    running = {}
    for point in POINTS:
        file = directory / f"{point.file}.pcap"
        if file.exists():
            running[point.file] = subprocess.Popen(
                ["tshark", "-n", "-r", file, "-Y", "icmp or arp",
                 "-T", "json", "-x", "--no-duplicate-keys"],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    frames = {point.file: None for point in POINTS}
    for name, process in running.items():
        output = process.communicate()[0]
        if process.returncode:
            sys.exit(f"FAIL: tshark cannot read {name}.pcap")
        frames[name] = [frame_of(packet["_source"]["layers"])
                        for packet in json.loads(output)]
    return frames


class Row:
    """What was seen at one point."""

    def __init__(self, point, frames):
        self.point = point
        self.device = frames is not None
        echoes = sorted((f for f in frames or () if f.echo is not None),
                        key=lambda f: f.order)
        self.requests = [f for f in echoes if f.echo == REQUEST]
        self.replies = [f for f in echoes if f.echo == REPLY]
        self.tags = {f.tag for f in echoes}
        self.vnis = {f.vni for f in echoes}
        self.inner = [f.inner for f in echoes]

    def digest(self):
        """Of all echoes, in their order."""
        if not self.device:
            return "no such device"
        if not self.inner:
            return "-"
        return hashlib.sha256(b"".join(self.inner)).hexdigest()[:16]

    def line(self):
        """For the table."""
        return (f"{self.point.name:<20}{words(self.tags):<9}"
                f"{words(self.vnis):<9}{len(self.requests):>8}"
                f"{len(self.replies):>9}   {self.digest()}")


def words(values):
    """Tags or VNIs in one cell."""
    seen = sorted(v for v in values if v is not None)
    if None in values and seen:
        return "some"
    return ",".join(map(str, seen)) or "-"


def check_counts(rows):
    """Five and five at every point."""
    bad = [f"{r.point.name} {len(r.requests)} and {len(r.replies)}"
           for r in rows if (len(r.requests), len(r.replies)) != (ECHOES, ECHOES)]
    return bad, f"{ECHOES} requests and {ECHOES} replies at every point"


def not_seen(rows):
    """What can be said of points without frames."""
    names = ", ".join(r.point.name for r in rows if not r.inner)
    return [f"nothing at {names}"] if names else []


def check_tags(rows):
    """Each VM's own tag at its eth0, none elsewhere."""
    bad = [f"{r.point.name} has {words(r.tags)}, not {r.point.tag or 'none'}"
           for r in rows if r.inner and r.tags != {r.point.tag}]
    return (bad + not_seen(rows),
            "VLAN 100 at VM1 eth0, VLAN 200 at VM2 eth0, no tag elsewhere")


def check_vni(rows):
    """The child network on the underlay, where alone a VNI is seen."""
    bad = []
    for row in rows:
        wanted = CHILD_VNI if row.point.file == "underlay" else None
        if row.inner and row.vnis != {wanted}:
            bad.append(f"{row.point.name} has {words(row.vnis)}")
    return (bad + not_seen(r for r in rows if r.point.file == "underlay"),
            f"VNI {CHILD_VNI} on the underlay")


def check_inner(rows):
    """The same bytes everywhere, once headers and tag are taken off."""
    bad = [f"{r.point.name} has others than {rows[0].point.name}"
           for r in rows if r.inner and r.inner != rows[0].inner]
    return (bad + not_seen(rows),
            "the frames are the same bytes at every point, tag aside")


def check_macs(frames):
    """A VM's VLAN interface uses the MAC of its parent."""
    bad = []
    seen = []
    for parent, child in zip(PARENTS, ("vm1-vlan", "vm2-vlan")):
        macs = {f.mac for f in frames[parent.at] or () if f.src == parent.ip}
        ip = parent.ip.replace("198.51.100", "203.0.113")
        macs_child = {f.mac for f in frames[child] or () if f.src == ip}
        seen.append(f"{parent.name} {'/'.join(sorted(macs)) or '-'}")
        if len(macs) != 1 or macs != macs_child:
            bad.append(f"{parent.name} sends from"
                       f" {'/'.join(sorted(macs_child)) or 'nowhere'} on its VLAN")
    return bad, "eth0 and its VLAN have one MAC: " + ", ".join(seen)


def pings_answered(directory, name):
    """What ping says it received; None when it does not say."""
    text = read(directory / name) or ""
    found = re.search(r"transmitted, (\d+) received", text)
    return int(found[1]) if found else None


def check_parents(directory, frames):
    """No frame of one parent reaches the other."""
    bad = []
    told = []
    for parent in PARENTS:
        sent, wire, came = ([f for f in frames[at] or () if f.src == parent.ip]
                            for at in (parent.at, "underlay", parent.other))
        told.append(f"{parent.name} sent {len(sent)} (VNI "
                    f"{words({f.vni for f in wire})}), {len(came)} arrived")
        answered = pings_answered(directory, parent.ping)
        if not sent or came or answered != 0:
            bad.append(f"{parent.name}: {len(sent)} sent, {len(came)} arrived,"
                       f" {answered} pings answered")
        if {f.vni for f in wire} - {parent.vni}:
            bad.append(f"{parent.name} has a VNI other than {parent.vni}")
    return bad, "the parents do not meet: " + "; ".join(told)


def check_modules(directory):
    """Nobody else's bridge did it."""
    loaded = {line.split()[0]
              for line in (read(directory / "loaded") or "").splitlines()}
    bad = sorted(loaded & {"bridge", "openvswitch"})
    if "vtrunk" not in loaded:
        bad.append("vtrunk is not loaded")
    return bad, "vtrunk is loaded, neither openvswitch nor bridge is"


def check_filters(directory):
    """No tc filter did it."""
    devices = (read(directory / "tc-devices") or "").splitlines()
    filters = read(directory / "tc-filters")
    bad = (filters or "").splitlines()[:3]
    if not devices or filters is None:
        bad.append("not looked for")
    return bad, f"no tc filter on any of the {len(devices)} devices"


def check_run(status):
    """The guest ended as it should, and its kernel has no complaint."""
    bad = [] if status == "0" else [f"selftests/qemu/run ended with {status}"]
    return bad, "the guest ended well, its kernel log is clean"


def read(file):
    """A file's text; None when it is not there."""
    return file.read_text() if file.exists() else None


def silent(rows):
    """The first point that requests, or else replies, do not reach."""
    for kind, way in (("requests", rows), ("replies", rows[::-1])):
        before = None
        for row in way:
            if not getattr(row, kind):
                after = f": {kind} get no further than {before}" if before else ""
                return f"{row.point.name} is silent{after}"
            before = row.point.name
    return None


def main():
    """Table, claims, verdict."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    directory = pathlib.Path(sys.argv[1])
    frames = decode(directory)
    rows = [Row(point, frames[point.file]) for point in POINTS]
    print(f"{'point':<20}{'tag':<9}{'VNI':<9}{'requests':>8}{'replies':>9}"
          "   sha256 of the inner frames")
    for row in rows:
        print(row.line())
    print()
    failed = 0
    for bad, claim in (
            check_counts(rows), check_tags(rows), check_vni(rows),
            check_inner(rows), check_macs(frames),
            check_parents(directory, frames), check_modules(directory),
            check_filters(directory), check_run(sys.argv[2])):
        print(f"{'FAIL' if bad else 'ok  '} {claim}")
        if bad:
            print(textwrap.fill("; ".join(bad), 96, initial_indent=" " * 5,
                                subsequent_indent=" " * 5))
        failed += bool(bad)
    print()
    if failed:
        print(f"FAIL: {silent(rows) or 'every point is reached, but see above'}")
        sys.exit(1)
    print("PASS: VLAN 100 of VM1 and VLAN 200 of VM2 are one network")


if __name__ == "__main__":
    main()
