// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/sort.h>
#include <linux/vmalloc.h>
#include <net/net_namespace.h>

#include "tgen.h"

#define MAX_WINDOWS	8192
/* How often others may run until all that was sent has come out. */
#define MAX_TURNS	2000

/**
 * struct run - a measurement that is under way
 * @config: what is measured
 * @dev: where frames enter
 * @result: what is found
 * @index: number of the next frame's (network, MAC)
 * @start: frames that had come out before
 * @making: ticks that making frames took
 * @skb: frames of the window
 */
struct run {
	const struct tgen_config *config;
	struct net_device *dev;
	struct tgen_result *result;
	u32 index;
	u64 start;
	u64 making;
	struct sk_buff *skb[TGEN_MAX_BURST];
};

static u32 *windows;
static u64 ended;
static u64 watched;

static rx_handler_result_t end_of_way(struct sk_buff **pskb)
{
	ended++;
	consume_skb(*pskb);
	return RX_HANDLER_CONSUMED;
}

static int look_on(struct sk_buff *skb, struct net_device *dev,
		   struct packet_type *type, struct net_device *orig)
{
	watched++;
	consume_skb(skb);
	return 0;
}

/* While it is there, the kernel gives it a clone of each frame. */
static struct packet_type watcher = {
	.type = htons(ETH_P_ALL),
	.func = look_on,
};

static u64 delivered(void)
{
	return tgen_ports_delivered() + ended;
}

/* With icount, and the shift that the benchmark starts QEMU with, the counter
 * counts instructions.
 */
static __always_inline u64 ticks(void)
{
	return __builtin_ia32_rdtsc();
}

/* Nothing else needs these numbers, so that an emulator that looks for them
 * knows where a window begins and ends.
 */
static __always_inline void mark_begin(void)
{
	asm volatile("movl $0x7e11ab1e, %%eax" : : : "eax", "memory");
}

static __always_inline void mark_end(void)
{
	asm volatile("movl $0x7e11ab1f, %%eax" : : : "eax", "memory");
}

static int make_frames(struct run *run)
{
	const struct tgen_config *config = run->config;
	u32 total = config->networks * config->macs;
	struct sk_buff *skb;
	u32 i;

	for (i = 0; i < config->burst; i++) {
		skb = tgen_frame_make(config, run->dev, run->index);
		if (!skb) {
			while (i)
				kfree_skb(run->skb[--i]);
			return -ENOMEM;
		}
		if (config->inject == TGEN_METADATA)
			tgen_metadata_set(skb, run->index);
		else
			skb->protocol = eth_type_trans(skb, run->dev);
		run->skb[i] = skb;
		run->index = (run->index + config->stride) % total;
	}
	return 0;
}

/* Gives the frames away. What they raise runs when BH are enabled again. */
static u64 window(struct run *run)
{
	u32 burst = run->config->burst;
	u64 begin = ticks();
	u32 i;

	if (run->config->mark)
		mark_begin();
	local_bh_disable();
	if (run->config->inject == TGEN_METADATA)
		for (i = 0; i < burst; i++)
			dev_queue_xmit(run->skb[i]);
	else
		for (i = 0; i < burst; i++)
			netif_receive_skb(run->skb[i]);
	local_bh_enable();
	if (run->config->mark)
		mark_end();
	return ticks() - begin;
}

/* Softirqs that go on too long are left to a thread. A window that is cut so
 * is not clean; the next one waits until the thread has done the rest.
 */
static void drain(u64 expected)
{
	unsigned int i;

	for (i = 0; i < MAX_TURNS && delivered() < expected; i++)
		yield();
	cond_resched();
}

