#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Write the batch files that configure a peer, so that a guest starts few programs.

usage: setup.py PEER NETWORKS,MACS,REMOTES|flood|tap DIRECTORY

Network n has VNI 5000 + n, is VLAN 100 + n at the VM behind tg0 and VLAN 200 + n
at the one behind tg2. The remotes are 10.0.0.2 and following, behind tg1.

With one network that one is VLAN 3000 of tg0, too; VLAN 3600 of tg0 has VNI 8600
and a remote over IPv6, and VLAN 3700 has VNI 8700 and OVN's option. For flood VLAN 2000 + N of tg0 leads, for N in 2, 16
and 256, to N of the devices behind tg2, and VLAN 2500 + N to N remotes from
10.0.1.0 on, with VNI 7000 + N. For tap there is one network, and tg0 is a tap.
"""

import os
import sys

VNI = 5000
VID1 = 100
VID2 = 200
VID_HAIRPIN = 3000
VID_IPV6 = 3600
VNI_IPV6 = 8600
VID_OVN = 3700
VNI_OVN = 8700
# Keys of the station behind tg0, and of that behind the remote.
KEY_HERE, KEY_FAR = 1, 2
FLOOD = 2, 16, 256
# Kinds of stations, in their MACs.
FAR, VM1, VM2, SIBLING = 0xAA, 0xBB, 0xDD, 0xEE
ROUTER = "02:cc:00:00:00:01"


class Scale:
    """How many networks, MACs in each and remotes there are."""

    def __init__(self, text):
        self.flood = text == "flood"
        if text in ("flood", "tap"):
            text = "1,1,1"
        self.networks, self.macs, self.remotes = map(int, text.split(","))
        self.one = self.networks == 1

    def stations(self):
        """Every (network, number of a MAC in it)."""
        for network in range(self.networks):
            for number in range(self.macs):
                yield network, number

    def remote(self, number):
        """The remote that a network's MAC is behind, as tgen reckons it."""
        return f"10.0.0.{2 + number % self.remotes}"


def mac(kind, network, number):
    """The MAC of a station."""
    return "02:%02x:%02x:%02x:%02x:%02x" % (
        kind, network >> 8, network & 255, number >> 8, number & 255)


def hexadecimal(text):
    """A MAC as bpftool wants it."""
    return text.replace(":", " ")


def flood_remote(number):
    """A remote of the flooded networks."""
    return f"10.0.{1 + number // 256}.{number % 256}"


def flood_port(group, number):
    """Device and VID of one that a network is flooded to."""
    return f"tg{3 + number}", {2: 300, 16: 600, 256: 900}[group] + number


def underlay(scale):
    """Where the remotes are."""
    to = f"dev tg1 lladdr {ROUTER} nud permanent"
    for remote in range(scale.remotes):
        yield f"neigh replace 10.0.0.{2 + remote} {to}"
    if scale.one:
        yield f"neigh replace fd00::2 {to}"
    if scale.flood:
        for remote in range(max(FLOOD)):
            yield f"neigh replace {flood_remote(remote)} {to}"


def vtrunk(scale):
    """A bridge with two trunks."""
    yield "bridge add br-trunk local 10.0.0.1,fd00::1"
    for network in range(scale.networks):
        yield f"network add n{network} vni {VNI + network}"
    for remote in range(scale.remotes):
        where = "network n0" if scale.one else ""
        yield f"remote add {scale.remote(remote)} {where}"
    for dev in "tg0", "tg2":
        yield f"trunk add {dev}"
    if scale.one:
        yield f"network add ipv6 vni {VNI_IPV6}"
        yield "remote add fd00::2 network ipv6"
        yield f"network add ovn vni {VNI_OVN} mode ovn"
        yield "remote add 10.0.0.2 network ovn"
        yield (f"fdb add {mac(FAR, 0, 0)} network ovn"
               f" remote 10.0.0.2 key {KEY_FAR}")
    if scale.flood:
        yield from vtrunk_flood()
    for dev in "tg0", "tg2":
        yield f"trunk load {dev} {dev}.ports"


