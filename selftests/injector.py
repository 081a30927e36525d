#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Send and receive single frames at any number of points.

Reads commands from stdin, answers each on stdout:

    raw NAME NETNS DEV            a packet socket on a device
    vtep NAME NETNS IP PEER       a hypervisor that speaks Geneve to PEER, over
                                  IPv4 or IPv6
    send NAME FRAME               says "sent"
    burst N NAME FRAME            sends it N times at a raw point, says "sent"
    collect N                     waits for N frames, then for silence; a line
                                  "NAME FRAME" for each, sorted, then "."

A frame is `DST SRC [TPID:VID[:PCP:DEI]]... TYPE[:LENGTH] TEXT`, at a vtep
preceded by `vni=VNI` and, where wanted, `oam`, `opt=CLASS:TYPE:DATA` (hex),
`nocrit`, which leaves out the critical bit of the header that a critical option
sets, and `nosum`, which leaves the outer UDP checksum zero.
TYPE is hex, or ip4, ip4df, ip6 for a whole packet of LENGTH bytes, which may
be a special one: ip6/KIND, see KINDS, or rarp for what a hypervisor says of the
MAC that TEXT is, as QEMU does. A MAC is written out, or is N for
02:00:00:00:00:0N, or one of the names below. What says that a packet does not
fit arrives as toobig4:MTU or toobig6:MTU, then its length and the text of the
packet that it quotes, then what is wrong with it, if anything is.
"""

import ctypes
import errno
import os
import select
import socket
import struct
import sys
import time

MACS = {
    "all": "ff:ff:ff:ff:ff:ff",
    "group": "01:00:5e:00:00:fb",
    "zero": "00:00:00:00:00:00",
    "stp": "01:80:c2:00:00:00",
    "lldp": "01:80:c2:00:00:0e",
}
NAMES = {mac: name for name, mac in MACS.items()}
TPIDS = {"8100": 0x8100, "88a8": 0x88a8}
IP_SRC = socket.inet_aton("203.0.113.1")
IP_DST = socket.inet_aton("203.0.113.2")
IP6_SRC = socket.inet_pton(socket.AF_INET6, "2001:db8::1")
IP6_DST = socket.inet_pton(socket.AF_INET6, "2001:db8::2")

# What is special about a packet.
KINDS = ("echo", "error", "redirect", "first", "middle", "nobody", "self",
         "fromgroup", "togroup", "tonobody")
ODD_IP = {"nobody": "0.0.0.0", "self": "127.0.0.1",
          "fromgroup": "224.0.0.5", "togroup": "224.0.0.5",
          "tonobody": "0.0.0.0"}
ODD_IP6 = {"nobody": "::", "self": "::1", "fromgroup": "ff02::5",
           "togroup": "ff02::5", "tonobody": "::"}

GENEVE_PORT = 6081
RARP = 0x8035
CLONE_NEWNET = 0x40000000
ETH_P_ALL = 3
PACKET_AUXDATA = 8
PACKET_OUTGOING = 4
SOL_PACKET = 263
TP_STATUS_VLAN_VALID = 0x10
SO_RCVBUFFORCE = 33
SO_NO_CHECK = 11
UDP_NO_CHECK6_TX = 101
ARRIVAL_TIMEOUT = float(os.environ.get("WAIT_MS", "10000")) / 1000
SILENCE = float(os.environ.get("QUIET_MS", "200")) / 1000


def mac_bytes(word):
    """A MAC as written in a frame."""
    if word.isdigit():
        word = f"02:00:00:00:00:{int(word):02x}"
    return bytes.fromhex(MACS.get(word, word).replace(":", ""))


def mac_word(raw):
    """A MAC as written in a frame, the shortest way."""
    text = raw.hex(":")
    if text in NAMES:
        return NAMES[text]
    if text.startswith("02:00:00:00:00:0"):
        return str(raw[5])
    return text


def checksum(data):
    """The Internet checksum."""
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def payload(kind, length, text):
    """EtherType and content."""
    data = text.encode()
    kind, _, odd = kind.partition("/")
    if odd and odd not in KINDS:
        raise ValueError(f"no kind {odd}")
    if kind in ("ip4", "ip4df"):
        return 0x0800, ip4(kind == "ip4df", odd, length, data)
    if kind == "ip6":
        return 0x86dd, ip6(odd, length, data)
    if kind == "rarp":
        return RARP, rarp(mac_bytes(text)).ljust(46, b"\0")
    return int(kind, 16), data.ljust(max(length, 46), b"\0")


def ip4(keep, odd, length, data):
    """An IPv4 packet."""
    flags = 0x4000 if keep else 0
    flags |= {"first": 0x2000, "middle": 0x2010}.get(odd, 0)
    icmp = {"echo": 8, "error": 3, "redirect": 5}
    source, dest = IP_SRC, IP_DST
    if odd.startswith("to"):
        dest = socket.inet_aton(ODD_IP[odd])
    elif odd in ODD_IP:
        source = socket.inet_aton(ODD_IP[odd])
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, length, 1, flags, 64,
                       1 if odd in icmp else 253, 0, source, dest)
    head = head[:10] + struct.pack("!H", checksum(head)) + head[12:]
    if odd in icmp:
        head += struct.pack("!B7x", icmp[odd])
    return (head + data).ljust(length, b"\0")


def ip6(odd, length, data):
    """An IPv6 packet."""
    icmp = {"echo": 128, "error": 1, "redirect": 137}
    offset = {"first": 1, "middle": 0x81}
    source, dest, nexthdr, more = IP6_SRC, IP6_DST, 253, b""
    if odd.startswith("to"):
        dest = socket.inet_pton(socket.AF_INET6, ODD_IP6[odd])
    elif odd in ODD_IP6:
        source = socket.inet_pton(socket.AF_INET6, ODD_IP6[odd])
    elif odd in icmp:
        # Behind an option header, to be found there.
        nexthdr, more = 60, struct.pack("!BB6xB7x", 58, 0, icmp[odd])
    elif odd in offset:
        nexthdr, more = 44, struct.pack("!BBHI", 253, 0, offset[odd], 0)
    head = struct.pack("!IHBB16s16s", 6 << 28, length - 40, nexthdr, 64,
                       source, dest)
    return (head + more + data).ljust(length, b"\0")


def rarp(mac):
    """Who asks for the IP address of its own MAC (RFC 903)."""
    return struct.pack("!HHBBH6s4x6s4x", 1, 0x0800, 6, 4, 3, mac, mac)


def too_big(ethertype, packet):
    """The words for a message that a packet does not fit, or none."""
    if ethertype == 0x0800 and packet[9] == 1 and packet[20:22] == b"\3\4":
        kind, mtu, quoted = 4, packet[26:28], packet[28:]
        pseudo = b""
        there, back = quoted[12:20], packet[16:20] + packet[12:16]
        length = int.from_bytes(packet[2:4], "big")
        good = not checksum(packet[:20])
        text = quoted[20:]
    elif ethertype == 0x86dd and packet[6] == 58 and packet[40] == 2:
        kind, mtu, quoted = 6, packet[44:48], packet[48:]
        pseudo = packet[8:40] + struct.pack("!II", len(packet) - 40, 58)
        there, back = quoted[8:40], packet[24:40] + packet[8:24]
        length = 40 + int.from_bytes(packet[4:6], "big")
        good = True
        text = quoted[40:]
    else:
        return []
    text = text.rstrip(b"\0").split(b"\0")[-1]
    words = [f"toobig{kind}:{int.from_bytes(mtu, 'big')}", str(len(packet)),
             text.decode("ascii", "backslashreplace")]
    if not good or checksum(pseudo + packet[40 if kind == 6 else 20:]):
        words.append("bad-checksum")
    if there != back:
        words.append("bad-addresses")
    if length != len(packet):
        words.append("bad-length")
    return words


def build(words):
    """The bytes of a frame."""
    frame = mac_bytes(words[0]) + mac_bytes(words[1])
    at = 2
    while words[at].partition(":")[0] in TPIDS:
        part = words[at].split(":")
        pcp, dei = (int(x) for x in part[2:4]) if len(part) > 2 else (0, 0)
        frame += struct.pack("!HH", TPIDS[part[0]],
                             pcp << 13 | dei << 12 | int(part[1]))
        at += 1
    kind, _, length = words[at].partition(":")
    ethertype, content = payload(kind, int(length or 0),
                                 " ".join(words[at + 1:]))
    return frame + struct.pack("!H", ethertype) + content


def describe(frame):
    """A frame as it is written."""
    words = [mac_word(frame[:6]), mac_word(frame[6:12])]
    at = 12
    ethertype = int.from_bytes(frame[at:at + 2], "big")
    while ethertype in TPIDS.values():
        tci = int.from_bytes(frame[at + 2:at + 4], "big")
        tag = f"{ethertype:04x}:{tci & 0xfff}"
        if tci >> 12:
            tag += f":{tci >> 13}:{tci >> 12 & 1}"
        words.append(tag)
        at += 4
        ethertype = int.from_bytes(frame[at:at + 2], "big")
    content = frame[at + 2:]
    if ethertype == RARP and content == rarp(content[8:14]).ljust(46, b"\0"):
        return " ".join(words + ["rarp", mac_word(content[8:14])])
    answer = too_big(ethertype, content)
    if answer:
        return " ".join(words + answer)
    length = f":{len(content)}" if len(content) > 46 else ""
    if ethertype == 0x0800:
        kind = "ip4df" if content[6] & 0x40 else "ip4"
        content = content[20:]
    elif ethertype == 0x86dd:
        kind = "ip6"
        content = content[40:]
    else:
        kind = f"{ethertype:04x}"
    words.append(kind + length)
    words.append(content.rstrip(b"\0").decode("ascii", "backslashreplace"))
    return " ".join(words)


class Raw:
    """A packet socket on a device."""

    def __init__(self, dev):
        self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        self.sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 4 << 20)
        self.sock.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
        self.sock.bind((dev, ETH_P_ALL))

    def send(self, words, times=1):
        """Send one frame, as fast as it goes if it is to be sent again."""
        frame = build(words)
        for _ in range(times):
            try:
                self.sock.send(frame)
            except OSError as err:
                self.was_down(err)
                self.sock.send(frame)

    @staticmethod
    def was_down(err):
        """A device that was set down is told of once, whatever is done."""
        if err.errno != errno.ENETDOWN:
            raise err

    def take(self):
        """The bytes of one frame, or nothing for what we sent ourselves."""
        try:
            frame, aux, _, address = self.sock.recvmsg(1 << 16, 256)
        except OSError as err:
            self.was_down(err)
            return None
        if address[2] == PACKET_OUTGOING:
            return None
        for level, kind, data in aux:
            if (level, kind) != (SOL_PACKET, PACKET_AUXDATA):
                continue
            status, _, _, _, _, tci, tpid = struct.unpack("IIIHHHH", data[:20])
            if status & TP_STATUS_VLAN_VALID:
                frame = frame[:12] + struct.pack("!HH", tpid, tci) + frame[12:]
        return frame

    def receive(self):
        """One frame, or nothing."""
        frame = self.take()
        return describe(frame) if frame else None


class Vtep:
    """A UDP socket that speaks Geneve (RFC 8926)."""

    def __init__(self, address, peer):
        self.peer = peer
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.sock = socket.socket(family, socket.SOCK_DGRAM)
        self.sock.bind((address, GENEVE_PORT))

    def send(self, words):
        """Send one frame, with what the first words say round it."""
        vni, flags, crit, options = 0, 0, 0x40, b""
        nosum = 0
        while "=" in words[0] or words[0] in ("oam", "nocrit", "nosum"):
            key, _, value = words[0].partition("=")
            if key == "vni":
                vni = int(value)
            elif key == "oam":
                flags |= 0x80
            elif key == "nocrit":
                flags, crit = flags & ~crit, 0
            elif key == "nosum":
                nosum = 1
            else:
                cls, kind, data = (bytes.fromhex(x) for x in value.split(":"))
                options += cls + kind + bytes([len(data) // 4]) + data
                flags |= crit if kind[0] & 0x80 else 0
            words = words[1:]
        header = struct.pack("!BBHI", len(options) // 4, flags, 0x6558,
                             vni << 8)
        if self.sock.family == socket.AF_INET6:
            self.sock.setsockopt(socket.IPPROTO_UDP, UDP_NO_CHECK6_TX, nosum)
        else:
            self.sock.setsockopt(socket.SOL_SOCKET, SO_NO_CHECK, nosum)
        self.sock.sendto(header + options + build(words),
                         (self.peer, GENEVE_PORT))

    def receive(self):
        """One frame with its VNI, and its options where it has some."""
        data = self.sock.recv(1 << 16)
        length, _, _, vni = struct.unpack("!BBHI", data[:8])
        end = 8 + (length & 0x3f) * 4
        options = f" options={data[8:end].hex()}" if end > 8 else ""
        return f"vni={vni >> 8}{options} {describe(data[end:])}"


def in_netns(name, make, *args):
    """Call make in a network namespace: a socket stays where it was made."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/self/ns/net", encoding="ascii") as home, \
            open(f"/run/netns/{name}", encoding="ascii") as there:
        if libc.setns(there.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"setns {name}")
        try:
            return make(*args)
        finally:
            libc.setns(home.fileno(), CLONE_NEWNET)


