#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Show frames that are right and frames that are not to trunkctl decode.

Usage: decode.py TRUNKCTL JUDGED MUTATE, where JUDGED does it where there is a
bridge, and MUTATE changes the bytes of frames.
"""

import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import frames as fr  # pylint: disable=wrong-import-position

VM1, VM2 = "02:00:00:00:00:01", "02:00:00:00:00:02"
AB, AB6 = "192.0.2.1 > 192.0.2.2", "2001:db8::1 > 2001:db8::2"
MACS = f"{VM1} > {VM2}"
ECHO = "IPv4 203.0.113.1 > 203.0.113.2 ICMP echo request id 7 seq 1"
SYN = "IPv4 203.0.113.1 > 203.0.113.2 TCP 40000 > 5201"
WHO = "ARP who-has 203.0.113.2 tell 203.0.113.1"
LINE = f"{AB} vni 5001 {MACS}"

PING = fr.ether(0x800, fr.ping())
ARP = fr.ether(0x806, fr.arp())
BAD = b"\x01\x00\x00\x00\x00\x01"


def six(kind, body=b"", head=b"", protocol=58):
    """A frame with an ICMPv6 message."""
    message = bytes([kind, 0, 0, 0]) + body
    return fr.ether(0x86dd, fr.ip6(fr.A6, fr.B6, protocol, head + message))


def geneve(inner=PING, options=b"", **more):
    """A packet of VNI 5001 between the hypervisors."""
    outer = {key: more.pop(key) for key in ("check", "vlan", "dport")
             if key in more}
    return fr.under(fr.geneve(5001, inner, options, **more), **outer)


def odd_ip4(**more):
    """The same, with something odd about the outer IPv4 header."""
    datagram = fr.udp(fr.A, fr.B, fr.geneve(5001, PING))
    return fr.ether(0x800, fr.ip4(fr.A, fr.B, 17, datagram, **more),
                    fr.mac(2), fr.mac(1), (), 0)


def odd_udp(length):
    """The same, with another length in the outer UDP header."""
    datagram = fr.udp(fr.A, fr.B, fr.geneve(5001, PING), length=length)
    return fr.ether(0x800, fr.ip4(fr.A, fr.B, 17, datagram), fr.mac(2),
                    fr.mac(1), (), 0)


# A frame of an underlay, what is printed of it, its faults and notes.
UNDERLAY = [
    # Nothing is wrong with these.
    (geneve(), f"{LINE} {ECHO}", ""),
    (geneve(ARP), f"{LINE} {WHO}", ""),
    (geneve(fr.ether(0x806, fr.arp(2))),
     f"{LINE} ARP reply 203.0.113.1 is-at {VM1}", ""),
    (geneve(options=fr.keys(1, 2)), f"{AB} vni 5001 key 1 > 2 {MACS} {ECHO}",
     ""),
    (geneve(options=fr.keys(32767, 0x8000)),
     f"{AB} vni 5001 key 32767 > 32768 (flood) {MACS} {ECHO}", ""),
    (geneve(options=fr.keys(1, 0x8001)),
     f"{AB} vni 5001 key 1 > 32769 (unknown) {MACS} {ECHO}", ""),
    (geneve(options=fr.keys(1, 0x8004)),
     f"{AB} vni 5001 key 1 > 32772 (flood_l2) {MACS} {ECHO}", ""),
    (geneve(options=fr.keys(1, 0x9000)),
     f"{AB} vni 5001 key 1 > 36864 (group) {MACS} {ECHO}", ""),
    (geneve(options=fr.option(7, 1, b"data") + fr.keys(1, 2), flags=0x40),
     f"{AB} vni 5001 key 1 > 2 {MACS} {ECHO}", ""),
    (fr.under6(fr.geneve(0xffffff, PING)),
     f"{AB6} vni 16777215 {MACS} {ECHO}", ""),
    (geneve(vlan=[(0x88a8, 7), (0x8100, 8)]), f"{LINE} {ECHO}", ""),
    (odd_ip4(options=b"\x94\x04\x00\x00"), f"{LINE} {ECHO}", ""),
    (geneve(check=0), f"{LINE} {ECHO}", ""),
    (geneve(check="unfilled"), f"{LINE} {ECHO}", ""),
    (geneve(fr.ether(0x800, fr.tcp())), f"{LINE} {SYN}", ""),
    (geneve(fr.ether(0x88cc, b"")), f"{LINE} type 0x88cc", ""),
    (geneve(fr.ether(38, b"")), f"{LINE} LLC", ""),
    (geneve(fr.ether(0x800, fr.ip4("203.0.113.1", "203.0.113.2", 47, b""))),
     f"{LINE} IPv4 203.0.113.1 > 203.0.113.2 protocol 47", ""),
    (geneve(fr.ether(0x800, fr.ip4("203.0.113.1", "203.0.113.2", 17, b"x" * 8,
                                   fragment=5))),
     f"{LINE} IPv4 203.0.113.1 > 203.0.113.2 fragment of protocol 17", ""),
    (geneve(fr.ether(0x800, fr.ip4("203.0.113.1", "203.0.113.2", 1,
                                   b"\3\4\0\0\0\0\5\x78"))),
     f"{LINE} IPv4 203.0.113.1 > 203.0.113.2 ICMP too big, mtu 1400", ""),
    (geneve(six(128, b"\0\7\0\1")),
     f"{LINE} IPv6 {AB6} ICMPv6 echo request id 7 seq 1", ""),
    (geneve(six(2, b"\0\0\5\0")),
     f"{LINE} IPv6 {AB6} ICMPv6 too big, mtu 1280", ""),
    (geneve(six(135, bytes(4) + fr.packed(fr.B6))),
     f"{LINE} IPv6 {AB6} ICMPv6 neighbour solicitation for 2001:db8::2", ""),
    (geneve(six(143, bytes(4), b"\x3a\0\5\2\0\0\1\0", 0)),
     f"{LINE} IPv6 {AB6} ICMPv6 type 143 code 0", ""),
    # Something is.
    (geneve(check=7), f"{LINE} {ECHO} ! the outer UDP checksum 0x0007 is wrong",
     "udp-checksum"),
    (fr.under6(fr.geneve(5001, PING), check=0),
     f"{AB6} vni 5001 {MACS} {ECHO} ! no outer UDP checksum, over IPv6",
     "no-udp-checksum"),
    (odd_ip4(length=1000), f"{LINE} {ECHO} ! the outer IPv4 header says that "
     "980 bytes follow, and there are 76", "outer-short"),
    (odd_udp(75), f"{LINE} {ECHO} ! the outer UDP header says 75 bytes, and "
     "the packet has 76", "udp-length"),
    (odd_udp(77), f"{LINE} {ECHO} ! the outer UDP header says 77 bytes, and "
     "the packet has 76", "udp-length"),
    (odd_udp(7), f"{LINE} {ECHO} ! the outer UDP header says 7 bytes, and "
     "the packet has 76", "udp-length"),
    (fr.under(b"\0\0\x65\x58\0\0\1"),
     f"{AB} ! the Geneve header of 8 bytes ends after 7", "geneve-short"),
    (geneve(version=1), f"{AB} ! the Geneve header has version 1", "version"),
    (geneve(flags=1), f"{LINE} {ECHO} ! reserved bits of the Geneve header "
     "are set", "reserved"),
    (geneve(reserved=1), f"{LINE} {ECHO} ! reserved bits of the Geneve header "
     "are set", "reserved"),
    (geneve(options=fr.option(7, 1, b"data", reserved=1)),
     f"{LINE} {ECHO} ! reserved bits of option 0x0007/0x01 are set",
     "reserved"),
    (geneve(options=fr.keys(0x8001, 2)), f"{AB} vni 5001 key 1 > 2 {MACS} "
     f"{ECHO} ! the reserved bit above the ingress key is set", "reserved"),
    (geneve(flags=0x80), f"{LINE} {ECHO} ! a control packet, by the OAM bit "
     "of the Geneve header", "oam"),
    (geneve(fr.ping(), protocol=0x800), f"{AB} vni 5001 ! the protocol type "
     "is 0x0800, which is no Ethernet", "protocol"),
    (geneve(PING, length=63), f"{AB} vni 5001 ! the Geneve header says 252 "
     "bytes of options, and 60 follow", "option-length"),
    (geneve(options=fr.option(7, 1, b"data", length=2)), f"{LINE} {ECHO} ! "
     "the data of an option of 8 bytes ends after 4", "option-length"),
    (geneve(options=fr.option(0x102, 0x80, b"two words")[:12], length=3),
     f"{LINE} {ECHO} ! the option of the keys has 8 bytes of data instead of 4",
     "option-length"),
    (geneve(options=fr.keys(1, 2), flags=0), f"{AB} vni 5001 key 1 > 2 {MACS} "
     f"{ECHO} ! the header lacks the critical bit, and an option has it",
     "critical-bit"),
    (geneve(flags=0x40), f"{LINE} {ECHO} ! the header has the critical bit, "
     "and no option has it", "critical-bit"),
    (geneve(options=fr.option(0x102, 0x81, b"data")), f"{LINE} {ECHO} ! the "
     "critical option 0x0102/0x81 is not understood", "bad-option"),
    (geneve(options=fr.keys(5, 5)), f"{AB} vni 5001 key 5 > 5 {MACS} {ECHO} "
     "! the port 5 is the one that the frame comes from", "same-key"),
    (geneve(options=fr.keys(5, 0)), f"{AB} vni 5001 key 5 > 0 {MACS} {ECHO} "
     "! key 0 is no port's", "unknown-key"),
    (geneve(PING[:13]), f"{AB} vni 5001 ! the inner Ethernet header of 14 "
     "bytes ends after 13", "inner-short"),
    (geneve(PING[:16]), f"{LINE} IPv4 ! the inner IPv4 header of 20 bytes "
     "ends after 2", "inner-short"),
    (geneve(PING[:14] + b"\x44" + PING[15:]), f"{LINE} IPv4 ! the inner IPv4 "
     "header says that it has 16 bytes", "inner-short"),
    (geneve(PING[:40]), f"{LINE} IPv4 203.0.113.1 > 203.0.113.2 ICMP ! the "
     "inner IPv4 header says 44 bytes, and there are 26", "inner-short"),
    (geneve(ARP[:30]), f"{LINE} ARP ! the inner ARP packet of 28 bytes ends "
     "after 16", "inner-short"),
    (geneve(fr.ether(0x800, fr.ping(), tags=[(0x8100, 100), (0x88a8, 7)])),
     f"{LINE} tagged 100 tagged 7 {ECHO} ! a tag, VLAN 100, where frames have "
     "none", "inner-tag"),
    (geneve(fr.ether(0x800, fr.ping(), src=BAD)), f"{AB} vni 5001 "
     f"01:00:00:00:00:01 > {VM2} {ECHO} ! the source MAC 01:00:00:00:00:01 "
     "can be nobody's", "bad-source"),
    (geneve(fr.ether(0x800, fr.ping(), src=bytes(6))), f"{AB} vni 5001 "
     f"00:00:00:00:00:00 > {VM2} {ECHO} ! the source MAC 00:00:00:00:00:00 "
     "can be nobody's", "bad-source"),
    # Two things are.
    (geneve(flags=0x81), f"{LINE} {ECHO} ! reserved bits of the Geneve header "
     "are set; a control packet, by the OAM bit of the Geneve header",
     "reserved oam"),
]

# Frames of a Geneve device.
PLAIN = [
    (ARP, f"no vni {MACS} {WHO}", ""),
    (PING, f"no vni {MACS} {ECHO}", ""),
    (fr.ether(0x800, fr.ping(), tags=[(0x8100, 100)]), f"no vni {MACS} tagged "
     f"100 {ECHO} ! a tag, VLAN 100, where frames have none", "inner-tag"),
    (fr.ether(0x800, fr.ping(), src=BAD), f"no vni 01:00:00:00:00:01 > {VM2} "
     f"{ECHO} ! the source MAC 01:00:00:00:00:01 can be nobody's",
     "bad-source"),
    # A VM's own datagrams are no tunnel's, nor are their fragments.
    (fr.ether(0x800, fr.ip4("203.0.113.1", "203.0.113.2", 17, b"x" * 32,
                            fragment=5)),
     f"no vni {MACS} IPv4 203.0.113.1 > 203.0.113.2 fragment of protocol 17",
     ""),
    (ARP[:20], f"no vni {MACS} ARP ! the inner ARP packet of 28 bytes ends "
     "after 6", "inner-short"),
]

# What the whole object has, once.
OBJECT = {
    "frame": 1, "offset": 0, "length": 122, "src": "192.0.2.1",
    "dst": "192.0.2.2", "sport": 50000, "dport": 6081, "underlay_vlan": 7,
    "checksum": "right", "vni": 5001, "in_key": 1, "out_key": 32768,
    "out_group": "flood", "inner_src": VM1, "inner_dst": VM2,
    "inner_vlan": 100, "inner": f"tagged 100 {ECHO}", "notes": [],
    "faults": ["inner-tag"], "text": ["a tag, VLAN 100, where frames have none"],
}


class Test:
    """A run of trunkctl on files, and what came of it."""

    def __init__(self, trunkctl, folder):
        self.trunkctl = trunkctl
        self.path = folder + "/capture"
        self.passed = 0
        self.failed = 0

    def check(self, got, wanted, what):
        """Both are the same."""
        if got == wanted:
            self.passed += 1
            return
        self.failed += 1
        print(f"not ok: {what}\n  got:    {got}\n  wanted: {wanted}")

    def run(self, data, *options, stream=False):
        """Status, stdout and stderr."""
        with open(self.path, "wb") as file:
            file.write(data)
        with open(self.path, "rb") as file:
            done = subprocess.run(
                [self.trunkctl, *options, "decode",
                 "-" if stream else self.path], stdin=file,
                capture_output=True, text=True, check=False)
        return (done.returncode, done.stdout,
                done.stderr.replace(self.path, "FILE"))

    def lines(self, data, wanted, status, what, **more):
        """What is printed, without numbers and times."""
        got, text, error = self.run(data, **more)
        self.check((got, error), (status, ""), what + ": status")
        self.check([line.split(" ", 2)[2] for line in text.splitlines()],
                   wanted, what)

    def table(self, rows, what):
        """Each frame of a table, in text and in JSON, from both formats."""
        frames = [row[0] for row in rows]
        wanted = [row[1] for row in rows]
        for make in (fr.pcap, fr.pcapng):
            self.lines(make(fr.EN10MB, frames), wanted, 1, what)
        status, text, error = self.run(fr.pcap(fr.EN10MB, frames), "-j")
        self.check((status, error), (1, ""), what + ": JSON")
        objects = json.loads(text)
        self.check(len(objects), len(rows), "objects")
        for row, found in zip(rows, objects):
            self.check(" ".join(found["faults"]), row[2], row[1])
            self.check("; ".join(found["text"]),
                       row[1].partition(" ! ")[2], row[1])
        fine = [row[0] for row in rows if not row[2]]
        self.lines(fr.pcap(fr.EN10MB, fine),
                   [row[1] for row in rows if not row[2]], 0,
                   what + ", with nothing wrong")
        self.check(self.run(fr.pcap(fr.EN10MB, [frames[-1]]))[0], 1,
                   "status of " + wanted[-1])


def links(test):
    """Devices without Ethernet."""
    packet = geneve()[14:]
    packet6 = fr.under6(fr.geneve(5001, PING))[14:]
    for link, frames in (
            (fr.RAW, [packet, packet6]),
            (fr.SLL, [fr.sll(0x800, packet), fr.sll(0x86dd, packet6)]),
            (fr.SLL2, [fr.sll2(0x800, packet), fr.sll2(0x86dd, packet6)])):
        test.lines(fr.pcap(link, frames),
                   [f"{LINE} {ECHO}", f"{AB6} vni 5001 {MACS} {ECHO}"], 0,
                   f"link type {link}")
    test.lines(fr.pcap(fr.SLL2, [fr.sll2(0x806, fr.arp())]),
               [f"no vni {WHO}"], 0, "a frame without MACs")
    test.check(test.run(fr.pcap(105, [PING])),
               (1, "", "trunkctl: decode: FILE has frames of link type "
                "IEEE802_11, which are not understood (EPROTONOSUPPORT)\n"),
               "another link type")


def checksums(test):
    """What of checksums is a fault and what a sender's way."""
    frames = [geneve(), geneve(check=0), geneve(check=7),
              geneve(check="unfilled")]
    # The kernel sums up what it leaves to the NIC inside as if it were there.
    left = fr.geneve(5001, fr.ether(0x800, fr.tcp(False)))
    right = fr.geneve(5001, fr.ether(0x800, fr.tcp()))
    sum_of_right = int.from_bytes(fr.udp(fr.A, fr.B, right)[6:8], "big")
    frames += [fr.under(left, check=sum_of_right),
               fr.under(left, check=sum_of_right ^ 1)]
    objects = json.loads(test.run(fr.pcap(fr.EN10MB, frames), "-j")[1])
    test.check([found["checksum"] for found in objects],
               ["right", "none", "wrong", "unfilled", "unfilled", "wrong"],
               "checksums")
    cut = json.loads(test.run(fr.pcap(fr.EN10MB, frames, 100), "-j")[1])
    test.check([found["checksum"] for found in cut],
               ["unknown", "none"] + ["unknown"] * 4, "checksums of cut frames")


