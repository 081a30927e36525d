#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""The same frames at two hypervisors, and what each of them makes of them.

    inject VM_A VM_B WIRE MAC_A MAC_B N   rows from stdin, "NAME WORD... FRAME"
    golden VM_A VM_B WIRE MAC_A MAC_B     rows from stdin, "NAME FRAME"
    nested VM_A VM_B WIRE MAC_A MAC_B N   the same

VM_A and VM_B are namespaces of VMs, WIRE the one of a third hypervisor,
192.0.2.3. Hypervisor a is 192.0.2.1, b is 192.0.2.2; MAC_A and MAC_B are those
of their devices "under". Frames are written as injector.py has it.

inject sends each row as one Geneve packet from WIRE to a and to b, the same
bytes in UDP, and waits until N frames have come out, those of the last row among
them, then for silence. It prints "NAME A B": what came out of either VM's NIC,
as tags, "--" for nothing, several joined by "+"; an inner tag follows "/", "!"
says that something else has changed. The words:

    vni=N in=KEY out=KEY        what OVN puts there; numbers as in Python
    opt=CLASS:TYPE:DATA         one more option, hex
    crit=0|1 oam ver=N proto=N  of Geneve's header
    flags=N rsvd=N              bits that have no meaning
    udp=zero|wrong src=IP       of the outer headers
    flip=OFFSET                 the lowest bit there, of Geneve's header and on

golden sends each frame from VM_A and from VM_B, takes what either hypervisor
then sends to WIRE, and prints "NAME COPIES KEYS VERDICT": how many packets each
sent, ingress and egress key, and "same", or what is different. Outer addresses,
IP identification and checksum, and the UDP port and checksum are masked; the
checksums have to be right.

nested sends each frame from both VMs, and prints what inject prints: what came
back out of the VM's own NIC, untagged frames as "none", and "wire" for each
packet to WIRE. It waits for N frames from both together.
"""

import select
import socket
import struct
import sys
import time

from injector import (ARRIVAL_TIMEOUT, GENEVE_PORT, SILENCE, TPIDS, Raw, build,
                      checksum, in_netns)

HOSTS = {"a": "192.0.2.1", "b": "192.0.2.2"}
WIRE_IP = "192.0.2.3"


def number(text):
    """A number in decimal or hex."""
    return int(text, 0)


def option(cls, kind, data):
    """A Geneve option."""
    return struct.pack("!HBB", cls, kind, len(data) // 4) + data


def geneve(words):
    """Geneve's header and the inner frame, the outer words left over."""
    outer = {}
    head = {"vni": 0, "ver": 0, "proto": 0x6558, "flags": 0, "rsvd": 0}
    options, keys, oam, at = b"", {}, 0, 0
    for at, word in enumerate(words):
        name, _, value = word.partition("=")
        if name in ("in", "out"):
            keys[name] = number(value)
            if len(keys) == 2:
                options += option(0x0102, 0x80, struct.pack(
                    "!HH", keys.pop("in"), keys.pop("out")))
        elif name == "opt":
            cls, kind, data = (bytes.fromhex(x) for x in value.split(":"))
            options += option(int.from_bytes(cls, "big"), kind[0], data)
        elif name == "oam":
            oam = 0x80
        elif name in ("crit", "flip", "udp", "src"):
            outer[name] = value
        elif name in head:
            head[name] = number(value)
        else:
            break
    crit = 0x40 if number(outer.pop("crit", "1" if options else "0")) else 0
    frame = build(words[at:])
    data = bytearray(struct.pack(
        "!BBHI", head["ver"] << 6 | len(options) // 4,
        oam | crit | head["flags"], head["proto"],
        head["vni"] << 8 | head["rsvd"]) + options + frame)
    if "flip" in outer:
        data[number(outer.pop("flip"))] ^= 1
    return bytes(data), frame, outer


