/* A failing execution in words. */
#ifndef CHECKER_LIVE_TELL_H
#define CHECKER_LIVE_TELL_H

#include "checker/live/places.h"
#include "checker/live/protocol.h"

/* "main", or "t2"; free with g_free. */
char *tell_thread(uint32_t thread);

/* What a cell of so many bytes holds: a number, or what it points to; free with g_free. */
char *tell_value(uint64_t value, uint32_t size, Places *places);

/* One line for each step: its number, who, what, and where. */
void tell_steps(GString *out, const LiveAnswer *answer, Places *places);

/* Why it is wrong: the stack, the two accesses, or what each thread waits for. */
void tell_failure(GString *out, const LiveAnswer *answer, Places *places);

#endif
