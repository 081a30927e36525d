#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Move random bytes over one TCP connection, both ways, and compare them.

    transfer.py serve ADDRESS      says "listening", then serves one client
    transfer.py connect ADDRESS    exits 1 when a byte differs or is missing
"""

import random
import socket
import sys

PORT = 5201
SIZE = 2 << 20
TIMEOUT = 50


def expected(seed):
    """The bytes that the side with this seed sends."""
    return random.Random(seed).randbytes(SIZE)


def receive(sock, seed):
    """Read what the side with this seed sends, and compare."""
    want = expected(seed)
    got = bytearray()
    while len(got) < SIZE:
        chunk = sock.recv(1 << 16)
        if not chunk:
            sys.exit(f"the stream ended after {len(got)} of {SIZE} bytes")
        got += chunk
    if got != want:
        first = next(i for i in range(SIZE) if got[i] != want[i])
        sys.exit(f"byte {first} differs")


def serve(address):
    """Take one client's bytes, then send ours."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, PORT), family=family) as server:
        server.settimeout(TIMEOUT)
        print("listening", flush=True)
        sock, _ = server.accept()
    with sock:
        sock.settimeout(TIMEOUT)
        receive(sock, "client")
        sock.sendall(expected("server"))


def connect(address):
    """Send our bytes, then take the server's."""
    with socket.create_connection((address, PORT), TIMEOUT) as sock:
        sock.sendall(expected("client"))
        receive(sock, "server")


def main():
    """Choose the side."""
    if len(sys.argv) != 3 or sys.argv[1] not in ("serve", "connect"):
        sys.exit(__doc__)
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        connect(sys.argv[2])


if __name__ == "__main__":
    main()