def vtrunk_flood():
    """Networks of many ports, and of many remotes."""
    for number in range(max(FLOOD)):
        yield f"trunk add tg{3 + number}"
    for group in FLOOD:
        yield f"network add ports{group} vni {6000 + group}"
        for number in range(group):
            dev, vid = flood_port(group, number)
            yield f"subport add {dev} vlan {vid} network ports{group}"
        yield f"network add remotes{group} vni {7000 + group}"
        for number in range(group):
            yield (f"remote add {flood_remote(number)}"
                   f" network remotes{group}")


def vtrunk_ports(scale, first):
    """The subports of a trunk."""
    for network in range(scale.networks):
        yield f"vlan {first + network} network n{network}"
    if scale.one and first == VID1:
        yield f"vlan {VID_HAIRPIN} network n0"
        yield f"vlan {VID_IPV6} network ipv6"
        yield f"vlan {VID_OVN} network ovn key {KEY_HERE}"
    if scale.flood and first == VID1:
        for group in FLOOD:
            yield f"vlan {2000 + group} network ports{group}"
            yield f"vlan {2500 + group} network remotes{group}"


def bridge_of(name, geneves, vlans):
    """A bridge with Geneve devices (name, VNI, remote) and VLANs (name, dev, VID)."""
    yield f"link add {name} type bridge mcast_snooping 0"
    for member, vni, remote in geneves:
        yield (f"link add {member} type geneve id {vni} remote {remote}"
               " dstport 6081")
    for member, dev, vid in vlans:
        yield f"link add {member} link {dev} type vlan id {vid}"
    for member, _, _ in geneves + vlans:
        yield f"link set {member} master {name} up"
    yield f"link set {name} up"


def classic(scale):
    """For each network a bridge, a VLAN device of each VM and a Geneve device.

    Such a Geneve device has one remote.
    """
    for n in range(scale.networks):
        vlans = [(f"t{n}", "tg0", VID1 + n), (f"u{n}", "tg2", VID2 + n)]
        if scale.one:
            vlans.append(("sibling", "tg0", VID_HAIRPIN))
        yield from bridge_of(f"b{n}", [(f"g{n}", VNI + n, "10.0.0.2")], vlans)
    if scale.one:
        yield from bridge_of("ipv6", [("g.ipv6", VNI_IPV6, "fd00::2")],
                             [("t.ipv6", "tg0", VID_IPV6)])
    if scale.flood:
        yield from classic_flood()


def classic_flood():
    """Bridges with many VLAN devices, and with many Geneve devices."""
    for group in FLOOD:
        yield from bridge_of(
            f"ports{group}", [],
            [(f"f{group}", "tg0", 2000 + group)] +
            [(f"f{group}.{n}",) + flood_port(group, n) for n in range(group)])
        yield from bridge_of(
            f"remotes{group}",
            [(f"r{group}.{n}", 7000 + group, flood_remote(n))
             for n in range(group)],
            [(f"r{group}", "tg0", 2500 + group)])


def vlan_tunnel(scale):
    """A bridge whose VXLAN device takes the VNI from the VLAN.

    It cannot give a network another VID at another port.
    """
    for network in range(scale.networks):
        vid = VID1 + network
        yield f"vlan add vid {vid} dev tg0"
        yield f"vlan add vid {vid} dev vx0"
        yield f"vlan add vid {vid} dev vx0 tunnel_info id {VNI + network}"
    for network, number in scale.stations():
        far = mac(FAR, network, number)
        yield (f"fdb add {far} dev vx0 dst {scale.remote(number)}"
               f" src_vni {VNI + network} self")
        yield f"fdb add {far} dev vx0 vlan {VID1 + network} master static"
        yield (f"fdb add {mac(VM1, network, number)} dev tg0"
               f" vlan {VID1 + network} master static")


def tc_in(vid, address):
    """The head of a filter for frames of the VM behind tg0."""
    return ("filter add dev tg0 ingress protocol 802.1Q pref 1 flower"
            f" vlan_id {vid} dst_mac {address}")