def udp_sum(source, dest, datagram):
    """The checksum of UDP over IPv4; 0 over one that is right already."""
    return checksum(source + dest + struct.pack("!BBH", 0, 17, len(datagram)) +
                    datagram)


def packet(macs, dest, data, outer):
    """Data in UDP, IPv4 and Ethernet."""
    source = socket.inet_aton(outer.get("src", WIRE_IP))
    dest = socket.inet_aton(dest)
    udp = struct.pack("!HHHH", 50000, GENEVE_PORT, 8 + len(data), 0)
    total = udp_sum(source, dest, udp + data) or 0xffff
    total = {"zero": 0, "wrong": total ^ 0x0101}.get(outer.get("udp"), total)
    udp = udp[:6] + struct.pack("!H", total)
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 28 + len(data), 0, 0x4000, 64,
                       17, 0, source, dest)
    head = head[:10] + struct.pack("!H", checksum(head)) + head[12:]
    return macs + b"\x08\x00" + head + udp + data


def tags(frame):
    """The tags of a frame as words, and the frame without the first."""
    words, at = [], 12
    while int.from_bytes(frame[at:at + 2], "big") in TPIDS.values():
        tpid, tci = struct.unpack("!HH", frame[at:at + 4])
        words.append(("" if tpid == 0x8100 else f"{tpid:04x}:") +
                     str(tci & 0xfff))
        at += 4
    return "/".join(words) or "none", frame[:12] + frame[16 if words else 12:]


def text_of(name):
    """The text of a row's frame, which its name ends."""
    return ["is", name]


def name_of(frame):
    """What row a frame is of."""
    text = frame.rstrip(b"\0").split(b" ")[-1]
    return text.decode("ascii", "replace")


class Rig:
    """Both VMs, and the third hypervisor."""

    def __init__(self, vm_a, vm_b, wire, mac_a, mac_b):
        self.vms = {"a": in_netns(vm_a, Raw, "eth0"),
                    "b": in_netns(vm_b, Raw, "eth0")}
        self.wire = in_netns(wire, Raw, "under")
        # So that the host does not answer that nobody is there.
        self.deaf = in_netns(wire, socket.socket, socket.AF_INET,
                             socket.SOCK_DGRAM)
        self.deaf.bind((WIRE_IP, GENEVE_PORT))
        mine = self.wire.sock.getsockname()[4]
        self.macs = {host: bytes.fromhex(mac.replace(":", "")) + mine
                     for host, mac in (("a", mac_a), ("b", mac_b))}

    def send(self, host, data, outer):
        """One Geneve packet to one of the hosts."""
        self.wire.sock.send(packet(self.macs[host], HOSTS[host], data, outer))

    def collect(self, points, enough):
        """Frames as (point, bytes) until enough says so, then to silence."""
        names = {point.sock: name for name, point in points.items()}
        got = []
        end = time.monotonic() + ARRIVAL_TIMEOUT
        while True:
            left = SILENCE if enough(got) else end - time.monotonic()
            ready, _, _ = select.select(list(names), [], [], max(left, 0))
            if not ready:
                return got
            for sock in ready:
                frame = points[names[sock]].take()
                if frame:
                    got.append((names[sock], frame))


def report(rows, arrived):
    """A line for each row, of the words by name and host."""
    for name, *_ in rows:
        cells = ["+".join(sorted(arrived.pop((name, host), ["--"])))
                 for host in sorted(HOSTS)]
        print(name, *cells)
    for (name, point), words in arrived.items():
        print("stray", name, point, *words)


def inject(rig, rows, count):
    """Every row to both hosts, and a line for each."""
    sent, arrived = {}, {}
    for name, *words in rows:
        data, sent[name], outer = geneve(words + text_of(name))
        for host in HOSTS:
            rig.send(host, data, outer)

    last = rows[-1][0]

    def enough(got):
        return len(got) >= count and len(
            {point for point, frame in got if name_of(frame) == last}) == 2

    for point, frame in rig.collect(rig.vms, enough):
        name = name_of(frame)
        word, inner = tags(frame)
        if inner != sent.get(name):
            word += "!"
        arrived.setdefault((name, point), []).append(word)
    report(rows, arrived)


