#include "checker/live/again.h"

#include "checker/live/launch.h"

#include <string.h>

void again_ask(LiveQuestion *question, const LiveTrace *trace)
{
    question->strategy = LIVE_REPLAY;
    question->races = !trace->no_races;
    question->plain_steps = trace->plain_steps;
    question->unlock_steps = trace->unlock_steps;
    question->family = trace->family;
    question->early_timeouts = (uint32_t)trace->early_timeouts;
    question->most_steps = LIVE_MOST_STEPS;
    question->schedule_length = trace->threads->len;
    if (trace->threads->len) memcpy(question->schedule, trace->threads->data, trace->threads->len);
    /* That a loop goes on for ever shows after the last step. */
    question->go_on = g_str_equal(trace->verdict, live_verdicts[LIVE_LIVELOCK]);
}

Again again_of(LiveShared *shared, char *const *argv, const volatile int *interrupted)
{
    const LiveAnswer *answer = &shared->answer;
    Again again = {.argv = argv,
                   .interrupted = interrupted,
                   .shared = shared,
                   .verdict = answer->verdict,
                   .threads = g_array_new(FALSE, FALSE, 1)};
    memcpy(again.message, answer->message, sizeof again.message);
    for (uint32_t i = 0; i < answer->step_count; i++)
        g_array_append_val(again.threads, answer->execution[i].thread);
    return again;
}

void again_clear(Again *again)
{
    g_array_unref(again->threads);
    g_clear_error(&again->error);
}

bool again_fails(const Again *again)
{
    const LiveAnswer *answer = &again->shared->answer;
    return !again->error && answer->verdict == again->verdict &&
           strcmp(answer->message, again->message) == 0;
}

/* -------- asking -------- */

static LiveQuestion *ask(Again *again, LiveStrategy strategy, const uint8_t *threads,
                         uint32_t count)
{
    LiveQuestion *question = &again->shared->question;
    question->strategy = strategy;
    question->seek = LIVE_SEEK_FAILURE;
    question->sought_verdict = again->verdict;
    memcpy(question->sought_message, again->message, sizeof question->sought_message);
    question->preemptions = question->delays = question->switches = question->length = UINT32_MAX;
    question->most_executions = question->nanoseconds = 0;
    question->begins = false;
    question->lenient = question->go_on = true;
    question->schedule_length = count;
    if (count) memcpy(question->schedule, threads, count);
    return question;
}

static bool run(Again *again)
{
    return !again->error &&
           live_run(again->shared, again->argv, false, again->interrupted, &again->error);
}

bool again_vary(Again *again, const uint8_t *threads, uint32_t count)
{
    ask(again, LIVE_REPLAY, threads, count);
    return run(again) && again_fails(again);
}

bool again_vary_passes(Again *again, const uint8_t *threads, uint32_t count)
{
    ask(again, LIVE_REPLAY, threads, count)->seek = LIVE_SEEK_PASS;
    return run(again) && again->shared->answer.passed;
}

bool again_as_it_was(Again *again)
{
    LiveQuestion *question =
        ask(again, LIVE_REPLAY, (const uint8_t *)again->threads->data, again->threads->len);
    question->lenient = false;
    question->go_on = again->verdict == LIVE_LIVELOCK;
    return run(again) && again_fails(again);
}

/* -------- searching -------- */

bool again_may_go_on(const Again *again)
{
    return !again->error && !*again->interrupted &&
           (!again->deadline || g_get_monotonic_time() < again->deadline);
}

/* False: nothing is left to search with. */
static bool limit(Again *again, LiveQuestion *question, uint64_t most_executions)
{
    gint64 left = again->deadline ? again->deadline - g_get_monotonic_time() : 0;
    question->most_executions = MIN(again->executions, most_executions);
    question->nanoseconds = left > 0 ? (uint64_t)left * 1000 : 0;
    return again->executions && (!again->deadline || left > 0);
}

/* All that is left out is what was not asked for. */
static bool is_bound(const Again *again)
{
    const LiveAnswer *answer = &again->shared->answer;
    if (answer->verdict != LIVE_INCOMPLETE) return false;
    if (g_str_equal(answer->message, "switches")) return true;
    return g_str_equal(answer->message, "steps") &&
           again->shared->question.length < AGAIN_MOST_STEPS;
}

static AgainFound run_search(Again *again, uint64_t most_executions)
{
    LiveAnswer *answer = &again->shared->answer;
    bool asked = limit(again, &again->shared->question, most_executions);
    if (!asked) {
        answer->verdict = LIVE_INCOMPLETE;
        g_strlcpy(answer->message, again->executions ? "time" : "executions",
                  sizeof answer->message);
    }
    if (!asked || !run(again)) return AGAIN_OPEN;
    uint64_t executions = answer->executions + answer->awaiting + answer->redundant;
    again->executions -= MIN(again->executions, executions);
    if (answer->passed || again_fails(again)) return AGAIN_FOUND;
    return answer->verdict == LIVE_HOLDS || is_bound(again) ? AGAIN_NONE : AGAIN_OPEN;
}

AgainFound again_search(Again *again, uint32_t switches, uint32_t steps)
{
    LiveQuestion *question = ask(again, LIVE_BOUNDED, NULL, 0);
    question->seek = LIVE_SEEK_SAME;
    question->switches = switches;
    question->length = steps;
    return run_search(again, UINT64_MAX);
}

AgainFound again_search_passing(Again *again, uint32_t count, uint64_t most_executions)
{
    LiveQuestion *question = ask(again, LIVE_BOUNDED, (const uint8_t *)again->threads->data, count);
    question->seek = LIVE_SEEK_PASS;
    question->length = AGAIN_MOST_STEPS;
    question->begins = true;
    return run_search(again, most_executions);
}

const char *again_limit(const Again *again)
{
    return g_intern_string(again->shared->answer.message);
}
