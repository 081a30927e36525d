// SPDX-License-Identifier: GPL-2.0
/* A state file, or a folder of them, as a state. */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <libfyaml.h>

#include "../error.h"
#include "yaml.h"

/**
 * reader_fault() - say what is wrong in a file
 * @r: the reading
 * @mark: where
 * @format: the sentence
 */
void reader_fault(struct reader *r, const struct mark *mark,
		  const char *format, ...)
{
	struct ctx ctx = *r->ctx;
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	ctx.file = mark->file;
	ctx.line = mark->line;
	ctx.object = NULL;
	error_line(&ctx, "%s", text);
	r->faults++;
}

static void take_version(struct reader *r, struct fy_node *node, void *object)
{
	struct mark mark = yaml_mark(r, node);
	uint32_t *version = object;

	if (yaml_number(r, node, "version", 1, UINT32_MAX, version) &&
	    *version != STATE_VERSION)
		reader_fault(r, &mark, "version %u is not known, this trunkctl knows version %u",
			     *version, STATE_VERSION);
}

static void take_bridges(struct reader *r, struct fy_node *node, void *object)
{
	(void)object;
	read_bridges(r, node, r->state);
}

static void read_document(struct reader *r, struct fy_document *document)
{
	static const struct yaml_key keys[] = {
		{ "version", take_version },
		{ "bridges", take_bridges },
	};
	static const struct yaml_map map = { keys, 2, NULL };
	struct fy_node *root = fy_document_root(document);
	struct mark mark = yaml_mark(r, root);
	unsigned int faults = r->faults;
	uint32_t version = 0;

	yaml_read_map(r, root, "the file", &map, &version);
	if (faults == r->faults && !version)
		reader_fault(r, &mark, "the file needs a version: %u",
			     STATE_VERSION);
}

/* What the library found wrong, said our way. */
static void report(struct reader *r, struct fy_diag *diag)
{
	struct mark mark = { .file = r->file, .line = 1 };
	struct fy_diag_error *error;
	unsigned int said = 0;
	void *prev = NULL;

	while ((error = fy_diag_errors_iterate(diag, &prev))) {
		mark.line = error->line > 0 ? (unsigned int)error->line : 1;
		reader_fault(r, &mark, "%s", error->msg);
		said++;
	}
	if (!said)
		reader_fault(r, &mark, "this is neither YAML nor JSON");
}

static void parse(struct reader *r, FILE *fp)
{
	struct fy_diag_cfg diag_cfg;
	struct fy_parse_cfg cfg = { .flags = FYPCF_QUIET };
	struct fy_document *document;
	struct fy_diag *diag;

	fy_diag_cfg_default(&diag_cfg);
	diag_cfg.fp = NULL;
	diag = fy_diag_create(&diag_cfg);
	if (diag)
		fy_diag_set_collect_errors(diag, true);
	cfg.diag = diag;
	document = fy_document_build_from_fp(&cfg, fp);
	if (document)
		read_document(r, document);
	else
		report(r, diag);
	fy_document_destroy(document);
	fy_diag_destroy(diag);
}

static void read_file(struct reader *r, const char *path)
{
	bool from_stdin = !strcmp(path, "-");
	FILE *fp = from_stdin ? stdin : fopen(path, "re");

	r->file = from_stdin ? "stdin" : path;
	if (!fp) {
		error_refused(r->ctx, errno, "%s cannot be read", path);
		r->faults++;
		return;
	}
	parse(r, fp);
	if (!from_stdin)
		fclose(fp);
}

static int is_state_file(const struct dirent *entry)
{
	return !fnmatch("*.yaml", entry->d_name, FNM_PERIOD) ||
	       !fnmatch("*.json", entry->d_name, FNM_PERIOD);
}

/*
 * The names live as long as the state, which points to them. A folder without
 * files is an empty state, as on a host that has no trunks yet.
 */
static void read_folder(struct reader *r, const char *path)
{
	struct dirent **entries;
	char *name;
	int count;
	int i;

	count = scandir(path, &entries, is_state_file, alphasort);
	if (count < 0) {
		error_refused(r->ctx, errno, "%s cannot be read", path);
		r->faults++;
		return;
	}
	for (i = 0; i < count; i++) {
		if (asprintf(&name, "%s/%s", path, entries[i]->d_name) < 0 ||
		    list_add(&r->state->names, &name, sizeof(name))) {
			error_refused(r->ctx, ENOMEM, "out of memory");
			r->faults++;
		} else {
			read_file(r, name);
		}
		free(entries[i]);
	}
	free(entries);
}

/**
 * state_read() - read a state file, or all *.yaml and *.json of a folder
 * @ctx: the run
 * @path: the file, the folder, or - for standard input
 * @state: where it goes; an empty state
 *
 * Return: DONE, or REFUSED after having said everything that is wrong.
 */
enum result state_read(struct ctx *ctx, const char *path, struct state *state)
{
	struct reader r = { .ctx = ctx, .state = state };
	struct stat st;

	if (strcmp(path, "-") && !stat(path, &st) && S_ISDIR(st.st_mode))
		read_folder(&r, path);
	else
		read_file(&r, path);
	if (!r.faults)
		state_check(&r);
	return r.faults ? REFUSED : DONE;
}
