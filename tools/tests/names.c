// SPDX-License-Identifier: GPL-2.0
/* Prints the tables of names, for tests/names.py to compare with the spec. */
#include <stdio.h>

#include "../names.h"

static void print(const char *kind, const char *of, const struct names *names)
{
	unsigned int i;

	for (i = 0; i < names->count; i++)
		printf("%s %s %u %s\n", kind, of, i,
		       names->list[i] ? names->list[i] : "-");
}

int main(void)
{
	print("enum", "mode", &names_mode);
	print("enum", "unknown", &names_unknown);
	print("enum", "handover", &names_handover);
	print("enum", "selector", &names_selector);
	print("enum", "status", &names_status);
	print("enum", "fdb-type", &names_fdb_type);
	print("enum", "drop", &names_drop);
	print("attr", "bridge", &names_bridge);
	print("attr", "network", &names_network);
	print("attr", "remote", &names_remote);
	print("attr", "trunk", &names_trunk);
	print("attr", "port", &names_port);
	print("attr", "fdb", &names_fdb);
	print("attr", "group", &names_group);
	print("cmd", "all", &names_cmd);
	return 0;
}
