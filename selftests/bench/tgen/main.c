// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>

#include "tgen.h"

static unsigned int ports = 3;
module_param(ports, uint, 0444);
MODULE_PARM_DESC(ports, "how many devices to make");

static DEFINE_MUTEX(lock); /* result and capture, one measurement at a time */
static struct tgen_result result;
static struct tgen_capture capture;

/* What is not said. */
static const struct tgen_config defaults = {
	.dev = "tg0",
	.inject = TGEN_RECEIVE,
	.frames = 32768,
	.burst = 32,
	.copies = 1,
	.size = 60,
	.headroom = 128,
	.networks = 1,
	.macs = 1,
	.remotes = 1,
	.stride = 1,
	.vni = 5000,
	.port = 6081,
};

/**
 * struct word - a number of the configuration
 * @name: what it is called
 * @offset: where it is
 */
struct word {
	const char *name;
	size_t offset;
};

#define WORD(member) { #member, offsetof(struct tgen_config, member) }

static const struct word words[] = {
	WORD(inject),
	WORD(frames),
	WORD(burst),
	WORD(copies),
	WORD(size),
	WORD(gso),
	WORD(headroom),
	WORD(networks),
	WORD(macs),
	WORD(remotes),
	WORD(stride),
	WORD(src),
	WORD(dst),
	WORD(vid),
	WORD(vni),
	WORD(outer),
	WORD(port),
	WORD(option),
	WORD(capture),
	WORD(mark),
};

static int parse_word(struct tgen_config *config, const char *name,
		      const char *value)
{
	unsigned int i;

	if (!strcmp(name, "dev"))
		return strscpy(config->dev, value, IFNAMSIZ) < 0 ? -EINVAL : 0;
	if (!strcmp(name, "end"))
		return strscpy(config->end, value, IFNAMSIZ) < 0 ? -EINVAL : 0;
	if (!strcmp(name, "watch"))
		return strscpy(config->watch, value, IFNAMSIZ) < 0 ?
		       -EINVAL : 0;
	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(name, words[i].name))
			return kstrtou32(value, 0, (void *)config +
						   words[i].offset);
	return -EINVAL;
}

static int parse(struct tgen_config *config, char *line)
{
	char *name, *value;
	int err;

	*config = defaults;
	while ((name = strsep(&line, "\n "))) {
		if (!*name)
			continue;
		value = strchr(name, '=');
		if (!value)
			return -EINVAL;
		*value++ = '\0';
		err = parse_word(config, name, value);
		if (err)
			return err;
	}
	if (!config->burst || config->burst > TGEN_MAX_BURST ||
	    !config->networks || !config->macs || !config->remotes ||
	    config->size < 60 || config->size > 65000)
		return -ERANGE;
	return 0;
}

static ssize_t tgen_write(struct file *file, const char __user *from,
			  size_t len, loff_t *at)
{
	struct tgen_config config;
	char *line;
	int err;

	if (len >= PAGE_SIZE)
		return -E2BIG;
	line = memdup_user_nul(from, len);
	if (IS_ERR(line))
		return PTR_ERR(line);
	err = parse(&config, line);
	kfree(line);
	if (err)
		return err;
	mutex_lock(&lock);
	memset(&capture, 0, sizeof(capture));
	tgen_ports_capture(config.capture ? &capture : NULL);
	err = tgen_measure(&config, &result);
	mutex_unlock(&lock);
	return err ?: len;
}

static int tgen_show(struct seq_file *file, void *unused)
{
	u32 i;

	mutex_lock(&lock);
	seq_printf(file,
		   "sent %llu delivered %llu watched %llu windows %u clean %u median %llu.%llu total %llu.%llu\n",
		   result.sent, result.delivered, result.watched,
		   result.windows, result.clean,
		   result.median / 10, result.median % 10,
		   result.total / 10, result.total % 10);
	if (capture.len) {
		seq_printf(file, "len %u tag %05x headroom %u data ",
			   capture.len, capture.tag, capture.headroom);
		for (i = 0; i < min_t(u32, capture.len, sizeof(capture.data));
		     i++)
			seq_printf(file, "%02x", capture.data[i]);
		seq_putc(file, '\n');
	}
	mutex_unlock(&lock);
	return 0;
}

static int tgen_open(struct inode *inode, struct file *file)
{
	return single_open(file, tgen_show, NULL);
}

static const struct proc_ops tgen_ops = {
	.proc_open = tgen_open,
	.proc_read = seq_read,
	.proc_write = tgen_write,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};

static int __init tgen_module_init(void)
{
	int err;

	err = tgen_measure_init();
	if (err)
		return err;
	err = tgen_ports_init(ports);
	if (err)
		goto err_ports;
	if (!proc_create("tgen", 0600, NULL, &tgen_ops)) {
		err = -ENOMEM;
		goto err_proc;
	}
	return 0;

err_proc:
	tgen_ports_uninit();
err_ports:
	tgen_measure_uninit();
	return err;
}

static void __exit tgen_module_exit(void)
{
	remove_proc_entry("tgen", NULL);
	tgen_ports_uninit();
	tgen_metadata_uninit();
	tgen_measure_uninit();
}

module_init(tgen_module_init);
module_exit(tgen_module_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Source and sink of frames, for tests");
