// SPDX-License-Identifier: GPL-2.0
/*
 * A datapath in two tc programs, as one would write it that does what is needed
 * and no more: it learns nothing and floods nothing.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>

#define SEC(name)		__attribute__((section(name), used))
#define __uint(name, value)	int (*name)[value]
#define __type(name, value)	typeof(value) *name

static void *(*lookup)(void *map, const void *key) =
	(void *)BPF_FUNC_map_lookup_elem;
static long (*vlan_pop)(struct __sk_buff *skb) = (void *)BPF_FUNC_skb_vlan_pop;
static long (*vlan_push)(struct __sk_buff *skb, __be16 proto, __u16 tci) =
	(void *)BPF_FUNC_skb_vlan_push;
static long (*set_tunnel_key)(struct __sk_buff *skb,
			      struct bpf_tunnel_key *key, __u32 size,
			      __u64 flags) =
	(void *)BPF_FUNC_skb_set_tunnel_key;
static long (*get_tunnel_key)(struct __sk_buff *skb,
			      struct bpf_tunnel_key *key, __u32 size,
			      __u64 flags) =
	(void *)BPF_FUNC_skb_get_tunnel_key;
static long (*redirect)(__u32 ifindex, __u64 flags) =
	(void *)BPF_FUNC_redirect;

/* The VLAN of a VM. */
struct vlan {
	__u32 ifindex;
	__u32 vid;
};

/* A station in a network. */
struct station {
	__u32 vni;
	__u8 mac[ETH_ALEN];
	__u16 pad;
};

/* Where it is: behind a remote, or the VLAN of a VM. */
struct place {
	__u32 remote;
	struct vlan vlan;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, struct vlan);
	__type(value, __u32);
} vnis SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 262144);
	__type(key, struct station);
	__type(value, struct place);
} fdb SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} uplink SEC(".maps");

static inline __attribute__((always_inline)) struct place *
find(struct __sk_buff *skb, __u32 vni)
{
	struct station station = { .vni = vni };
	__u8 *data = (void *)(long)skb->data;

	if (data + ETH_HLEN > (__u8 *)(long)skb->data_end)
		return 0;
	__builtin_memcpy(station.mac, data, ETH_ALEN);
	return lookup(&fdb, &station);
}

static inline __attribute__((always_inline)) int
to_vm(struct __sk_buff *skb, const struct vlan *vlan)
{
	vlan_push(skb, __builtin_bswap16(ETH_P_8021Q), vlan->vid);
	return redirect(vlan->ifindex, 0);
}

SEC("tc")
int from_vm(struct __sk_buff *skb)
{
	struct vlan from = { skb->ingress_ifindex, skb->vlan_tci & 0xfff };
	struct bpf_tunnel_key key = {};
	const struct place *place;
	const __u32 *geneve;
	const __u32 *vni;
	__u32 zero = 0;

	vni = lookup(&vnis, &from);
	geneve = lookup(&uplink, &zero);
	if (!vni || !geneve)
		return TC_ACT_SHOT;
	place = find(skb, *vni);
	if (!place)
		return TC_ACT_SHOT;
	vlan_pop(skb);
	if (place->vlan.ifindex)
		return to_vm(skb, &place->vlan);
	key.tunnel_id = *vni;
	key.remote_ipv4 = place->remote;
	key.tunnel_ttl = 64;
	if (set_tunnel_key(skb, &key, sizeof(key), BPF_F_ZERO_CSUM_TX))
		return TC_ACT_SHOT;
	return redirect(*geneve, 0);
}

SEC("tc")
int from_remote(struct __sk_buff *skb)
{
	const struct place *place;
	struct bpf_tunnel_key key;

	if (get_tunnel_key(skb, &key, sizeof(key), 0))
		return TC_ACT_SHOT;
	place = find(skb, key.tunnel_id);
	if (!place || !place->vlan.ifindex)
		return TC_ACT_SHOT;
	return to_vm(skb, &place->vlan);
}

char licensed_as[] SEC("license") = "GPL";
