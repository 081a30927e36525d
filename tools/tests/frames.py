# SPDX-License-Identifier: GPL-2.0
"""Frames of the underlay, byte for byte, and files of them."""

import socket
import struct

A, B = "192.0.2.1", "192.0.2.2"
A6, B6 = "2001:db8::1", "2001:db8::2"
GENEVE = 6081

# Link types, as in files.
EN10MB, RAW, SLL, SLL2, IPV4, LOOP = 1, 101, 113, 276, 228, 0


def mac(number):
    """02:00:00:00:00:NN."""
    return bytes([2, 0, 0, 0, 0, number])


def total(data):
    """The sum of the 16-bit words."""
    data += b"\0" * (len(data) % 2)
    words = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while words >> 16:
        words = (words & 0xffff) + (words >> 16)
    return words


def packed(address):
    """An address in network byte order."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return socket.inet_pton(family, address)


def pseudo(src, dst, protocol, length):
    """What the checksums of TCP and UDP include."""
    return packed(src) + packed(dst) + struct.pack("!II", length, protocol)


def ip4(src, dst, protocol, payload, options=b"", fragment=0x4000, length=None,
        ident=0):
    """An IPv4 packet."""
    words = 5 + len(options) // 4
    if length is None:
        length = words * 4 + len(payload)
    head = struct.pack("!BBHHHBBH4s4s", 0x40 | words, 0, length, ident,
                       fragment, 64, protocol, 0, packed(src), packed(dst))
    check = 0xffff ^ total(head + options)
    return head[:10] + struct.pack("!H", check) + head[12:] + options + payload


def ip6(src, dst, protocol, payload, length=None):
    """An IPv6 packet."""
    if length is None:
        length = len(payload)
    return struct.pack("!IHBB16s16s", 6 << 28, length, protocol, 64,
                       packed(src), packed(dst)) + payload


def udp(src, dst, payload, dport=GENEVE, check=None, length=None):
    """A UDP datagram; check may be a number, or unfilled, as in a sender."""
    if length is None:
        length = 8 + len(payload)
    head = struct.pack("!HHHH", 50000, dport, length, 0)
    if check == "unfilled":
        check = total(pseudo(src, dst, 17, len(payload) + 8))
    elif check is None:
        check = 0xffff ^ total(pseudo(src, dst, 17, len(payload) + 8) +
                               head + payload)
    return head[:6] + struct.pack("!H", check) + payload


def option(cls, kind, data, reserved=0, length=None):
    """A Geneve option."""
    if length is None:
        length = len(data) // 4
    return struct.pack("!HBB", cls, kind, reserved << 5 | length) + data


def keys(ingress, egress):
    """The option by which OVN names the ports."""
    return option(0x0102, 0x80, struct.pack("!HH", ingress, egress))


def geneve(vni, inner, options=b"", version=0, flags=None, protocol=0x6558,
           reserved=0, length=None):
    """A Geneve header and what is inside."""
    if flags is None:
        flags = 0x40 if options[2:3] >= b"\x80" else 0
    if length is None:
        length = len(options) // 4
    return struct.pack("!BBHI", version << 6 | length, flags, protocol,
                       vni << 8 | reserved) + options + inner


def ether(kind, payload, dst=mac(2), src=mac(1), tags=(), pad=46):
    """An Ethernet frame, long enough for a wire."""
    head = dst + src
    for tpid, vid in tags:
        head += struct.pack("!HH", tpid, vid)
    return head + struct.pack("!H", kind) + payload.ljust(pad, b"\0")


def arp(op=1):
    """Who has 203.0.113.2? Tell 203.0.113.1."""
    target = bytes(6) if op == 1 else mac(2)
    return struct.pack("!HHBBH", 1, 0x800, 6, 4, op) + mac(1) + \
        packed("203.0.113.1") + target + packed("203.0.113.2")


def ping(kind=8):
    """An ICMP echo of 203.0.113.1."""
    body = struct.pack("!BBHHH", kind, 0, 0, 7, 1) + b"0123456789abcdef"
    body = body[:2] + struct.pack("!H", 0xffff ^ total(body)) + body[4:]
    return ip4("203.0.113.1", "203.0.113.2", 1, body)


def tcp(filled=True):
    """A SYN of 203.0.113.1; its checksum may be left to a NIC."""
    head = struct.pack("!HHIIBBHHH", 40000, 5201, 1, 0, 0x50, 2, 64240, 0, 0)
    fake = pseudo("203.0.113.1", "203.0.113.2", 6, len(head))
    check = 0xffff ^ total(fake + head) if filled else total(fake)
    return ip4("203.0.113.1", "203.0.113.2", 6,
               head[:16] + struct.pack("!H", check) + head[18:])


def under(payload, **more):
    """A packet of the underlay, from A to B, on Ethernet."""
    vlan = more.pop("vlan", ())
    return ether(0x800, ip4(A, B, 17, udp(A, B, payload, **more)),
                 mac(0x22), mac(0x11), vlan, 0)


def under6(payload, **more):
    """The same over IPv6."""
    return ether(0x86dd, ip6(A6, B6, 17, udp(A6, B6, payload, **more)),
                 mac(0x22), mac(0x11), (), 0)


def sll(kind, packet):
    """As tcpdump -i any had it."""
    return struct.pack("!HHH8sH", 4, 1, 6, mac(1) + b"\0\0", kind) + packet


def sll2(kind, packet):
    """As tcpdump -i any has it."""
    return struct.pack("!HHIHBB8s", kind, 0, 3, 1, 4, 6, mac(1) + b"\0\0") + \
        packet


def pcap(link, frames, snaplen=262144):
    """A file of frames, a millisecond between them."""
    return pcap_of(link, [(frame[:snaplen], len(frame)) for frame in frames])


def pcap_of(link, parts):
    """The same, of what was kept of each frame, and how long it was."""
    data = struct.pack("=IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, link)
    for number, (kept, length) in enumerate(parts):
        data += struct.pack("=IIII", 1764500000, number * 1000, len(kept),
                            length) + kept
    return data


def block(kind, body):
    """A block of a pcapng file."""
    body += b"\0" * (-len(body) % 4)
    length = struct.pack("=I", len(body) + 12)
    return struct.pack("=I", kind) + length + body + length


def pcapng(link, frames):
    """The same in the newer form."""
    data = block(0x0a0d0d0a, struct.pack("=IHHq", 0x1a2b3c4d, 1, 0, -1))
    data += block(1, struct.pack("=HHI", link, 0, 0))
    for number, frame in enumerate(frames):
        time = 1764500000 * 1000000 + number * 1000
        data += block(6, struct.pack("=IIIII", 0, time >> 32,
                                     time & 0xffffffff, len(frame),
                                     len(frame)) + frame)
    return data