def collect(points, count):
    """Everything that arrives, until silence after the first count frames."""
    names = {point.sock: name for name, point in points.items()}
    lines = []
    end = time.monotonic() + ARRIVAL_TIMEOUT
    while True:
        left = end - time.monotonic() if len(lines) < count else SILENCE
        ready, _, _ = select.select(list(names), [], [], max(left, 0))
        if not ready:
            return sorted(lines)
        for sock in ready:
            frame = points[names[sock]].receive()
            if frame:
                lines.append(f"{names[sock]} {frame}")


def main():
    """Take commands until the end of the input."""
    points = {}
    for line in sys.stdin:
        command, *words = line.split()
        if command == "raw":
            points[words[0]] = in_netns(words[1], Raw, words[2])
            print("open", flush=True)
        elif command == "vtep":
            points[words[0]] = in_netns(words[1], Vtep, words[2], words[3])
            print("open", flush=True)
        elif command == "send":
            points[words[0]].send(words[1:])
            print("sent", flush=True)
        elif command == "burst":
            points[words[1]].send(words[2:], int(words[0]))
            print("sent", flush=True)
        elif command == "collect":
            for text in collect(points, int(words[0])):
                print(text)
            print(".", flush=True)
        else:
            sys.exit(f"unknown command {command}")


if __name__ == "__main__":
    main()