def cuts(test):
    """Each length that a capture can have kept of a frame."""
    whole = geneve(options=fr.keys(1, 2))
    parts = [(whole[:kept], len(whole)) for kept in range(42, len(whole))]
    status, text, error = test.run(fr.pcap_of(fr.EN10MB, parts))
    test.check((status, error), (0, ""), "status of cut frames")
    lines = [line.split(" ", 2)[2] for line in text.splitlines()]
    test.check(len(lines), len(parts), "cut frames")
    last = AB
    for kept, line in enumerate(lines, 42):
        found = line.partition(" [cut: ")
        test.check(found[2], f"{kept} of {len(whole)} bytes]", "what is cut")
        test.check(found[0].startswith(last), True,
                   f"{found[0]} after {kept} bytes goes on from {last}")
        last = found[0]
    test.check(last, f"{AB} vni 5001 key 1 > 2 {MACS} {ECHO}",
               "all but one byte kept")
    parts = [(whole[:kept], len(whole)) for kept in range(42)]
    status, text, error = test.run(fr.pcap_of(fr.EN10MB, parts))
    test.check((status, error, text.count("no vni")), (0, "", 42),
               "what ends before the ports")


def fragments(test):
    """A packet in two, and another one's end."""
    datagram = fr.udp(fr.A, fr.B, fr.geneve(5001, PING))
    parts = [fr.ip4(fr.A, fr.B, 17, datagram[:64], fragment=0x2000, ident=9),
             fr.ip4(fr.A, fr.B, 17, datagram[64:], fragment=8, ident=9),
             fr.ip4(fr.A, fr.B, 17, datagram[64:], fragment=8, ident=8)]
    first = " ! the first fragment of a packet that did not fit the underlay"
    later = " ! a fragment of the packet, from byte 64 on"
    test.lines(fr.pcap(fr.RAW, parts),
               [f"{LINE} {ECHO}{first}", f"{AB}{later}"], 1,
               "fragments")
    head = (b"\x11\0\0\1\0\0\0\7", b"\x11\0\0\x40\0\0\0\7")
    parts = [fr.ip6(fr.A6, fr.B6, 44, head[0] + datagram[:64]),
             fr.ip6(fr.A6, fr.B6, 44, head[1] + datagram[64:])]
    test.lines(fr.pcap(fr.RAW, parts),
               [f"{AB6} vni 5001 {MACS} {ECHO}{first}",
                f"{AB6}{later}"], 1, "fragments of IPv6")


