/* For machines: JSON, JUnit and TAP, with the same words as for scenarios. */
#include "checker/live/launch.h"
#include "checker/live/tell.h"
#include "checker/program/live_report.h"
#include "checker/program/status.h"
#include "checker/program/tap_write.h"
#include "checker/program/xml_write.h"
#include "checker/scenario/json_text.h"

static const char *word_of(int status)
{
    return status == STATUS_FINE         ? "ok"
           : status == STATUS_INCOMPLETE ? "open"
           : status == STATUS_WRONG      ? "fail"
                                         : "error";
}

static double seconds_of(const Live *live)
{
    return (double)live->shared->answer.nanoseconds / 1e9;
}

/* -------- JSON: one object -------- */

void live_json_program(GString *out, const Live *live)
{
    json_text(out, "program", live->name ? live->name : live->argv[0]);
    json_open(out, "arguments", '[');
    for (char **argument = live->argv + 1; *argument; argument++)
        json_text(out, NULL, *argument);
    json_close(out, ']');
}

static void append_verdict(GString *out, const LiveAnswer *answer)
{
    json_open(out, "verdict", '{');
    json_text(out, "kind", live_verdicts[answer->verdict]);
    json_text(out, "message", *answer->message ? answer->message : NULL);
    json_close(out, '}');
}

static void append_figures(GString *out, const LiveShared *shared)
{
    const LiveAnswer *answer = &shared->answer;
    double seconds = (double)answer->nanoseconds / 1e9;
    json_number(out, "executions", answer->executions);
    json_number(out, "redundant", answer->redundant);
    json_number(out, "awaiting", answer->awaiting);
    json_number(out, "steps", answer->steps);
    json_number(out, "longest", answer->longest);
    json_number(out, "states", answer->states);
    json_number(out, "transitions", answer->transitions);
    if (shared->question.census) {
        json_number(out, "traces", answer->traces);
        json_number(out, "final_memories", answer->final_states);
    }
    double explored = answer->verdict == LIVE_HOLDS ? 1 : answer->explored;
    if (explored > 0) json_estimate(out, "explored", explored);
    else json_text(out, "explored", NULL);
    json_real(out, "seconds", seconds);
    json_real(out, "executions_per_second", seconds > 0 ? (double)answer->executions / seconds : 0);
}

static void append_failures(GString *out, const LiveAnswer *answer)
{
    json_open(out, "failures", '{');
    for (uint32_t i = 0; i < LIVE_VERDICTS; i++)
        if (answer->failures[i]) json_number(out, live_verdicts[i], answer->failures[i]);
    json_close(out, '}');
}

static void append_step(GString *out, const LiveStep *step, Places *places)
{
    g_autofree char *thread = tell_thread(step->thread);
    g_autofree char *object = step->address ? places_object(places, step->address) : NULL;
    json_open(out, NULL, '{');
    json_text(out, "thread", thread);
    json_text(out, "does", live_kinds[step->kind]);
    json_text(out, "object", object);
    json_flag(out, "writes", step->wrote);
    json_number(out, "before", step->before);
    json_number(out, "after", step->after);
    json_text(out, "function", places_function(places, step->pc));
    json_text(out, "source", places_line(places, step->pc));
    json_close(out, '}');
}

static void append_counterexample(GString *out, const Live *live)
{
    const LiveAnswer *answer = &live->shared->answer;
    if (live_status(answer->verdict) != STATUS_WRONG) {
        json_null(out, "counterexample");
        return;
    }
    places_want(live->places, answer);
    json_open(out, "counterexample", '{');
    json_open(out, "steps", '[');
    for (uint32_t i = 0; i < answer->step_count; i++)
        append_step(out, &answer->execution[i], live->places);
    g_autoptr(GString) end = g_string_new(NULL);
    tell_failure(end, answer, live->places);
    json_close(out, ']');
    json_text(out, "end", end->str);
    json_close(out, '}');
}

void live_json_search(GString *out, const Live *live)
{
    const LiveQuestion *asked = &live->shared->question;
    json_text(out, "strategy", live_strategies[asked->strategy]);
    json_number(out, "seed", asked->seed);
    json_flag(out, "races", asked->races && asked->strategy != LIVE_STATEFUL);
}

void live_json_answer(GString *out, const Live *live)
{
    const LiveAnswer *answer = &live->shared->answer;
    append_verdict(out, answer);
    append_figures(out, live->shared);
    append_failures(out, answer);
    append_counterexample(out, live);
    json_text(out, "trace", live->trace);
}

void live_json(const Live *live, const char *error)
{
    g_autoptr(GString) out = g_string_new(NULL);
    json_open(out, NULL, '{');
    live_json_program(out, live);
    int status = error ? STATUS_BAD_INPUT : live_status(live->shared->answer.verdict);
    if (!error) live_json_search(out, live);
    json_text(out, "status", word_of(status));
    json_flag(out, "ok", status == STATUS_FINE);
    if (error) json_text(out, "error", error);
    else live_json_answer(out, live);
    json_close(out, '}');
    g_string_append_c(out, '\n');
    fputs(out->str, live->out);
}

/* -------- JUnit: a suite of one case -------- */

void live_junit(const Live *live, const char *error)
{
    const LiveAnswer *answer = &live->shared->answer;
    int status = error ? STATUS_BAD_INPUT : live_status(answer->verdict);
    g_autofree char *name = g_strjoinv(" ", live->argv), *verdict = live_verdict(answer);
    g_autoptr(GString) out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                          "<testsuites name=\"checker\">\n  <testsuite");
    xml_attribute(out, "name", live->argv[0]);
    g_string_append_printf(out, " tests=\"1\" failures=\"%d\" errors=\"%d\" skipped=\"%d\"",
                           status == STATUS_WRONG, status == STATUS_BAD_INPUT,
                           status == STATUS_INCOMPLETE);
    xml_seconds(out, seconds_of(live));
    g_string_append(out, ">\n    <testcase");
    xml_attribute(out, "classname", live->argv[0]);
    xml_attribute(out, "name", name);
    xml_seconds(out, seconds_of(live));
    g_string_append(out, ">\n");
    if (status == STATUS_WRONG) {
        g_autofree char *failure = live_failure(live);
        xml_element(out, "failure", verdict, failure);
    }
    if (status == STATUS_BAD_INPUT)
        xml_element(out, "error", "cannot be run", error ? error : verdict);
    if (status == STATUS_INCOMPLETE) xml_element(out, "skipped", verdict, "");
    g_string_append(out, "    </testcase>\n  </testsuite>\n</testsuites>\n");
    fputs(out->str, live->out);
}

/* -------- TAP: one point -------- */

void live_tap(const Live *live, const char *error)
{
    const LiveAnswer *answer = &live->shared->answer;
    int status = error ? STATUS_BAD_INPUT : live_status(answer->verdict);
    g_autofree char *name = g_strjoinv(" ", live->argv);
    g_autofree char *verdict = error ? g_strdup("cannot be run") : live_verdict(answer);
    g_autofree char *text = g_strdup_printf("%s: %s", name, verdict);
    g_autofree char *description = tap_description(text);
    bool bad = status == STATUS_WRONG || status == STATUS_BAD_INPUT;
    fprintf(live->out, "TAP version 13\n%s 1 - %s%s\n", bad ? "not ok" : "ok", description,
            status == STATUS_INCOMPLETE ? " # SKIP incomplete" : "");
    if (error) tap_comment(live->out, error);
    if (status == STATUS_WRONG) {
        g_autofree char *failure = live_failure(live);
        tap_comment(live->out, failure);
    }
    fputs("1..1\n", live->out);
}
