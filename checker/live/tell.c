#include "checker/live/tell.h"

#include "checker/live/launch.h"

char *tell_thread(uint32_t thread)
{
    return thread ? g_strdup_printf("t%u", thread) : g_strdup("main");
}

/* -------- steps -------- */

/* Small negative numbers are more likely than large ones without a sign. */
static int64_t signed_value(uint64_t value, uint32_t size)
{
    enum { LEAST = -4096 };
    uint32_t rest = size < 8 ? 64 - 8 * size : 0;
    int64_t number = (int64_t)(value << rest) >> rest;
    return number >= LEAST || size == 8 ? number : (int64_t)value;
}

char *tell_value(uint64_t value, uint32_t size, Places *places)
{
    g_autofree char *object = size == 8 && value ? places_object(places, value) : NULL;
    if (object && !g_str_has_prefix(object, "0x")) return g_strconcat("&", object, NULL);
    return g_strdup_printf("%" G_GINT64_FORMAT, signed_value(value, size));
}

static void append_values(GString *out, const LiveStep *step, Places *places)
{
    bool cell = step->kind == LIVE_KIND_LOAD || step->kind == LIVE_KIND_STORE ||
                step->kind == LIVE_KIND_UPDATE || step->kind == LIVE_KIND_COMPARE_EXCHANGE;
    if (!cell || step->size > 8) return;
    g_autofree char *before = tell_value(step->before, step->size, places);
    g_autofree char *after = tell_value(step->after, step->size, places);
    g_string_append_printf(out, " %s", before);
    if (step->kind != LIVE_KIND_LOAD) g_string_append_printf(out, " -> %s", after);
}

static void append_step(GString *out, uint32_t number, const LiveStep *step, Places *places)
{
    g_autofree char *thread = tell_thread(step->thread);
    g_autofree char *object = step->address ? places_object(places, step->address) : g_strdup("");
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "%s %s", live_kinds[step->kind], object);
    append_values(text, step, places);
    g_string_append_printf(out, "  %3u  %-5s %-40s %s in %s\n", number, thread, text->str,
                           places_line(places, step->pc), places_function(places, step->pc));
}

void tell_steps(GString *out, const LiveAnswer *answer, Places *places)
{
    places_want(places, answer);
    for (uint32_t i = 0; i < answer->step_count; i++)
        append_step(out, i + 1, &answer->execution[i], places);
}

/* -------- stacks -------- */

/* Of the runtime, which is compiled as a whole: then a name may have got a suffix. */
static bool is_called(const char *function, const char *name)
{
    size_t length = strlen(name);
    return strncmp(function, name, length) == 0 && strchr(".", function[length]);
}

/* Up to where the program begins: the runtime's own frames say nothing. */
static void append_stack(GString *out, const LiveStack *stack, Places *places)
{
    for (uint32_t i = 0; i < stack->count; i++) {
        const char *function = places_function(places, stack->pc[i]);
        if (is_called(function, "thread_entry") || is_called(function, "main_entry")) break;
        g_string_append_printf(out, "      %s in %s\n", places_line(places, stack->pc[i]),
                               function);
    }
}

static void append_access(GString *out, const LiveAccess *access, Places *places)
{
    g_autofree char *thread = tell_thread(access->thread);
    g_autofree char *object = places_object(places, access->address);
    g_string_append_printf(out, "    %s: %s%s of %u bytes, %s\n", thread,
                           access->atomic ? "atomic " : "plain ", access->write ? "write" : "read",
                           access->size, object);
    LiveStack only = {.count = 1, .pc = {access->pc}};
    append_stack(out, access->has_stack ? &access->stack : &only, places);
}

/* -------- memory -------- */

static void append_freed(GString *out, const LiveAnswer *answer, Places *places)
{
    if (!answer->misused) return;
    g_autofree char *memory = places_object(places, answer->misused);
    g_string_append_printf(out, "    the memory: %s\n", memory);
    if (!answer->freed.has_stack) return;
    g_autofree char *name = tell_thread(answer->freed.thread);
    g_string_append_printf(out, "    it was freed by %s:\n", name);
    append_stack(out, &answer->freed.stack, places);
}

/* -------- where everybody is -------- */

static void append_waiting(GString *out, uint32_t number, const LiveThread *thread, Places *places)
{
    g_autofree char *name = tell_thread(number);
    if (thread->kind == LIVE_KIND_JOIN) {
        g_autofree char *other = tell_thread((uint32_t)thread->address - 1);
        g_string_append_printf(out, "    %s waits for the end of %s\n", name, other);
    } else {
        g_autofree char *object = places_object(places, thread->address);
        g_string_append_printf(out, "    %s %s: %s %s\n", name, thread->spins ? "spins" : "waits",
                               live_kinds[thread->kind], object);
    }
    append_stack(out, &thread->stack, places);
}

void tell_failure(GString *out, const LiveAnswer *answer, Places *places)
{
    places_want(places, answer);
    if (answer->verdict == LIVE_RACE) {
        append_access(out, &answer->race[0], places);
        append_access(out, &answer->race[1], places);
        return;
    }
    if (answer->verdict == LIVE_DEADLOCK || answer->verdict == LIVE_LIVELOCK) {
        for (uint32_t i = 0; i < LIVE_MOST_THREADS; i++)
            if (answer->threads[i].present && !answer->threads[i].finished)
                append_waiting(out, i, &answer->threads[i], places);
        return;
    }
    if (answer->failing_thread >= LIVE_MOST_THREADS) return;
    g_autofree char *name = tell_thread(answer->failing_thread);
    g_string_append_printf(out, "    %s:\n", name);
    append_stack(out, &answer->stack, places);
    append_freed(out, answer, places);
}