def mixtures(test):
    """Frames beside those of tunnels, and what a file can be."""
    other = fr.ether(0x806, fr.arp())
    mixed = fr.pcap(fr.EN10MB, [other, geneve(), other])
    test.check(test.run(mixed)[:2], (0, f"2 0.001000 {LINE} {ECHO}\n"),
               "other frames of an underlay")
    test.lines(mixed, [f"no vni {MACS} {WHO}", f"{LINE} {ECHO}"], 0,
               "the same from a stream", stream=True)
    test.lines(fr.pcap(fr.EN10MB, [geneve(dport=6082)]),
               [f"no vni 02:00:00:00:00:11 > 02:00:00:00:00:22 IPv4 {AB} UDP "
                "50000 > 6082"], 0, "another UDP port")
    test.check(test.run(fr.pcap(fr.EN10MB, []), "-j"), (0, "[]\n", ""),
               "no frames")
    test.check(test.run(fr.pcap(fr.EN10MB, [geneve()]), "-t")[1][:27],
               "1 " + "2025-11-30T10:53:20.000000+"[:25], "the time")
    test.check(test.run(mixed[:-5])[:2], (1, f"2 0.001000 {LINE} {ECHO}\n"),
               "a file that ends in a frame")
    test.check("truncated" in test.run(mixed[:-5])[2], True, "what is said")
    test.check(test.run(b"no capture")[0::2],
               (1, "trunkctl: decode: FILE: unknown file format (EBADMSG)\n"),
               "a file of something else")


