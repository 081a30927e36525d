// SPDX-License-Identifier: GPL-2.0
#include "run.h"
static const struct row rows[] = {
	{ .status = 0, .args = "show" },
};
int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	return run_rows(argv[1], rows, sizeof(rows) / sizeof(rows[0]));
}
