#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Judge what the guests of the benchmark said, and show it.

usage: report.py DIRECTORY PEER...

The first peer is compared with the others. Prints the tables and writes
tables.rst, results.json and chart.dat to the directory. Fails if a peer lost
frames, or let out another frame than the first one.
"""

import glob
import json
import os
import sys

# What differs between frames of a tunnel and says nothing: in the outer IPv4
# header its number, DF and checksum, in that of UDP the ports and the checksum.
# A peer may use VXLAN, so of the tunnel's header the VNI counts.
OUTER_IGNORED = {4: [(18, 22), (24, 26), (34, 38), (40, 46), (49, 50)],
                 6: [(18, 22), (54, 58), (60, 66), (69, 70)]}
OUTER_DEST = {4: (30, 34), 6: (38, 54)}
TUNNEL_PORTS = 6081, 4789


def due_of(values):
    """How many frames should have come out."""
    return int(values["sent"]) * int(values["copies"])


def better(old, new):
    """Of two measurements the one that counts: without fault, the cheaper one."""
    for values in old, new:
        if not values or int(values["delivered"]) != due_of(values):
            return values or new
    return min(old, new, key=lambda values: float(values["total"]))


def read_log(path):
    """The measurements and frames of each peer in a guest."""
    peers = {}
    with open(path, encoding="ascii", errors="replace") as log:
        for line in log:
            words = line.split()
            if len(words) < 4 or words[0] not in ("RESULT", "FRAME"):
                continue
            results, frames = peers.setdefault(words[1], ({}, {}))
            values = dict(zip(words[3::2], words[4::2]))
            if words[0] == "RESULT":
                results[words[2]] = better(results.get(words[2]), values)
            else:
                frames[words[2]] = values
    return peers


def without_tag(frame):
    """Tag and bytes of a frame, wherever its tag was."""
    data = bytes.fromhex(frame["data"])
    tag = int(frame["tag"], 16) & 0xFFFF
    if data[12:14] == b"\x81\x00" and not int(frame["tag"], 16):
        tag = int.from_bytes(data[14:16], "big")
        data = data[:12] + data[16:]
    return tag, data


def essence(frame, any_remote, any_port):
    """What has to be the same in the frames of all peers."""
    tag, data = without_tag(frame)
    if any_port:
        tag = 0
    data = bytearray(data)
    version = {b"\x08\x00": 4, b"\x86\xdd": 6}.get(bytes(data[12:14]))
    if version:
        udp = 14 + (20 if version == 4 else 40)
        port = int.from_bytes(data[udp + 2:udp + 4], "big")
        if port in TUNNEL_PORTS:
            ignored = OUTER_IGNORED[version] + (
                [OUTER_DEST[version]] if any_remote else [])
            for start, end in ignored:
                data[start:end] = bytes(end - start)
    return tag, bytes(data)


def faults_of(scale, peers, logs):
    """What is wrong with the results of a scale, in words."""
    ours = logs.get((peers[0], scale), ({}, {}))[1]
    for peer in peers:
        results, frames = logs.get((peer, scale), ({}, {}))
        for case, values in results.items():
            if int(values["delivered"]) != due_of(values):
                yield (f"{peer} {case} {scale}: {values['delivered']} of"
                       f" {due_of(values)} frames came out")
            if case.endswith("-watched") and \
                    int(values["watched"]) != int(values["sent"]):
                yield (f"{peer} {case} {scale}: {values['watched']} of"
                       f" {values['sent']} frames were seen")
            # Those that end inside of the kernel have no last frame.
            if case not in ours or "data" not in frames.get(case, {}):
                continue
            # The copy that leaves last is another one with another peer.
            flooded = case.startswith("flood-")
            any_remote = peer == "classic" or flooded
            if essence(ours[case], any_remote, flooded) != \
                    essence(frames[case], any_remote, flooded):
                yield f"{peer} {case} {scale}: another frame came out"


def table_of(scale, peers, logs):
    """Rows of a scale: the case, and of each peer its value or None."""
    cases = []
    for peer in peers:
        for case in logs.get((peer, scale), ({}, {}))[0]:
            if case not in cases:
                cases.append(case)
    for case in cases:
        row = []
        for peer in peers:
            values = logs.get((peer, scale), ({}, {}))[0].get(case)
            row.append(float(values["total"]) if values else None)
        yield case, row


def text_table(peers, rows):
    """A table in reStructuredText: instructions, and ours as a part of them."""
    there = [n for n in range(len(peers)) if any(row[n] for _, row in rows)]
    peers = [peers[n] for n in there]
    rows = [(case, [row[n] for n in there]) for case, row in rows]
    lines = [["case"] + peers]
    for case, row in rows:
        cells = [case]
        for number, value in enumerate(row):
            if value is None:
                cells.append("\\-")
            elif number == 0 or row[0] is None:
                cells.append(f"{value:.0f}")
            else:
                cells.append(f"{value:.0f} ({row[0] / value:.2f})")
        lines.append(cells)
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    ruler = "  ".join("=" * width for width in widths)
    shown = ["  ".join(cell.ljust(width) for cell, width in
                       zip(line, widths)).rstrip() for line in lines]
    return "\n".join([ruler, shown[0], ruler] + shown[1:] + [ruler])


def title_of(scale):
    """A scale in words."""
    if "," not in scale:
        return {"flood": "Floods", "tap": "A tap"}[scale]
    networks, macs, remotes = map(int, scale.split(","))
    if networks == 1:
        return "One network"
    return (f"{networks} networks, {macs} MACs in each, {remotes} remotes")


def objects_of(scale, peers, rows, logs):
    """All measurements of a scale, for JSON."""
    for case, row in rows:
        for peer, value in zip(peers, row):
            if value is None:
                continue
            values = logs[peer, scale][0][case]
            yield {"scale": scale, "case": case, "peer": peer,
                   "instructions": value, "median": float(values["median"]),
                   "copies": int(values["copies"]),
                   "sent": int(values["sent"]),
                   "delivered": int(values["delivered"]),
                   "ratio": row[0] and round(row[0] / value, 3)}


def chart_of(peers, rows):
    """Lines for gnuplot: the cases that most peers have."""
    yield " ".join(["case"] + [peer.replace("_", "-") for peer in peers])
    for case, row in rows:
        if case in ("transmit", "receive", "local", "hairpin"):
            yield " ".join([case] + ["?" if value is None else f"{value:.0f}"
                                     for value in row])


def write(directory, name, text):
    """Write a file."""
    with open(os.path.join(directory, name), "w", encoding="ascii") as to:
        to.write(text + "\n")


def main(directory, peers):
    """Read, judge, show."""
    logs = {}
    for path in glob.glob(os.path.join(directory, "*.log")):
        scale = os.path.basename(path)[:-4]
        for peer, found in read_log(path).items():
            logs[peer, scale] = found
    # Scales first, by their networks; then what is named.
    scales = sorted({scale for _, scale in logs}, key=lambda scale: (
        int(scale.split(",")[0]) if "," in scale else sys.maxsize, scale))
    objects, faults, tables = [], [], []
    for scale in scales:
        faults += faults_of(scale, peers, logs)
        rows = list(table_of(scale, peers, logs))
        title = title_of(scale)
        tables += [title, "-" * len(title), "", text_table(peers, rows), ""]
        objects += objects_of(scale, peers, rows, logs)
        if scale == "1,1,1":
            write(directory, "chart.dat", "\n".join(chart_of(peers, rows)))
    write(directory, "tables.rst", "\n" + "\n".join(tables))
    write(directory, "results.json", "[\n " + ",\n ".join(
        json.dumps(item) for item in objects) + "\n]")
    print("\n" + "\n".join(tables))
    for fault in faults:
        print("bench: " + fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