def whole_object(test):
    """All keys of an object, and no others."""
    inner = fr.ether(0x800, fr.ping(), tags=[(0x8100, 100)], pad=44)
    frame = geneve(inner, fr.keys(1, 0x8000), vlan=[(0x8100, 7)])
    objects = json.loads(test.run(fr.pcap(fr.EN10MB, [frame]), "-j")[1])
    wanted = dict(OBJECT, length=len(frame))
    test.check(objects, [wanted], "an object")


def between(src, dst, vni, inner=PING, options=b"", dport=fr.GENEVE):
    """A packet between two hosts."""
    datagram = fr.udp(src, dst, fr.geneve(vni, inner, options), dport)
    return fr.ether(0x800, fr.ip4(src, dst, 17, datagram), fr.mac(2),
                    fr.mac(1), (), 0)


def judged(test, program):
    """What the bridge of bridge.c knows: HERE is its address."""
    here, there, third = "192.0.2.1", "192.0.2.2", "192.0.2.3"
    named = f"vni 5001 (child) {VM1} (child1) > {VM2} {ECHO}"
    ovn = f"{MACS} {ECHO}"
    tagged = fr.ether(0x800, fr.ping(), tags=[(0x8100, 7)])
    lldp = fr.ether(0x88cc, b"", bytes.fromhex("0180c200000e"))
    rows = [
        (between(here, there, 5001), named),
        (between(there, here, 5001), named),
        (between(here, there, 5001, dport=6082), named),
        (between(third, here, 5001),
         f"{named} ! 192.0.2.3 is no remote of child"),
        (between(here, third, 5001),
         f"{named} ! 192.0.2.3 is no remote of child"),
        (between(third, "192.0.2.4", 5001), named),
        (between(there, here, 5004),
         f"vni 5004 {ovn} ! br-trunk has no network of VNI 5004"),
        (between(there, here, 5001, options=fr.option(7, 1, b"data")),
         f"{named} note: option 0x0007/0x01, which says nothing in mode vni"),
        (between(there, here, 5001, options=fr.keys(1, 2)),
         f"vni 5001 (child) key 1 > 2 {ovn} ! the option of the keys is "
         "critical, and child has mode vni"),
        (between(there, here, 5002, options=fr.keys(2, 1)),
         f"vni 5002 (ovn) key 2 > 1 (tap1 vlan 200) {ovn}"),
        (between(here, there, 5002, options=fr.keys(1, 2)),
         f"vni 5002 (ovn) key 1 (tap1 vlan 200) > 2 {ovn}"),
        (between(there, here, 5002, options=fr.keys(2, 0x8004)),
         f"vni 5002 (ovn) key 2 > 32772 (flood_l2) {ovn}"),
        (between(third, here, 5003, options=fr.keys(2, 1)),
         f"vni 5003 (open) key 2 > 1 (tap1 native) {ovn}"),
        (between(there, here, 5002), f"vni 5002 (ovn) {ovn} ! no option names "
         "the ports, and ovn has mode ovn"),
        (between(there, here, 5002, options=fr.keys(1, 2)),
         f"vni 5002 (ovn) key 1 (tap1 vlan 200) > 2 {ovn} ! no port of ovn has "
         "the key 2 that it is for"),
        (between(there, here, 5002, options=fr.keys(2, 0x8002)),
         f"vni 5002 (ovn) key 2 > 32770 (group) {ovn} ! no group of ovn has "
         "the key 32770 that it is for"),
        (between(there, here, 5002, options=fr.keys(2, 0x8005)),
         f"vni 5002 (ovn) key 2 > 32773 (group) {ovn}"),
        (between(third, here, 5003, options=fr.keys(2, 0x8005)),
         f"vni 5003 (open) key 2 > 32773 (group) {ovn} ! no group of open has "
         "the key 32773 that it is for"),
        (between(here, there, 5002, options=fr.keys(2, 3)),
         f"vni 5002 (ovn) key 2 > 3 {ovn} ! no port of ovn has the key 2 that "
         "it comes from"),
        (between(there, "192.0.2.4", 5002, options=fr.keys(8, 9)),
         f"vni 5002 (ovn) key 8 > 9 {ovn}"),
        (between(there, here, 5002, options=fr.keys(9, 9) + fr.keys(2, 1)),
         f"vni 5002 (ovn) key 2 > 1 (tap1 vlan 200) {ovn}"),
        (between(there, here, 5002, tagged, fr.keys(2, 1)),
         f"vni 5002 (ovn) key 2 > 1 (tap1 vlan 200) {MACS} tagged 7 {ECHO} ! a "
         "tag, VLAN 7, where frames have none"),
        (between(third, here, 5003, tagged, fr.keys(2, 1)),
         f"vni 5003 (open) key 2 > 1 (tap1 native) {MACS} tagged 7 {ECHO}"),
        (between(there, here, 5002, lldp, fr.keys(2, 1)),
         f"vni 5002 (ovn) key 2 > 1 (tap1 vlan 200) {VM1} > 01:80:c2:00:00:0e "
         "type 0x88cc ! 01:80:c2:00:00:0e is for the next bridge, and ovn has "
         "l2cp off"),
        (between(third, here, 5003, lldp, fr.keys(2, 1)),
         f"vni 5003 (open) key 2 > 1 (tap1 native) {VM1} > 01:80:c2:00:00:0e "
         "type 0x88cc"),
        (PING, f"no vni (child) {VM1} (child1) > {VM2} {ECHO}"),
        (fr.ether(0x800, fr.ping(), b"\xff" * 6),
         f"no vni {VM1} > ff:ff:ff:ff:ff:ff {ECHO}"),
    ]
    with open(test.path, "wb") as file:
        file.write(fr.pcap(fr.EN10MB, [row[0] for row in rows]))
    done = subprocess.run([program, test.path], capture_output=True, text=True,
                          check=False)
    test.check((done.returncode, done.stderr), (0, ""), "judged")
    lines = done.stdout.splitlines()
    test.check(len(lines), len(rows), "frames that are judged")
    for row, line in zip(rows, lines):
        text = line.split(" ", 2)[2]
        if row[0][12:14] == b"\x08\0" and text.startswith("192"):
            text = text.split(" ", 3)[3]
        test.check(text, row[1], "what the bridge knows")