def tc_to(vid, dev):
    """The end of a filter that sends frames out with a tag."""
    return f"action mirred egress redirect dev {dev}" if not vid else (
        f"action vlan modify id {vid} pipe"
        f" action mirred egress redirect dev {dev}")


def tc_tunnel(vni, local, remote, checksum):
    """The end of a filter that sends frames to a remote."""
    return (f"action vlan pop pipe action tunnel_key set src_ip {local}"
            f" dst_ip {remote} id {vni} dst_port 6081 ttl 64 {checksum} pipe"
            " action mirred egress redirect dev gnv0")


def tc_from(vni, vid, address):
    """A filter for frames from a remote."""
    return ("filter add dev gnv0 ingress protocol all pref 1 flower"
            f" enc_key_id {vni} dst_mac {address} action tunnel_key unset"
            f" pipe action vlan push id {vid} pipe"
            " action mirred egress redirect dev tg0")


def tc(scale):
    """Filters by VID or VNI, and destination."""
    for n, number in scale.stations():
        yield " ".join([
            tc_in(VID1 + n, mac(FAR, n, number)),
            tc_tunnel(VNI + n, "10.0.0.1", scale.remote(number), "nocsum")])
        yield " ".join([tc_in(VID1 + n, mac(VM2, n, number)),
                        tc_to(VID2 + n, "tg2")])
        yield tc_from(VNI + n, VID1 + n, mac(VM1, n, number))
    if scale.one:
        yield " ".join([tc_in(VID1, mac(SIBLING, 0, 0)),
                        tc_to(VID_HAIRPIN, "tg0")])
        yield " ".join([tc_in(VID_IPV6, mac(FAR, 0, 0)),
                        tc_tunnel(VNI_IPV6, "fd00::1", "fd00::2", "csum")])
        yield tc_from(VNI_IPV6, VID_IPV6, mac(VM1, 0, 0))


def little_endian(number):
    """A number as bpftool wants it."""
    return " ".join(f"{number >> shift & 255:02x}" for shift in (0, 8, 16, 24))


def bpf(scale):
    """Maps for bpf.c. @0@, @1@ and @2@ are indices of tg0, gnv0 and tg2."""
    update = "map update pinned /sys/fs/bpf/maps/"
    none = "00 00 00 00"
    yield f"{update}uplink key hex {none} value hex @1@"
    for n in range(scale.networks):
        yield (f"{update}vnis key hex @0@ {little_endian(VID1 + n)}"
               f" value hex {little_endian(VNI + n)}")
    for n, number in scale.stations():
        remote = little_endian(0x0A000002 + number % scale.remotes)
        for kind, place in (
                (FAR, f"{remote} {none} {none}"),
                (VM1, f"{none} @0@ {little_endian(VID1 + n)}"),
                (VM2, f"{none} @2@ {little_endian(VID2 + n)}")):
            yield (f"{update}fdb key hex {little_endian(VNI + n)}"
                   f" {hexadecimal(mac(kind, n, number))} 00 00"
                   f" value hex {place}")


def ovs_in(vid, address, source):
    """The key of a frame of the VM behind tg0, which is port 1."""
    return (f"add in_port(1),eth(src={source},dst={address}),"
            f"eth_type(0x8100),vlan(vid={vid},pcp=0),"
            "encap(eth_type(0x0800),ipv4(frag=no)) pop_vlan")


def ovs_tunnel(vni, remote):
    """The actions that send a frame to a remote; port 2 is the Geneve device."""
    return (f"set(tunnel(tun_id={vni},src=10.0.0.1,dst={remote},ttl=64,"
            "tp_dst=6081,flags(df|key))),2")