def nested(rig, rows, count):
    """Every frame from both VMs, and a line for each."""
    sent, arrived = {}, {}
    for name, *words in rows:
        frame = build(words + text_of(name))
        _, sent[name] = tags(frame)
        for vm in rig.vms.values():
            vm.sock.send(frame)
    points = dict(rig.vms, wire=rig.wire)

    def enough(got):
        return sum(name_of(frame) in sent for _, frame in got) >= count

    for point, frame in rig.collect(points, enough):
        name, word = name_of(frame), "wire"
        if point == "wire":
            point = of_host(frame)
        else:
            word, inner = tags(frame)
            word += "!" if inner != sent.get(name) else ""
        if point:
            arrived.setdefault((name, point), []).append(word)
    report(rows, arrived)


def masked(frame):
    """A packet without what may differ, and what is wrong with it."""
    wrong = []
    udp = frame[34:]
    if checksum(frame[14:34]):
        wrong.append("ip-checksum")
    if udp[6:8] == b"\0\0" or udp_sum(frame[26:30], frame[30:34], udp):
        wrong.append("udp-checksum")
    data = bytearray(frame)
    for start, end in ((0, 12), (18, 20), (24, 34), (34, 36), (40, 42)):
        data[start:end] = bytes(end - start)
    return bytes(data), wrong


def compare(mine, other):
    """In a word or two, how two packets differ."""
    if mine == other:
        return "same"
    for at, (one, two) in enumerate(zip(mine, other)):
        if one != two:
            return f"differs at {at}: a {mine[at:at + 8].hex()} " \
                   f"b {other[at:at + 8].hex()}"
    return f"differs in length: a {len(mine)} b {len(other)}"


def of_host(frame):
    """The host that a frame of the underlay is a Geneve packet of, or none."""
    if frame[12:14] != b"\x08\x00" or frame[23] != 17 or \
            frame[36:38] != struct.pack("!H", GENEVE_PORT):
        return None
    return {socket.inet_aton(ip): host
            for host, ip in HOSTS.items()}.get(frame[26:30])


def golden(rig, rows):
    """Every frame from both VMs, and a line for each."""
    for name, *words in rows:
        frame = build(words + text_of(name))
        for vm in rig.vms.values():
            vm.sock.send(frame)
        packets = {host: [] for host in HOSTS}

        def enough(got):
            return {of_host(frame) for _, frame in got} >= set(HOSTS)

        for _, got in rig.collect({"wire": rig.wire}, enough):
            if of_host(got):
                packets[of_host(got)].append(got)
        counts = "+".join(str(len(packets[host])) for host in sorted(HOSTS))
        if not all(packets.values()):
            print(name, counts, "-", "nothing from one of them")
            continue
        mine, wrong = masked(packets["a"][0])
        other, wrong_b = masked(packets["b"][0])
        keys = f"{int.from_bytes(other[54:56], 'big'):x}:" \
               f"{int.from_bytes(other[56:58], 'big'):x}"
        verdict = [compare(mine, other)] + ["a " + w for w in wrong] + \
                  ["b " + w for w in wrong_b]
        print(name, counts, keys, ", ".join(verdict))


def main():
    """What the first word says, with rows from stdin."""
    rig = Rig(*sys.argv[2:7])
    rows = [line.split() for line in sys.stdin if line.strip()]
    if sys.argv[1] == "inject":
        inject(rig, rows, int(sys.argv[7]))
    elif sys.argv[1] == "nested":
        nested(rig, rows, int(sys.argv[7]))
    else:
        golden(rig, rows)


if __name__ == "__main__":
    main()
