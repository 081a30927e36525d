// SPDX-License-Identifier: GPL-2.0
/*
 * What the tool sends, says and prints, on a kernel that is not there (see
 * fake_nl.c): requests, what is undone after a refusal, sentences, lists.
 */
#include "run.h"

#define E	"=trunkctl: "
#define REFUSE	"FAKE_REFUSE="

/* A counter block in text and JSON. */
#define COUNTS		"      rx packets 5 bytes 490   tx packets 5 bytes 490\n" \
			"      dropped inner_tag 2, bad_source 3, other 4\n"
#define JSON_STATS	"\"stats\":{\"rx_packets\":5,\"rx_bytes\":490,\"tx_packets\":5,\"tx_bytes\":490,\"drops\":{\"no_native\":0,\"unknown_vid\":0,\"inner_tag\":2,\"bad_source\":3,\"link_local\":0,"

#define NEW_BRIDGE	"newlink br-new kind vtrunk\n"
#define NEW_GENEVE	"newlink genev_sys_6082 kind geneve external dstport 6082 udp6zerocsumrx\n"
#define ALIAS(br)	"setlink genev_sys_6082 alias \"made by trunkctl for " br "\"\n"
#define DEL_BRIDGE	"dellink br-new\n"
#define DEL_GENEVE	"dellink genev_sys_6082\n"
#define SET_BRIDGE	"bridge-set ifindex=30 local-ipv4=192.0.2.1 uplink-ifindex=31\n"
#define ADD_BRIDGE	"bridge add br-new local 192.0.2.1 dstport 6082"