static int run_windows(struct run *run)
{
	const struct tgen_config *config = run->config;
	struct tgen_result *result = run->result;
	u64 expected;
	u64 begin;
	u64 took;
	int err;

	for (; result->windows < config->frames / config->burst;
	     result->windows++) {
		begin = ticks();
		err = make_frames(run);
		if (err)
			return err;
		run->making += ticks() - begin;
		expected = delivered() + (u64)config->burst * config->copies;
		took = window(run);
		result->sent += config->burst;
		if (delivered() == expected && result->clean < MAX_WINDOWS)
			windows[result->clean++] = took;
		drain(expected);
	}
	return 0;
}

static int compare(const void *a, const void *b)
{
	const u32 *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* What was left for later by those before is not this measurement's. */
static void settle(void)
{
	rcu_barrier();
	schedule_timeout_uninterruptible(HZ / 20);
}

static int run_all(struct run *run)
{
	struct tgen_result *result = run->result;
	u64 took;
	int err;

	settle();
	run->start = delivered();
	watched = 0;
	took = ticks();
	err = run_windows(run);
	took = ticks() - took - run->making;
	if (err)
		return err;
	result->delivered = delivered() - run->start;
	result->watched = watched;
	if (result->sent)
		result->total = took * 10 / result->sent;
	sort(windows, result->clean, sizeof(*windows), compare, NULL);
	if (result->clean)
		result->median = windows[result->clean / 2] * 10ULL /
				 run->config->burst;
	return 0;
}

/* Lets frames end at the rx handler of a device. */
static struct net_device *end_attach(const struct tgen_config *config)
{
	struct net_device *dev;
	int err;

	dev = dev_get_by_name(&init_net, config->end);
	if (!dev)
		return ERR_PTR(-ENODEV);
	rtnl_lock();
	err = netdev_rx_handler_register(dev, end_of_way, NULL);
	rtnl_unlock();
	if (err) {
		dev_put(dev);
		return ERR_PTR(err);
	}
	return dev;
}

static void end_detach(struct net_device *dev)
{
	rtnl_lock();
	netdev_rx_handler_unregister(dev);
	rtnl_unlock();
	dev_put(dev);
}

static int watch(const struct tgen_config *config)
{
	watcher.dev = NULL;
	if (!config->watch[0])
		return 0;
	watcher.dev = dev_get_by_name(&init_net, config->watch);
	if (!watcher.dev)
		return -ENODEV;
	dev_add_pack(&watcher);
	return 0;
}

static void unwatch(void)
{
	if (!watcher.dev)
		return;
	dev_remove_pack(&watcher);
	dev_put(watcher.dev);
}

/**
 * tgen_measure() - send frames and count what they cost
 * @config: which frames
 * @result: for what was found
 *
 * Return: 0 or a negative errno.
 */
int tgen_measure(const struct tgen_config *config, struct tgen_result *result)
{
	struct run *run = kzalloc(sizeof(*run), GFP_KERNEL);
	struct net_device *end = NULL;
	int err = 0;

	if (!run)
		return -ENOMEM;
	memset(result, 0, sizeof(*result));
	run->config = config;
	run->result = result;
	run->dev = dev_get_by_name(&init_net, config->dev);
	if (!run->dev) {
		kfree(run);
		return -ENODEV;
	}
	if (config->inject == TGEN_METADATA)
		err = tgen_metadata_init(config);
	if (!err && config->end[0]) {
		end = end_attach(config);
		err = PTR_ERR_OR_ZERO(end);
	}
	if (!err)
		err = watch(config);
	if (!err) {
		err = run_all(run);
		unwatch();
	}
	if (!IS_ERR_OR_NULL(end))
		end_detach(end);
	dev_put(run->dev);
	kfree(run);
	return err;
}

/**
 * tgen_measure_init() - get memory for the windows' ticks
 *
 * Return: 0 or -ENOMEM.
 */
int tgen_measure_init(void)
{
	windows = vmalloc(array_size(MAX_WINDOWS, sizeof(*windows)));
	return windows ? 0 : -ENOMEM;
}

/**
 * tgen_measure_uninit() - free it
 */
void tgen_measure_uninit(void)
{
	vfree(windows);
}