def ovs(scale):
    """Flows of the kernel's datapath, one for each pair of stations."""
    for n, number in scale.stations():
        far, vm1, vm2 = (mac(kind, n, number) for kind in (FAR, VM1, VM2))
        remote = scale.remote(number)
        yield ",".join([ovs_in(VID1 + n, far, vm1),
                        ovs_tunnel(VNI + n, remote)])
        yield ",".join([ovs_in(VID1 + n, vm2, vm1),
                        f"push_vlan(vid={VID2 + n},pcp=0),3"])
        yield (f"add tunnel(tun_id={VNI + n},src={remote},dst=10.0.0.1,"
               "ttl=0/0,flags(-df-csum+key)),in_port(2),"
               f"eth(src={far},dst={vm1}),eth_type(0x0800),ipv4(frag=no)"
               f" push_vlan(vid={VID1 + n},pcp=0),1")
    if scale.one:
        yield from ovs_one()
    if scale.flood:
        yield from ovs_flood()


def ovs_option(ingress, egress):
    """OVN's option, as key and as action."""
    return ("geneve({class=0x102,type=0x80,len=4,"
            f"{ingress << 16 | egress:#x}}})")


def ovs_one():
    """What there is besides one network."""
    far, vm1 = mac(FAR, 0, 0), mac(VM1, 0, 0)
    yield ",".join([ovs_in(VID1, mac(SIBLING, 0, 0), vm1),
                    f"push_vlan(vid={VID_HAIRPIN},pcp=0),1"])
    yield ",".join([
        ovs_in(VID_IPV6, far, vm1),
        f"set(tunnel(tun_id={VNI_IPV6},ipv6_src=fd00::1,ipv6_dst=fd00::2,"
        "ttl=64,tp_dst=6081,flags(csum|key))),2"])
    yield (f"add tunnel(tun_id={VNI_IPV6},ipv6_src=fd00::2,ipv6_dst=fd00::1,"
           "ttl=0/0,flags(-df+csum+key)),in_port(2),"
           f"eth(src={far},dst={vm1}),eth_type(0x0800),ipv4(frag=no)"
           f" push_vlan(vid={VID_IPV6},pcp=0),1")
    yield ",".join([
        ovs_in(VID_OVN, far, vm1),
        f"set(tunnel(tun_id={VNI_OVN},src=10.0.0.1,dst=10.0.0.2,ttl=64,"
        f"tp_dst=6081,{ovs_option(KEY_HERE, KEY_FAR)},flags(df|csum|key))),2"])
    yield (f"add tunnel(tun_id={VNI_OVN},src=10.0.0.2,dst=10.0.0.1,ttl=0/0,"
           f"{ovs_option(KEY_FAR, KEY_HERE)},flags(-df+csum+key)),in_port(2),"
           f"eth(src={far},dst={vm1}),eth_type(0x0800),ipv4(frag=no)"
           f" push_vlan(vid={VID_OVN},pcp=0),1")


def ovs_flood():
    """Flows with many outputs."""
    everybody, vm1 = "ff:ff:ff:ff:ff:ff", mac(VM1, 0, 0)
    for group in FLOOD:
        ports = (flood_port(group, number) for number in range(group))
        yield ovs_in(2000 + group, everybody, vm1) + "".join(
            f",push_vlan(vid={vid},pcp=0),{int(dev[2:]) + 1},pop_vlan"
            for dev, vid in ports)
        yield ",".join([ovs_in(2500 + group, everybody, vm1)] +
                       [ovs_tunnel(7000 + group, flood_remote(number))
                        for number in range(group)])


def files_of(peer, scale):
    """The names of a peer's files, with their lines."""
    yield "underlay", underlay(scale)
    if peer == "vtrunk":
        yield "trunkctl", vtrunk(scale)
        yield "tg0.ports", vtrunk_ports(scale, VID1)
        yield "tg2.ports", vtrunk_ports(scale, VID2)
    elif peer == "classic":
        yield "ip", classic(scale)
    elif peer == "vlan_tunnel":
        yield "bridge", vlan_tunnel(scale)
    elif peer == "tc":
        yield "tc", tc(scale)
    elif peer == "bpf":
        yield "bpftool", bpf(scale)
    elif peer in ("ovs", "ovs-no-ct"):
        yield "flows", ovs(scale)


def main(peer, scale, directory):
    """Write them."""
    for name, lines in files_of(peer, Scale(scale)):
        with open(os.path.join(directory, name), "w", encoding="ascii") as to:
            to.writelines(line + "\n" for line in lines)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