static const struct row rows[] = {
	/* No module, no bridge, too many bridges. */
	{ .status = 1, .args = "show", .env = "FAKE_ABSENT=1", .err = E "vtrunk is not loaded: insmod vtrunk.ko\n" },
	{ .status = 1, .args = "network add c vni 1", .env = "FAKE_ABSENT=1", .err = E "vtrunk is not loaded: insmod vtrunk.ko\n" },
	{ .status = 1, .args = "network add c vni 1", .env = "FAKE_BRIDGES=0", .err = E "network add: this network namespace has no bridge, make one with \"trunkctl bridge add\" (ENODEV)\n" },
	{ .status = 1, .args = "network add c vni 1", .env = "FAKE_BRIDGES=2", .err = E "network add: this network namespace has 2 bridges, name one with \"bridge BR\": br-trunk, br-two (EINVAL)\n" },
	{ .status = 0, .args = "network add c vni 1 bridge br-two", .env = "FAKE_BRIDGES=2", .out = "=network-new bridge-ifindex=20 vni=1 name=c\n" },
	{ .status = 0, .args = "network add c vni 1", .env = "FAKE_BRIDGES=2|TRUNKCTL_BRIDGE=br-two", .out = "=network-new bridge-ifindex=20 vni=1 name=c\n" },
	{ .status = 0, .args = "network add c vni 1 bridge br-trunk", .env = "FAKE_BRIDGES=2|TRUNKCTL_BRIDGE=br-two", .out = "=network-new bridge-ifindex=10 vni=1 name=c\n" },
	{ .status = 1, .args = "network add c vni 1", .env = "TRUNKCTL_BRIDGE=nope", .err = E "network add: nope does not exist in this network namespace (ENODEV)\n" },
	{ .status = 1, .args = "network del c bridge tap1", .err = E "network del: tap1 is not a virtual trunk bridge (EINVAL)\n" },
	{ .status = 1, .args = "network show child", .env = "FAKE_BRIDGES=2", .err = "name one with \"bridge BR\"" },
	{ .status = 1, .args = "bridge del tap1", .err = E "bridge del: tap1 is not a virtual trunk bridge (EINVAL)\n" },

	/* bridge add makes everything or leaves nothing behind. */
	{ .status = 0, .args = ADD_BRIDGE, .out = "=" NEW_BRIDGE NEW_GENEVE ALIAS("br-new") SET_BRIDGE "setlink genev_sys_6082 up\nsetlink br-new up\n" },
	{ .status = 0, .args = "bridge add br-new uplink none ageing 0 fdb-max 7", .out = "=" NEW_BRIDGE "bridge-set ifindex=30 ageing=0 fdb-max=7\nsetlink br-new up\n" },
	{ .status = 0, .args = "bridge add br-new uplink gnv0 local 2001:db8::1,192.0.2.1", .out = "=" NEW_BRIDGE "bridge-set ifindex=30 local-ipv4=192.0.2.1 local-ipv6=2001:db8::1 uplink-ifindex=14\nsetlink gnv0 up\nsetlink br-new up\n" },
	{ .status = 1, .args = "bridge add br-trunk", .err = E "bridge add: br-trunk already exists (EEXIST)\n" },
	{ .status = 1, .args = "bridge add br-new", .err = E "bridge add: genev_sys_6081 already exists, say \"uplink genev_sys_6081\" to use it (EEXIST)\n" },
	{ .status = 1, .args = "bridge add br-new uplink nope", .err = E "bridge add: nope does not exist in this network namespace (ENODEV)\n" },
	{ .status = 1, .args = ADD_BRIDGE, .env = REFUSE "newlink:95:0:", .out = "=" NEW_BRIDGE, .err = E "bridge add: br-new: Operation not supported (EOPNOTSUPP)\n" },
	{ .status = 1, .args = ADD_BRIDGE, .env = REFUSE "newlink:95:0:Unknown device type|FAKE_AFTER=1", .out = "=" NEW_BRIDGE NEW_GENEVE DEL_BRIDGE, .err = E "bridge add: this kernel has no Geneve driver: modprobe geneve (EOPNOTSUPP)\n" },
	{ .status = 1, .args = ADD_BRIDGE, .env = REFUSE "newlink:16:0:|FAKE_AFTER=1", .out = "=" NEW_BRIDGE NEW_GENEVE DEL_BRIDGE, .err = E "bridge add: UDP port 6082 is taken in this network namespace (EBUSY)\n" },
	{ .status = 1, .args = ADD_BRIDGE, .env = REFUSE "alias:12:0:", .out = "=" NEW_BRIDGE NEW_GENEVE ALIAS("br-new") DEL_GENEVE DEL_BRIDGE, .err = E "bridge add: genev_sys_6082: Cannot allocate memory (ENOMEM)\n" },
	{ .status = 1, .args = ADD_BRIDGE, .env = REFUSE "bridge-set:22:3:this address is multicast", .out = "=" NEW_BRIDGE NEW_GENEVE ALIAS("br-new") SET_BRIDGE DEL_GENEVE DEL_BRIDGE, .err = E "bridge add: 192.0.2.1 is multicast (EINVAL)\n" },
	{ .status = 1, .args = ADD_BRIDGE, .env = REFUSE "setlink:98:0:", .out = "=" NEW_BRIDGE NEW_GENEVE ALIAS("br-new") SET_BRIDGE "setlink genev_sys_6082 up\n" DEL_GENEVE DEL_BRIDGE, .err = E "bridge add: UDP port 6082 is taken in this network namespace (EADDRINUSE)\n" },
	{ .status = 1, .args = ADD_BRIDGE, .env = REFUSE "setlink:12:0:|FAKE_AFTER=1", .out = "=" NEW_BRIDGE NEW_GENEVE ALIAS("br-new") SET_BRIDGE "setlink genev_sys_6082 up\nsetlink br-new up\n" DEL_GENEVE DEL_BRIDGE, .err = E "bridge add: br-new: Cannot allocate memory (ENOMEM)\n" },
	{ .status = 1, .args = "bridge add br-new uplink gnv0", .env = REFUSE "setlink:12:0:|FAKE_AFTER=1", .out = "setlink gnv0 up\nsetlink br-new up\nsetlink gnv0 down\n" DEL_BRIDGE, .err = "br-new: Cannot allocate memory" },
	{ .status = 1, .args = "bridge add br-new uplink gnv0", .env = REFUSE "bridge-set:16:5:this device is already the uplink of another bridge", .out = "uplink-ifindex=14\n" DEL_BRIDGE, .err = E "bridge add: gnv0 is already the uplink of another bridge (EBUSY)\n" },

	/* Changing and removing a bridge. */
	{ .status = 0, .args = "bridge set br-trunk ageing 10", .out = "=bridge-set ifindex=10 ageing=10\n" },
	{ .status = 0, .args = "bridge set br-trunk uplink none", .out = "=bridge-set ifindex=10 uplink-ifindex=0\n" },
	{ .status = 0, .args = "bridge set br-trunk uplink gnv0", .out = "=bridge-set ifindex=10 uplink-ifindex=14\nsetlink gnv0 up\n" },
	{ .status = 1, .args = "bridge set br-trunk uplink gnv0", .env = REFUSE "setlink:98:0:", .out = "setlink gnv0 up\nbridge-set ifindex=10 uplink-ifindex=0\n", .err = E "bridge set: gnv0: Address already in use (EADDRINUSE)\n" },
	{ .status = 0, .args = "bridge set br-trunk dstport 6081", .out = "=bridge-set ifindex=10\n" },
	{ .status = 0, .args = "bridge set br-trunk dstport 6082", .out = "=" NEW_GENEVE ALIAS("br-trunk") "setlink genev_sys_6082 up\nbridge-set ifindex=10 uplink-ifindex=0\nbridge-set ifindex=10 uplink-ifindex=30\ndellink genev_sys_6081\n" },
	{ .status = 1, .args = "bridge set br-trunk dstport 6082", .env = REFUSE "bridge-set:12:0:|FAKE_AFTER=1", .out = "bridge-set ifindex=10 uplink-ifindex=30\nbridge-set ifindex=10 uplink-ifindex=11\n" DEL_GENEVE, .err = E "bridge set: Cannot allocate memory (ENOMEM)\ntrunkctl: bridge set: warning: genev_sys_6081 is not the uplink any more: Cannot allocate memory\n" },
	{ .status = 1, .args = "bridge set br-trunk local 0.0.0.0", .env = REFUSE "bridge-set:16:3:this bridge has IPv4 remotes, which need a local address", .out = "=bridge-set ifindex=10 local-ipv4=0.0.0.0\n", .err = E "bridge set: br-trunk has IPv4 remotes, which need a local address (EBUSY)\n" },
	{ .status = 0, .args = "bridge del br-trunk", .out = "=dellink br-trunk\ndellink genev_sys_6081\n" },
	{ .status = 0, .args = "bridge del br-two", .env = "FAKE_BRIDGES=2", .out = "=dellink br-two\n" },

	/* Networks. */
	{ .status = 0, .args = "network add kid unknown marked vni 16777215 l2cp on mtu 1400 learn off mode vni", .out = "=network-new bridge-ifindex=10 vni=16777215 name=kid mode=0 mtu=1400 unknown=1 learn=0 l2cp=1\n" },
	{ .status = 0, .args = "network set parent1 mtu auto", .out = "=network-set bridge-ifindex=10 vni=5002 mtu=0\n" },
	{ .status = 0, .args = "network set 5001 name kid", .out = "=network-set bridge-ifindex=10 vni=5001 name=kid\n" },
	{ .status = 0, .args = "network del child", .out = "=network-del bridge-ifindex=10 name=child\n" },
	{ .status = 0, .args = "network del 5001", .out = "=network-del bridge-ifindex=10 vni=5001\n" },
	{ .status = 1, .args = "network set nope mtu 1400", .env = REFUSE "network-get:2:3:this network does not exist", .err = E "network set: nope does not exist (ENOENT)\n" },
	{ .status = 1, .args = "network add c vni 5001", .env = REFUSE "network-new:17:2:this VNI is already that of a network of this bridge", .out = "network-new", .err = E "network add: vni 5001 is already that of a network of br-trunk (EEXIST)\n" },
	{ .status = 1, .args = "network add c vni 5001", .env = REFUSE "network-new:17:3:this name is already that of a network of this bridge", .out = "network-new", .err = E "network add: name c is already that of a network of br-trunk (EEXIST)\n" },
	{ .status = 1, .args = "network add c vni 5001", .env = REFUSE "network-new:34:5:integer out of range", .out = "network-new", .err = E "network add: mtu: integer out of range (ERANGE)\n" },
	{ .status = 1, .args = "network add c vni 5001", .env = REFUSE "network-new:1:0:", .out = "network-new", .err = E "network add: Operation not permitted (EPERM)\n" },
	{ .status = 1, .args = "network add c vni 5001", .env = REFUSE "network-new:524:0:", .out = "network-new", .err = "(errno 524)\n" },
	{ .status = 0, .args = "network add c vni 5001", .env = REFUSE "network-new:0:0:this network is large", .out = "network-new", .err = E "network add: warning: this network is large\n" },

	/* Remotes. */
	{ .status = 0, .args = "remote add 192.0.2.2", .out = "=remote-new bridge-ifindex=10 ipv4=192.0.2.2\n" },
	{ .status = 0, .args = "remote add 2001:db8::2 down network child", .out = "=remote-new bridge-ifindex=10 ipv6=2001:db8::2 network=child up=0\n" },
	{ .status = 0, .args = "remote set 192.0.2.2 up", .out = "=remote-set bridge-ifindex=10 ipv4=192.0.2.2 up=1\n" },
	{ .status = 0, .args = "remote del 192.0.2.2 network 5001", .out = "=remote-del bridge-ifindex=10 ipv4=192.0.2.2 vni=5001\n" },
	{ .status = 0, .args = "remote flush", .out = "=remote-del bridge-ifindex=10 ipv4=192.0.2.2\nremote-del bridge-ifindex=10 ipv4=192.0.2.22 vni=5001\n" },
	{ .status = 1, .args = "remote flush", .env = REFUSE "remote-del:16:0:this remote is in use", .out = "ipv4=192.0.2.22 vni=5001\n", .err = E "remote flush: 192.0.2.2 is in use (EBUSY)\ntrunkctl: remote flush: 192.0.2.22 is in use (EBUSY)\n" },
	{ .status = 1, .args = "remote add 224.0.0.1", .env = REFUSE "remote-new:22:2:this address is multicast", .out = "remote-new", .err = E "remote add: 224.0.0.1 is multicast (EINVAL)\n" },

	/* Trunks: the native port and the lock, undone when one is refused. */
	{ .status = 0, .args = "trunk add tap2", .out = "=trunk-new ifindex=13 bridge-ifindex=10\n" },
	{ .status = 0, .args = "trunk add tap2 down locked on force", .out = "=trunk-new ifindex=13 bridge-ifindex=10 force= up=0 locked=1\n" },
	{ .status = 0, .args = "trunk add tap2 network child", .out = "=trunk-new ifindex=13 bridge-ifindex=10\nport-new ifindex=13 selector=0 network=child\n" },
	{ .status = 0, .args = "trunk add tap2 locked on network 5001", .out = "=trunk-new ifindex=13 bridge-ifindex=10\nport-new ifindex=13 selector=0 vni=5001\ntrunk-set ifindex=13 locked=1\n" },
	{ .status = 1, .args = "trunk add tap9", .err = E "trunk add: tap9 does not exist in this network namespace (ENODEV)\n" },
	{ .status = 1, .args = "trunk add tap2 network nope", .env = REFUSE "port-new:2:8:this network does not exist", .out = "port-new ifindex=13 selector=0 network=nope\ntrunk-del ifindex=13\n", .err = E "trunk add: nope does not exist (ENOENT)\n" },
	{ .status = 1, .args = "trunk add tap2", .env = REFUSE "trunk-new:16:2:this device has an IP address; it becomes a trunk only with force", .out = "trunk-new", .err = E "trunk add: tap2 has an IP address; it becomes a trunk only with force (EBUSY)\n" },
	{ .status = 0, .args = "trunk set tap1 down", .out = "=trunk-set ifindex=12 up=0\n" },
	{ .status = 0, .args = "trunk set tap1 network child", .out = "=port-set ifindex=12 selector=0 network=child\n" },
	{ .status = 0, .args = "trunk set tap1 network child", .env = REFUSE "port-get:2:4:none", .out = "=port-new ifindex=12 selector=0 network=child\n" },
	{ .status = 1, .args = "trunk set tap1 network child down", .env = REFUSE "trunk-set:1:0:this trunk is locked", .out = "=port-set ifindex=12 selector=0 network=child\ntrunk-set ifindex=12 up=0\nport-set ifindex=12 selector=0 vni=5002\n", .err = E "trunk set: tap1 is locked (EPERM)\n" },
	{ .status = 0, .args = "trunk del tap1", .out = "=trunk-del ifindex=12\n" },
	{ .status = 0, .args = "trunk del tap1 bridge br-two", .out = "=trunk-del ifindex=12 bridge-ifindex=20\n" },

	/* Ports. */
	{ .status = 0, .args = "subport add tap1 vlan 100 network child", .out = "=port-new ifindex=12 selector=1 vid=100 network=child\n" },
	{ .status = 0, .args = "subport add tap1 network 5001 qinq on name p1 unknown on down vlan 4094 locked on proto 802.1Q", .out = "=port-new ifindex=12 selector=1 vid=4094 vni=5001 name=p1 up=0 locked=1 qinq=1 unknown=1\n" },
	{ .status = 0, .args = "subport replace tap1 native network child", .out = "=port-new ifindex=12 selector=0 network=child replace=\n" },
	{ .status = 0, .args = "subport set tap1 vlan 100 retag 200 name ''", .out = "=port-set ifindex=12 selector=1 vid=100 name= retag=200\n" },
	{ .status = 0, .args = "subport del tap1 native", .out = "=port-del ifindex=12 selector=0\n" },
	{ .status = 0, .args = "subport flush tap1", .out = "=port-del ifindex=12 selector=1 vid=100\n" },
	{ .status = 1, .args = "subport flush tap1", .env = REFUSE "port-del:1:0:this port is locked", .out = "port-del", .err = E "subport flush: tap1 vlan 100 is locked (EPERM)\n" },
	{ .status = 1, .args = "subport flush tap2", .env = REFUSE "trunk-get:2:2:this device is not a trunk", .err = E "subport flush: tap2 is not a trunk (ENOENT)\n" },
	{ .status = 1, .args = "subport add tap1 vlan 100 network child", .env = REFUSE "port-new:17:5:this VLAN is already a subport of this trunk", .out = "port-new", .err = E "subport add: vlan 100 is already a subport of tap1 (EEXIST)\n" },
	{ .status = 1, .args = "subport set tap1 vlan 100 retag 200", .env = REFUSE "port-set:17:14:this VLAN is already a subport of this trunk", .out = "port-set", .err = E "subport set: vlan 200 is already a subport of tap1 (EEXIST)\n" },
	{ .status = 1, .args = "subport add tap1 vlan 9 network child name q", .env = REFUSE "port-new:17:9:this name is already that of a port of this bridge", .out = "port-new", .err = E "subport add: name q is already that of a port of br-trunk (EEXIST)\n" },

	/* The FDB. */
	{ .status = 0, .args = "fdb add fa:16:3e:00:00:01 network child dev tap1 vlan 100 sticky", .out = "=fdb-new mac=fa:16:3e:00:00:01 network=child ifindex=12 selector=1 vid=100 type=2\n" },
	{ .status = 0, .args = "fdb set FA:16:3E:00:00:01 remote 192.0.2.2 network 5001", .out = "=fdb-set bridge-ifindex=10 mac=fa:16:3e:00:00:01 vni=5001 ipv4=192.0.2.2\n" },
	{ .status = 0, .args = "fdb del fa:16:3e:00:00:01 network child", .out = "=fdb-del bridge-ifindex=10 mac=fa:16:3e:00:00:01 network=child\n" },
	{ .status = 0, .args = "fdb flush dev tap1 native", .out = "=fdb-flush ifindex=12 selector=0\n" },
	{ .status = 0, .args = "-s fdb flush remote 192.0.2.2", .out = "flushed 7\n" },
	{ .status = 1, .args = "fdb add fa:16:3e:00:00:01 network child remote 192.0.2.2", .env = REFUSE "fdb-new:17:2:this MAC already has a configured FDB entry in this network", .out = "fdb-new", .err = E "fdb add: fa:16:3e:00:00:01 already has a configured FDB entry in child (EEXIST)\n" },

	/* Lists. */
	{ .status = 0, .args = "bridge show", .out = "=br-trunk up local 192.0.2.1 uplink genev_sys_6081 dstport 6081 ageing 300 fdb-max 65536 fdb 2\n" },
	{ .status = 0, .args = "bridge show br-two", .env = "FAKE_BRIDGES=2", .out = "=br-two down uplink none ageing 300 fdb-max 65536 fdb 2\n" },
	{ .status = 0, .args = "-j bridge show", .out = "=[{\"bridge\":\"br-trunk\",\"up\":true,\"ifindex\":10,\"local_ipv4\":\"192.0.2.1\",\"uplink\":\"genev_sys_6081\",\"dstport\":6081,\"ageing\":300,\"fdb_max\":65536,\"fdb_count\":2,\"learn_failed\":0,\"events_lost\":0}]\n" },
	{ .status = 0, .args = "network show", .out = "=child vni 5001 ports 1 remotes 1 fdb 0 bridge br-trunk\nparent1 vni 5002 mtu 1400 unknown drop ports 1 remotes 1 fdb 0 bridge br-trunk\n" },
	{ .status = 0, .args = "-d network show bridge br-trunk", .out = "child vni 5001 mode vni mtu auto unknown flood learn on l2cp off ports 1" },
	{ .status = 0, .args = "-j network show 5002", .out = "=[{\"bridge\":\"br-trunk\",\"name\":\"parent1\",\"vni\":5002,\"mode\":\"vni\",\"mtu\":1400,\"unknown\":\"drop\",\"learn\":true,\"l2cp\":false,\"port_count\":1,\"remote_count\":1,\"fdb_count\":0}]\n" },
	{ .status = 0, .args = "remote show", .out = "=192.0.2.2 every network up path-mtu 1450 bridge br-trunk\n192.0.2.22 network child vni 5001 up no route bridge br-trunk\n" },
	{ .status = 0, .args = "-j remote show", .out = "=[{\"bridge\":\"br-trunk\",\"ip\":\"192.0.2.2\",\"up\":true,\"path_mtu\":1450},{\"bridge\":\"br-trunk\",\"ip\":\"192.0.2.22\",\"network\":\"child\",\"vni\":5001,\"up\":true}]\n" },
	{ .status = 0, .args = "-d trunk show tap1", .out = "=tap1 up locked off status active ports 2 bridge br-trunk\n    the VM sends VLAN 20, no subport\n" },
	{ .status = 0, .args = "-d trunk show tap1", .env = "FAKE_LATE=1", .out = "=tap1 up locked off status active ports 2 bridge br-trunk\n" },
	{ .status = 0, .args = "-j trunk show", .out = "=[{\"bridge\":\"br-trunk\",\"dev\":\"tap1\",\"up\":true,\"locked\":false,\"status\":\"active\",\"port_count\":2,\"unknown_vid\":20}]\n" },
	{ .status = 0, .args = "subport show", .out = "=tap1 vlan 100 network child vni 5001 name child1 up status active bridge br-trunk\ntap1 native network parent1 vni 5002 up locked on status degraded bridge br-trunk\n" },
	{ .status = 0, .args = "-j -s subport show tap1 vlan 100", .out = "[{\"bridge\":\"br-trunk\",\"dev\":\"tap1\",\"selector\":\"vlan\",\"vlan\":100,\"proto\":\"802.1Q\",\"network\":\"child\",\"vni\":5001,\"name\":\"child1\",\"up\":true,\"locked\":false,\"qinq\":false,\"unknown\":false,\"status\":\"active\"," JSON_STATS },
	{ .status = 0, .args = "-j subport show", .out = "=[]\n", .env = "FAKE_EMPTY=1" },
	{ .status = 0, .args = "-j -p subport show", .out = "=[]\n", .env = "FAKE_EMPTY=1" },
	{ .status = 0, .args = "subport show", .env = "FAKE_EMPTY=1" },
	{ .status = 0, .args = "fdb show", .out = "=fa:16:3e:00:00:01 network child vni 5001 dev tap1 vlan 100 learned age 3s bridge br-trunk\nfa:16:3e:00:00:01 network child vni 5001 remote 192.0.2.2 static bridge br-trunk\n" },
	{ .status = 0, .args = "-j fdb show", .out = "=[{\"bridge\":\"br-trunk\",\"mac\":\"fa:16:3e:00:00:01\",\"network\":\"child\",\"vni\":5001,\"dev\":\"tap1\",\"selector\":\"vlan\",\"vlan\":100,\"proto\":\"802.1Q\",\"type\":\"learned\",\"age\":3000},{\"bridge\":\"br-trunk\",\"mac\":\"fa:16:3e:00:00:01\",\"network\":\"child\",\"vni\":5001,\"ip\":\"192.0.2.2\",\"type\":\"static\"}]\n" },
	{ .status = 0, .args = "-s -j fdb flush", .out = "[{\"flushed\":7}]\n" },
	{ .status = 1, .args = "-j network show", .env = REFUSE "network-get:4:0:the configuration changes faster than it can be read", .err = E "network show: the configuration changes faster than it can be read (EINTR)\n" },

	/* The summary. */
	{ .status = 0, .args = "show", .out =
	  "=br-trunk  up  local 192.0.2.1  uplink genev_sys_6081 (UDP 6081) up  fdb 2 of 65536\n"
	  "  network  child    vni 5001  ports 1  remotes 1  fdb 0\n"
	  "  network  parent1  vni 5002  ports 1  remotes 1  fdb 0  mtu 1400  unknown drop\n"
	  "  remote   192.0.2.2   up  every network  path-mtu 1450\n"
	  "  remote   192.0.2.22  up  network child (5001)  NO ROUTE\n"
	  "  trunk    tap1  active  ports 2  the VM sends VLAN 20, no subport\n"
	  "  tap1  rx untagged -> parent1 (5002)          tx parent1 (5002) -> untagged  degraded  locked\n"
	  "  tap1  rx vlan 100 -> strip -> child (5001)   tx child (5001) -> push 100  name child1\n" },
	{ .status = 0, .args = "-s show", .out = "tx child (5001) -> push 100  name child1\n" COUNTS },
	{ .status = 0, .args = "show bridge br-two", .env = "FAKE_BRIDGES=2", .out = "=br-two  DOWN  no local address  no uplink  fdb 2 of 65536\n" },
	{ .status = 0, .args = "-j -s show", .out = "{\"object\":\"trunk\",\"bridge\":\"br-trunk\",\"dev\":\"tap1\"" },
	{ .status = 0, .args = "-j -p show", .out = "[\n    {\n        \"object\": \"bridge\",\n        \"bridge\": \"br-trunk\",\n        \"up\": true," },
	{ .status = 0, .args = "-j show", .env = "FAKE_BRIDGES=0", .out = "=[]\n" },
	{ .status = 0, .args = "show", .env = "FAKE_BRIDGES=0" },

	/* Events. */
	{ .status = 1, .args = "monitor", .out =
	  "=network child vni 5001 ports 0 remotes 0 fdb 0 bridge br-trunk\n"
	  "trunk tap1 up status active ports 2 bridge br-trunk\n"
	  "Deleted network child vni 5001 ports 0 remotes 0 fdb 0 bridge br-trunk\n",
	  .err = E "monitor: warning: events were lost, they came faster than they could be read\ntrunkctl: monitor: vtrunk was removed (ENODEV)\n" },
	{ .status = 1, .args = "-s -d monitor trunk", .out = "=trunk tap1 up status active ports 2 bridge br-trunk\n", .err = "events were lost" },
	{ .status = 1, .args = "-j -p monitor trunk", .out =
	  "={\"event\":\"new\",\"object\":\"trunk\",\"bridge\":\"br-trunk\",\"dev\":\"tap1\",\"up\":true,\"locked\":false,\"status\":\"active\",\"port_count\":2,\"unknown_vid\":20}\n"
	  "{\"event\":\"lost\"}\n",
	  .err = E "monitor: vtrunk was removed (ENODEV)\n" },

	/* Several commands over one connection. */
	{ .status = 0, .args = "-b -", .input = "network del child\n# done\n\tremote del 192.0.2.2 # too\n", .out = "=network-del bridge-ifindex=10 name=child\nremote-del bridge-ifindex=10 ipv4=192.0.2.2\n" },
	{ .status = 1, .args = "-b -", .env = REFUSE "network-del:2:0:this network does not exist", .input = "network del child\nremote del 192.0.2.2\n", .out = "=network-del bridge-ifindex=10 name=child\n", .err = E "-:1: network del: child does not exist (ENOENT)\n" },
	{ .status = 1, .args = "-force -b -", .env = REFUSE "network-del:2:0:this network does not exist", .input = "network del child\nremote del 192.0.2.2\n", .out = "remote-del bridge-ifindex=10 ipv4=192.0.2.2\n", .err = E "-:1: network del: child does not exist (ENOENT)\n" },
	{ .status = 0, .args = "-j -b -", .input = "remote show\n", .out = "\"path_mtu\":1450}" },
};

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	return run_rows(argv[1], rows, sizeof(rows) / sizeof(rows[0]));
}