def mutations(test, mutate, folder):
    """Bytes that are wrong do no harm."""
    paths = []
    packets = [row[0][14:] for row in UNDERLAY if row[0][12:14] == b"\x08\0"]
    for link, frames in (
            (fr.EN10MB, [row[0] for row in UNDERLAY + PLAIN]),
            (fr.RAW, packets[:2]),
            (fr.SLL, [fr.sll(0x800, packet) for packet in packets[:2]]),
            (fr.SLL2, [fr.sll2(0x800, packet) for packet in packets[:2]])):
        paths.append(f"{folder}/{link}.pcap")
        with open(paths[-1], "wb") as file:
            file.write(fr.pcap(link, frames))
    done = subprocess.run([mutate, *paths], capture_output=True, text=True,
                          check=False)
    test.check((done.returncode, done.stderr), (0, ""), "changed bytes")
    data = fr.pcapng(fr.EN10MB, [geneve(), ARP])
    for length in range(0, len(data), 16):
        status, _, error = test.run(data[:length])
        test.check(error.startswith("trunkctl: decode: FILE: ") == bool(status),
                   True, f"{length} bytes of a file: {error}")


def main():
    os.environ.update(TZ="UTC")
    os.environ.pop("TRUNKCTL_BRIDGE", None)
    with tempfile.TemporaryDirectory() as folder:
        test = Test(os.path.abspath(sys.argv[1]), folder)
        test.table(UNDERLAY, "a packet of the underlay")
        test.table(PLAIN, "a frame of a Geneve device")
        for part in (links, checksums, cuts, fragments, mixtures,
                     whole_object):
            part(test)
        judged(test, os.path.abspath(sys.argv[2]))
        mutations(test, os.path.abspath(sys.argv[3]), folder)
    print(f"{test.passed} passed, {test.failed} failed, 0 skipped")
    return 1 if test.failed else 0


if __name__ == "__main__":
    sys.exit(main())
