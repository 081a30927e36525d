// SPDX-License-Identifier: GPL-2.0
/*
 * The real tool on wrong command lines, which must send nothing, and on right
 * ones in a namespace that does not exist, which shows that they were read.
 */
#include <stdio.h>

#include "run.h"

#define E	"trunkctl: "
#define SINGLE	"this version takes single 802.1Q VLAN ids\n"
#define NOWHERE	"-n no.such.namespace "
#define READ	{ .status = 1, .args = NOWHERE
#define FINE	, .err = "=" E "network namespace no.such.namespace does not exist (ENOENT)\n" }

static const struct row rows[] = {
	/* What is asked for goes to stdout, what is wrong to stderr. */
	{ .status = 2, .args = "", .err = "Usage: trunkctl" },
	{ .status = 0, .args = "help", .out = "Usage: trunkctl" },
	{ .status = 0, .args = "-h", .out = "Usage: trunkctl" },
	{ .status = 0, .args = "-V", .out = "trunkctl " TRUNKCTL_VERSION "\n" },
	{ .status = 0, .args = "bridge help", .out = "trunkctl bridge add BR" },
	{ .status = 0, .args = "network help", .out = "mtu { 576-65535 | auto }" },
	{ .status = 0, .args = "remote help", .out = "trunkctl remote flush" },
	{ .status = 0, .args = "trunk help", .out = "[ force ]" },
	{ .status = 0, .args = "subport help", .out = "retag VID" },
	{ .status = 0, .args = "fdb help", .out = "TARGET := dev DEV SEL" },
	{ .status = 0, .args = "show help", .out = "rx vlan 100 -> strip" },
	{ .status = 0, .args = "dump help", .out = "trunkctl dump [ json ]" },
	{ .status = 0, .args = "diff help", .out = "Usage: trunkctl diff { FILE | DIR | - }" },
	{ .status = 0, .args = "apply help", .out = "[ trunk DEV [ optional ] ]" },
	{ .status = 0, .args = "doctor help", .out = "trunkctl doctor [ probe ]" },
	{ .status = 2, .args = "doctor prob", .err = "=" E "doctor: unknown word \"prob\", did you mean \"probe\"?\n" },
	{ .status = 2, .args = "doctor probe 1", .err = "=" E "doctor: \"1\" is one word too many\n" },
	{ .status = 2, .args = "dump jsn", .err = "=" E "dump: unknown word \"jsn\", did you mean \"json\"?\n" },
	{ .status = 2, .args = "diff", .err = "=" E "diff: one file, one folder or - is needed, see \"trunkctl diff help\"\n" },
	{ .status = 2, .args = "apply f trunk", .err = "=" E "apply: \"trunk\" needs the name of a device\n" },
	{ .status = 2, .args = "apply f trunk tap1 optionl", .err = "=" E "apply: unknown word \"optionl\", did you mean \"optional\"?\n" },
	{ .status = 2, .args = "apply f trunk tap1 optional x", .err = "=" E "apply: \"x\" is one word too many\n" },
	{ .status = 1, .args = "diff /no/such/file", .err = "=" E "diff: /no/such/file cannot be read (ENOENT)\n" },
	{ .status = 0, .args = "monitor help", .out = "until it is stopped" },

	/* Objects, commands, options. */
	{ .status = 2, .args = "netwrk", .err = "=" E "unknown object \"netwrk\", did you mean \"network\"?\n" },
	{ .status = 2, .args = "net show", .err = E "unknown object \"net\", known here: bridge, network, " },
	{ .status = 2, .args = "xyzzy", .err = "monitor, dump, diff, apply, doctor, help\n" },
	{ .status = 2, .args = "network", .err = "=" E "network: which command is missing, see \"trunkctl network help\"\n" },
	{ .status = 2, .args = "network ad x", .err = "=" E "network: unknown command \"ad\", did you mean \"add\"?\n" },
	{ .status = 2, .args = "network sho", .err = "did you mean \"show\"?\n" },
	{ .status = 2, .args = "network help me", .err = E "network: unknown command \"help\"" },
	{ .status = 2, .args = "trunk flush tap1", .err = "=" E "trunk: unknown command \"flush\", known here: add, set, load, del, show, help\n" },
	{ .status = 2, .args = "-x", .err = E "unknown option \"-x\", known here: -j, -p" },
	{ .status = 2, .args = "-forc", .err = "did you mean \"-force\"?\n" },
	{ .status = 2, .args = "-n", .err = "=" E "\"-n\" needs the name of a network namespace\n" },
	{ .status = 2, .args = "-n a/b show", .err = "=" E "\"a/b\" is not the name of a network namespace\n" },
	{ .status = 2, .args = "-n a -n b show", .err = "=" E "\"-n\" is given twice\n" },
	{ .status = 2, .args = "-force show", .err = "=" E "\"-force\" goes with \"-b\"\n" },
	{ .status = 2, .args = "-b", .err = "=" E "\"-b\" needs a file, or - for standard input\n" },
	{ .status = 2, .args = "-b - show", .err = "=" E "\"show\": with \"-b\" the commands are in the file\n" },
	{ .status = 1, .args = "-b /no/such/file", .err = "=" E "/no/such/file cannot be read (ENOENT)\n" },

	/* Numbers are decimal and strict. */
	{ .status = 2, .args = "subport add tap1 vlan 10x network child", .err = "=" E "subport add: \"10x\" is not a VLAN id (1-4094)\n" },
	{ .status = 2, .args = "subport add tap1 vlan '' network c", .err = "\"\" is not a VLAN id (1-4094)\n" },
	{ .status = 2, .args = "subport add tap1 vlan +1 network c", .err = "\"+1\" is not a VLAN id (1-4094)\n" },
	{ .status = 2, .args = "subport add tap1 vlan -1 network c", .err = "\"-1\" is not a VLAN id (1-4094)\n" },
	{ .status = 2, .args = "subport add tap1 vlan 0x10 network c", .err = "\"0x10\" is not a VLAN id (1-4094)\n" },
	{ .status = 2, .args = "subport add tap1 vlan 0 network c", .err = "\"0\" is not a VLAN id (1-4094)\n" },
	{ .status = 2, .args = "subport add tap1 vlan 010 network c", .err = "\"010\" is not a VLAN id (1-4094)\n" },
	{ .status = 2, .args = "subport add tap1 vlan 4095 network c", .err = "\"4095\" is not a VLAN id (1-4094)\n" },
	{ .status = 2, .args = "subport add tap1 vlan 4294967297 network c", .err = "is not a VLAN id (1-4094)\n" },
	{ .status = 2, .args = "subport set tap1 vlan 5 retag 4095", .err = "\"4095\" is not a VLAN id (1-4094)\n" },
	{ .status = 2, .args = "network add c vni 0", .err = "=" E "network add: \"0\" is not a VNI (1-16777215)\n" },
	{ .status = 2, .args = "network add c vni 16777216", .err = "\"16777216\" is not a VNI (1-16777215)\n" },
	{ .status = 2, .args = "network del 16777216", .err = "\"16777216\" is not a VNI (1-16777215)\n" },
	{ .status = 2, .args = "network del 0", .err = "\"0\" is not a VNI (1-16777215)\n" },
	{ .status = 2, .args = "network add c vni 1 mtu 575", .err = "\"575\" is not auto or an MTU (576-65535)\n" },
	{ .status = 2, .args = "network add c vni 1 mtu 65536", .err = "\"65536\" is not auto or an MTU (576-65535)\n" },
	{ .status = 2, .args = "bridge add b dstport 0", .err = "\"0\" is not a UDP port (1-65535)\n" },
	{ .status = 2, .args = "bridge add b dstport 65536", .err = "\"65536\" is not a UDP port (1-65535)\n" },
	{ .status = 2, .args = "bridge add b ageing 1000001", .err = "\"1000001\" is not a number of seconds (0-1000000)\n" },
	{ .status = 2, .args = "bridge add b fdb-max 0", .err = "\"0\" is not a number of FDB entries (1-4194304)\n" },

	/* What belongs to later versions says so. */
	{ .status = 2, .args = "subport add tap1 vlan 10-20 network c", .err = "\"10-20\" is not a VLAN id (1-4094): " SINGLE },
	{ .status = 2, .args = "subport add tap1 vlan rest network c", .err = "\"rest\" is not a VLAN id (1-4094): " SINGLE },
	{ .status = 2, .args = "subport add tap1 vlan 10 proto 802.1ad network c", .err = "\"802.1ad\" is not 802.1Q: " SINGLE },
	{ .status = 2, .args = "network add c vni 1 mode ovn", .err = "\"ovn\" is not a wire mode (vni)\n" },
	{ .status = 2, .args = "subport add tap1 vlan 10 network c key 5", .err = "unknown word \"key\"" },

	/* Words: unknown, twice, against each other, missing. */
	{ .status = 2, .args = "subport add tap1 vlna 10 network c", .err = "=" E "subport add: unknown word \"vlna\", did you mean \"vlan\"?\n" },
	{ .status = 2, .args = "subport add tap1 vlan 10 netwrok c", .err = "did you mean \"network\"?\n" },
	{ .status = 2, .args = "subport add tap1 vlan 10 vlan 20 network c", .err = "\"vlan\" is given twice\n" },
	{ .status = 2, .args = "subport add tap1 vlan 10 network c network d", .err = "\"network\" is given twice\n" },
	{ .status = 2, .args = "subport add tap1 native vlan 10 network c", .err = "\"native\" and \"vlan\" exclude each other\n" },
	{ .status = 2, .args = "trunk add tap1 up down", .err = "=" E "trunk add: \"up\" and \"down\" exclude each other\n" },
	{ .status = 2, .args = "fdb show dev tap1 remote 192.0.2.1", .err = "=" E "fdb show: \"dev\" and \"remote\" exclude each other\n" },
	{ .status = 2, .args = "remote show all", .err = "=" E "remote show: unknown word \"all\", known here: bridge, network\n" },
	{ .status = 2, .args = "bridge del br x", .err = "=" E "bridge del: unknown word \"x\", nothing more is known here\n" },
	{ .status = 2, .args = "trunk set tap1 force", .err = E "trunk set: unknown word \"force\"" },
	{ .status = 2, .args = "subport add", .err = "=" E "subport add: DEV is missing, see \"trunkctl subport help\"\n" },
	{ .status = 2, .args = "subport add tap1", .err = "=" E "subport add: network NET is missing, see \"trunkctl subport help\"\n" },
	{ .status = 2, .args = "subport add tap1 network c", .err = "=" E "subport add: native or vlan VID is missing, see \"trunkctl subport help\"\n" },
	{ .status = 2, .args = "subport add tap1 vlan", .err = "=" E "subport add: \"vlan\" needs a VLAN id (1-4094)\n" },
	{ .status = 2, .args = "subport add tap1 vlan 10 network", .err = "\"network\" needs the name or VNI of a network\n" },
	{ .status = 2, .args = "subport add tap1 native proto 802.1Q network c", .err = "\"proto\" goes with \"vlan VID\"\n" },
	{ .status = 2, .args = "subport set tap1 vlan 10", .err = "=" E "subport set: nothing to change is given, see \"trunkctl subport help\"\n" },
	{ .status = 2, .args = "subport set tap1 native retag 10", .err = "\"retag\" does not go with it\n" },
	{ .status = 2, .args = "subport show vlan 10", .err = "DEV goes before \"native\" or \"vlan\"\n" },
	{ .status = 2, .args = "trunk set tap1", .err = "nothing to change is given" },
	{ .status = 2, .args = "network add c", .err = "=" E "network add: vni VNI is missing, see \"trunkctl network help\"\n" },
	{ .status = 2, .args = "network add", .err = E "network add: NAME is missing" },
	{ .status = 2, .args = "network set c", .err = "nothing to change is given" },
	{ .status = 2, .args = "network set c name ''", .err = "the name of a network cannot be empty\n" },
	{ .status = 2, .args = "remote set 192.0.2.1", .err = E "remote set: up or down is missing" },
	{ .status = 2, .args = "bridge set br", .err = "nothing to change is given" },
	{ .status = 2, .args = "bridge add br dstport 6082 uplink gnv0", .err = "\"uplink\" says to make none\n" },
	{ .status = 2, .args = "fdb add 02:00:00:00:00:01 network c", .err = E "fdb add: dev DEV SEL or remote IP is missing" },
	{ .status = 2, .args = "fdb add 02:00:00:00:00:01 network c dev tap1", .err = "\"dev\" needs \"native\" or \"vlan VID\" as well\n" },
	{ .status = 2, .args = "fdb add 02:00:00:00:00:01 network c remote 192.0.2.1 vlan 5", .err = "\"native\" and \"vlan\" go with \"dev DEV\"\n" },
	{ .status = 2, .args = "show all", .err = "=" E "show: unknown word \"all\", known here: bridge\n" },
	{ .status = 2, .args = "monitor trnk", .err = "=" E "monitor: unknown object \"trnk\", did you mean \"trunk\"?\n" },
	{ .status = 2, .args = "monitor fdb fdb", .err = "=" E "monitor: \"fdb\" is given twice\n" },

	/* Values of other kinds. */
	{ .status = 2, .args = "network add 12 vni 5", .err = "\"12\" is not a name (1-63 of A-Z a-z 0-9 . _ : -, not all digits)\n" },
	{ .status = 2, .args = "network add a/b vni 5", .err = "\"a/b\" is not a name" },
	{ .status = 2, .args = "subport add tap1 native network a/b", .err = "\"a/b\" is not the name or VNI of a network\n" },
	{ .status = 2, .args = "trunk add tap/1", .err = "\"tap/1\" is not a device name\n" },
	{ .status = 2, .args = "trunk add a-name-that-is-too-long", .err = "is not a device name\n" },
	{ .status = 2, .args = "trunk add tap1 locked yes", .err = "\"yes\" is not on or off\n" },
	{ .status = 2, .args = "network add c vni 5 unknown on", .err = "\"on\" is not flood, marked or drop\n" },
	{ .status = 2, .args = "subport add tap1 native network c unknown flood", .err = "\"flood\" is not on or off\n" },
	{ .status = 2, .args = "remote add 192.0.2", .err = "=" E "remote add: \"192.0.2\" is not an IP address\n" },
	{ .status = 2, .args = "remote add 192.0.2.1/24", .err = "is not an IP address\n" },
	{ .status = 2, .args = "bridge add b local 192.0.2.1,192.0.2.2", .err = "is not one IP address, or two of IPv4 and IPv6 with a comma between\n" },
	{ .status = 2, .args = "fdb add 2:0:0:0:0:1 network c remote 192.0.2.1", .err = "\"2:0:0:0:0:1\" is not a MAC\n" },
	{ .status = 2, .args = "fdb add 01:00:5e:00:00:01 network c remote 192.0.2.1", .err = "\"01:00:5e:00:00:01\" is a group address, no station has it\n" },
	{ .status = 2, .args = "fdb add ff:ff:ff:ff:ff:ff network c remote 192.0.2.1", .err = "is a group address, no station has it\n" },
	{ .status = 2, .args = "fdb add 00:00:00:00:00:00 network c remote 192.0.2.1", .err = "is the zero address, no station has it\n" },

	/* Right ones. */
	READ "show" FINE,
	READ "-j -p -s -d -t show" FINE,
	READ "monitor" FINE,
	READ "monitor trunk subport fdb" FINE,
	READ "bridge add br local 192.0.2.1,2001:db8::1 dstport 6082 ageing 0 fdb-max 1" FINE,
	READ "bridge add br uplink none" FINE,
	READ "bridge set br uplink gnv0" FINE,
	READ "bridge show" FINE,
	READ "network add child vni 5001" FINE,
	READ "network add child mtu auto vni 5001 unknown marked learn off l2cp on mode vni bridge br" FINE,
	READ "network set 5001 name kid mtu 1400" FINE,
	READ "network show" FINE,
	READ "network show bridge br" FINE,
	READ "remote add 224.0.0.1" FINE,
	READ "remote add 192.0.2.2 down network child" FINE,
	READ "remote set 2001:db8::2 up" FINE,
	READ "trunk add tap1 force locked on network parent1 down" FINE,
	READ "trunk add network" FINE,
	READ "trunk show tap1" FINE,
	READ "subport add tap1 network child vlan 100" FINE,
	READ "subport add tap1 name p unknown on local-only on qinq on proto 802.1Q vlan 4094 network 5001 up" FINE,
	READ "subport replace tap1 native network 5001" FINE,
	READ "subport set tap1 vlan 100 name ''" FINE,
	READ "subport show" FINE,
	READ "subport show tap1 vlan 100" FINE,
	READ "subport show network child" FINE,
	READ "fdb add 02:00:00:00:00:01 network child dev tap1 vlan 100 sticky" FINE,
	READ "fdb set 02:00:00:00:00:01 remote 192.0.2.2 network child static" FINE,
	READ "fdb flush dev tap1 mac 02:00:00:00:00:01 network child" FINE,

	/* Sets of ports: a file is read to its end before anything is sent. */
	{ .status = 2, .args = "trunk load tap1", .err = "=" E "trunk load: FILE is missing, see \"trunkctl trunk help\"\n" },
	{ .status = 2, .args = "trunk load tap1 f g", .err = "=" E "trunk load: unknown word \"g\", known here: bridge\n" },
	{ .status = 1, .args = "trunk load tap1 /no/such/file", .err = "=" E "trunk load: /no/such/file cannot be read (ENOENT)\n" },
	{ .status = 1, .args = "trunk load tap1 /", .err = "=" E "trunk load: / cannot be read (EISDIR)\n" },
	{ .status = 2, .args = "trunk load tap1 /proc/self/cmdline", .err = "=" E "trunk load: /proc/self/cmdline is not a text file\n" },
	READ "trunk load tap1 -" FINE,
	READ "trunk load tap1 - bridge br", .input = "# all of it\n\nnative network c # the parent\nunknown on vlan 1 up network 5001 qinq on local-only off name a:1\r\nvlan 4094 proto 802.1Q network c locked on" FINE,
	{ .status = 2, .args = "trunk load tap1 -", .input = "native network c\n\nvlan 10x network c\n", .err = "=" E "-:3: trunk load: \"10x\" is not a VLAN id (1-4094)\n" },
	{ .status = 2, .args = "trunk load tap1 -", .input = "vlan 10", .err = "=" E "-:1: trunk load: network NET is missing, see \"trunkctl trunk help\"\n" },
	{ .status = 2, .args = "trunk load tap1 -", .input = "network c", .err = "=" E "-:1: trunk load: native or vlan VID is missing, see \"trunkctl trunk help\"\n" },
	{ .status = 2, .args = "trunk load tap1 -", .input = "tap1 vlan 10 network c", .err = E "-:1: trunk load: unknown word \"tap1\"" },
	{ .status = 2, .args = "trunk load tap1 -", .input = "vlan 10 network c retag 11", .err = E "-:1: trunk load: unknown word \"retag\"" },
	{ .status = 2, .args = "trunk load tap1 -", .input = "vlan 10-20 network c", .err = "=" E "-:1: trunk load: \"10-20\" is not a VLAN id (1-4094): " SINGLE },
	{ .status = 2, .args = "trunk load tap1 -", .input = "vlan 10 network c\n#\nvlan 10 network d\n", .err = "=" E "-:3: trunk load: vlan 10 is in line 1 already\n" },
	{ .status = 2, .args = "trunk load tap1 -", .input = "native network c\nnative network c\n", .err = "=" E "-:2: trunk load: the native port is in line 1 already\n" },
	{ .status = 2, .args = "trunk load tap1 -", .input = "vlan 10 network a/b", .err = "=" E "-:1: trunk load: \"a/b\" is not the name or VNI of a network\n" },
	{ .status = 2, .args = "-b -", .input = "trunk load tap1 -\n", .err = "=" E "-:1: trunk load: standard input has the commands already\n" },

	/* Batches. */
	{ .status = 0, .args = "-b -" },
	{ .status = 0, .args = "-b -", .input = "# nothing\n\n   \t\n" },
	{ .status = 0, .args = "-b -", .input = "bridge help # or not", .out = "trunkctl bridge add BR" },
	{ .status = 2, .args = "-b -", .input = "\n\nsubport add tap1 vlan 10x network c\nfoo\n", .err = "=" E "-:3: subport add: \"10x\" is not a VLAN id (1-4094)\n" },
	{ .status = 2, .args = "-force -b -", .input = "foo\nfdb", .err = E "-:2: fdb: which command is missing, see \"trunkctl fdb help\"\n" },
	{ .status = 1, .args = NOWHERE "-b -", .input = "show\nfoo\n", .err = "=" E "-:1: network namespace no.such.namespace does not exist (ENOENT)\n" },
	{ .status = 2, .args = NOWHERE "-force -b -", .input = "show\nfoo\n", .err = E "-:2: unknown object \"foo\"" },
};

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	return run_rows(argv[1], rows, sizeof(rows) / sizeof(rows[0]));
}
