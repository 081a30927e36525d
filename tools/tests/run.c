// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run.h"

#define TEXT	65536
#define WORDS	64

/**
 * struct result - what a program did
 * @status: exit status, or -1 when it was killed
 * @out: its stdout
 * @err: its stderr
 */
struct result {
	int status;
	char out[TEXT];
	char err[TEXT];
};

/* In the child: become the program. */
static void become(const char *program, const struct row *row, int in, int out,
		   int err)
{
	char *argv[WORDS] = { (char *)program };
	char *rest = strdup(row->args);
	int count = 1;
	char *word;

	while ((word = strtok_r(rest, " ", &rest)) && count < WORDS - 1)
		argv[count++] = strcmp(word, "''") ? word : (char *)"";
	unsetenv("TRUNKCTL_BRIDGE");
	dup2(in, 0);
	dup2(out, 1);
	dup2(err, 2);
	execv(program, argv);
	_exit(127);
}

static void read_back(FILE *file, char text[TEXT])
{
	size_t len;

	rewind(file);
	len = fread(text, 1, TEXT - 1, file);
	text[len] = '\0';
}

static void run(const char *program, const struct row *row,
		struct result *result)
{
	FILE *out = tmpfile();
	FILE *err = tmpfile();
	FILE *in = tmpfile();
	int status = 0;
	pid_t pid;

	if (!out || !err || !in) {
		perror("tmpfile");
		exit(1);
	}
	if (row->input)
		fputs(row->input, in);
	fflush(in);
	rewind(in);
	fflush(stdout);
	pid = fork();
	if (!pid)
		become(program, row, fileno(in), fileno(out), fileno(err));
	waitpid(pid, &status, 0);
	result->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	read_back(out, result->out);
	read_back(err, result->err);
	fclose(out);
	fclose(err);
	fclose(in);
}

static bool matches(const char *expected, const char *text)
{
	size_t len = expected ? strlen(expected) : 0;
	size_t all = strlen(text);

	if (!len)
		return !all;
	if (*expected == '=')
		return !strcmp(expected + 1, text);
	if (expected[len - 1] == '\n')
		return all >= len && !strcmp(expected, text + all - len);
	return strstr(text, expected);
}

/**
 * run_rows() - run a program on each row of a table
 * @program: path of the program
 * @rows: the table
 * @count: how many rows it has
 *
 * Return: exit status of the test.
 */
int run_rows(const char *program, const struct row *rows, size_t count)
{
	static struct result result;
	size_t failed = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		run(program, &rows[i], &result);
		if (result.status == rows[i].status &&
		    matches(rows[i].out, result.out) &&
		    matches(rows[i].err, result.err))
			continue;
		failed++;
		printf("not ok: trunkctl %s\n  exit %d, not %d\n",
		       rows[i].args, result.status, rows[i].status);
		printf("  stdout: %s\n  wanted: %s\n", result.out,
		       rows[i].out ? rows[i].out : "");
		printf("  stderr: %s\n  wanted: %s\n", result.err,
		       rows[i].err ? rows[i].err : "");
	}
	printf("%zu passed, %zu failed, 0 skipped\n", count - failed, failed);
	return failed ? 1 : 0;
}
