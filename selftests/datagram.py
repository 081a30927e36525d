#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Send datagrams that must not be fragmented, and print what comes of it.

    datagram.py ADDRESS...    to each a UDP datagram that makes 1500 bytes; the
                              error that the socket gets, and the path MTU then
"""

import errno
import socket
import sys

PORT = 5201
SIZE = 1500
TIMEOUT = 20
IP_MTU_DISCOVER, IP_MTU, IP_PMTUDISC_DO = 10, 14, 2
IPV6_MTU_DISCOVER, IPV6_MTU = 23, 24


def probe(address):
    """Send one, wait for the error, ask for the MTU."""
    if ":" in address:
        sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        level, discover, mtu = socket.IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_MTU
        headers = 48
    else:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        level, discover, mtu = socket.IPPROTO_IP, IP_MTU_DISCOVER, IP_MTU
        headers = 28
    with sock:
        sock.setsockopt(level, discover, IP_PMTUDISC_DO)
        sock.settimeout(TIMEOUT)
        sock.connect((address, PORT))
        sock.send(bytes(SIZE - headers))
        try:
            sock.recv(1)
        except OSError as error:
            name = errno.errorcode.get(error.errno, str(error))
        try:
            sock.send(bytes(SIZE - headers))
            again = "sent"
        except OSError as error:
            again = errno.errorcode.get(error.errno, str(error))
        return f"{address} {name} {again} {sock.getsockopt(level, mtu)}"


for arg in sys.argv[1:]:
    print(probe(arg))
