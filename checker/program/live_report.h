/* What came of running a program, as people and machines read it (docs/output.md). */
#ifndef CHECKER_PROGRAM_LIVE_REPORT_H
#define CHECKER_PROGRAM_LIVE_REPORT_H

#include "checker/live/places.h"
#include "checker/live/protocol.h"
#include "checker/program/options.h"

#include <stdio.h>

/* One program, and what came of it. */
typedef struct Live {
    const Options *options;
    FILE *out;
    bool color;
    char **argv; /* NULL-terminated */
    char *name;  /* of a program that lies where nobody can look for it; NULL of others */
    LiveShared *shared;
    Places *places;
    char *trace; /* the file that was written; NULL: none */
} Live;

/* The exit status that a verdict comes to. */
int live_status(uint32_t verdict);
/* "deadlock", or "assertion: the message"; free with g_free. */
char *live_verdict(const LiveAnswer *answer);

/* "72 executions, longest 9 steps, 0.01 s"; free with g_free. */
char *live_figures_text(const Live *live);

/* In the format that the options ask for. */
void live_report(const Live *live);
/* There is no answer, and why. */
void live_report_error(const Live *live, const char *message);
/* The steps of the failing execution and what is wrong at its end; free with g_free. */
char *live_failure(const Live *live);

/* -------- the formats (live_formats.c) -------- */

/* Members of an object: what is run, how, and what came of it. */
void live_json_program(GString *out, const Live *live);
void live_json_search(GString *out, const Live *live);
void live_json_answer(GString *out, const Live *live);

void live_json(const Live *live, const char *error);
void live_junit(const Live *live, const char *error);
void live_tap(const Live *live, const char *error);

#endif
