# SPDX-License-Identifier: GPL-2.0
#
# Four tables of OVN's southbound database, as ovn_import of ovn_lib.sh lists
# them, to commands of trunkctl for the ports that are bound to chassis $here:
# their networks, the other hypervisors of these, the ports, and where the other
# ports are.

# A list of objects, of a table as OVSDB has it.
def rows: .headings as $names
	| [.data[] | [$names, .] | transpose | map({(.[0]): .[1]}) | add];
def values: if type == "array" and .[0] == "set" then .[1] else [.] end;
def one: values | first;
def map_of: .[1] | map({(.[0]): .[1]}) | add // {};

[inputs | rows] as [$datapaths, $chassis, $encaps, $ports]
| ($datapaths | map({(._uuid[1]): {name: (.external_ids | map_of | .name),
				   vni: .tunnel_key}}) | add) as $network
| ($chassis | map({(._uuid[1]): .name}) | add) as $hypervisor
| ($encaps | map(select(.type == "geneve") | {(.chassis_name): .ip})
	| add) as $ip
| ($ARGS.positional | map(split("=") | {(.[0]): .[1]}) | add) as $dev
| $ports
| map(select(.type == "" and .chassis != ["set", []])
	| .network = $network[.datapath[1]]
	| .hypervisor = $hypervisor[.chassis[1]]
	| .parent = (.parent_port | one)
	| .dev = $dev[.parent // .logical_port]
	| .macs = [.mac | values[] | split(" ")[0]]
	| .selector = if .parent then "vlan \(.tag | one)" else "native" end)
| (map(select(.hypervisor == $here))) as $local
| ([$local[].network] | unique) as $networks
| (map(select(.hypervisor != $here and ([.network] | inside($networks)))))
	as $far
| ($networks[] | "network add \(.name) vni \(.vni) mode ovn"),
  ([$far[] | "remote add \($ip[.hypervisor]) network \(.network.name)"]
	| unique[]),
  ([$local[] | "trunk add \(.dev)"] | unique[]),
  ($local[] | "subport add \(.dev) \(.selector) network \(.network.name)"
	+ " name \(.logical_port) key \(.tunnel_key)"
	+ if .macs | index("unknown") then " unknown on" else "" end),
  ($local[] | . as $port | .macs[] | select(. != "unknown")
	| "fdb add \(.) network \($port.network.name)"
	+ " dev \($port.dev) \($port.selector)"),
  ($far[] | . as $port | .macs[] | select(. != "unknown")
	| "fdb add \(.) network \($port.network.name)"
	+ " remote \($ip[$port.hypervisor]) key \($port.tunnel_key)")
