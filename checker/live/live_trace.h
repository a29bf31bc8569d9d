/* A failing execution of a live program as a file; docs/live.md describes the format. */
#ifndef CHECKER_LIVE_LIVE_TRACE_H
#define CHECKER_LIVE_LIVE_TRACE_H

#include "checker/live/places.h"
#include "checker/live/protocol.h"

#define LIVE_TRACE_FORMAT 1

/* Every string is owned by the trace. */
typedef struct LiveTrace {
    char *program;    /* path; in the file from the trace's folder */
    char **arguments; /* without the program */
    char *digest;     /* of the program's file */
    char *verdict, *message;
    char *strategy;
    uint64_t seed;
    bool plain_steps, no_races;
    bool unlock_steps; /* LiveQuestion.unlock_steps */
    LiveFamily family; /* LiveQuestion.family; count 0: numbers come in the order of creation */
    uint64_t early_timeouts;
    GArray *threads; /* of uint8_t: who makes each step */
    GPtrArray *does; /* of char *: the kind of each step, */
    GPtrArray *to;   /* what it is done to, */
    GPtrArray *at;   /* and the source line */
} LiveTrace;

void live_trace_free(LiveTrace *trace); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LiveTrace, live_trace_free)

/* The file says that it is one. */
bool live_trace_is_one(const char *path);
/* NULL, with *error ready to print, if it is not. */
LiveTrace *live_trace_read(const char *path, GError **error);

/* The failing execution of `shared` as a trace that lies at `path`; free with g_free. */
char *live_trace_text(const LiveShared *shared, char *const *argv, Places *places,
                      const char *path);
/* Write it there. */
bool live_trace_write(const LiveShared *shared, char *const *argv, Places *places, const char *path,
                      GError **error);

/* Hex digest of a file; empty if it cannot be read. */
char *live_digest(const char *path);

#endif
