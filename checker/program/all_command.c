#include "checker/program/all_command.h"

#include "checker/analysis/failures.h"
#include "checker/program/asked.h"
#include "checker/program/color.h"
#include "checker/program/drift.h"
#include "checker/program/interrupt.h"
#include "checker/program/narrate.h"
#include "checker/program/report.h"
#include "checker/program/settle.h"
#include "checker/program/status.h"
#include "checker/program/trace_file.h"
#include "checker/program/values.h"
#include "checker/scenario/json_text.h"

#include <stdlib.h>
#include <string.h>

/* One variant on its way to the output. */
typedef struct Listing {
    const Options *options;
    FILE *out;
    const Asked *asked;
    const AskedVariant *one;
    Failures failures;
    const char *no_pairs; /* the limit that they were not looked for because of; or NULL */
    GPtrArray *traces;    /* of char *: the file of each failure, or NULL */
    GPtrArray *drift;     /* of char *: what differs from the baseline; NULL: there is none */
    bool is_fine;
} Listing;

static const DistinctFailure *failure_at(const Listing *listing, guint index)
{
    return g_ptr_array_index(listing->failures.list, index);
}

static const Question *question_of(const Listing *listing)
{
    return &listing->one->variant->question;
}

static Path *path_of(const Listing *listing, const DistinctFailure *failure)
{
    return path_of_schedule(question_of(listing)->subject, &failure->schedule);
}

/* -------- is that as it should be? -------- */

static bool is_fine(const Listing *listing)
{
    const Expectation *expect = &listing->one->variant->expect;
    if (!expect->given || expect->verdict.kind == VERDICT_HOLDS)
        return listing->failures.list->len == 0;
    for (guint i = 0; i < listing->failures.list->len; i++)
        if (verdict_fits(failure_at(listing, i)->verdict, expect->verdict)) return true;
    return false;
}

/* -------- traces -------- */

static bool write_trace(Listing *listing, guint index, GError **error)
{
    const DistinctFailure *failure = failure_at(listing, index);
    const Variant *variant = listing->one->variant;
    g_autofree char *name = g_strdup_printf("%s.%u", variant->name, index + 1);
    g_autofree char *path =
        trace_file_path(listing->options->trace_dir, listing->one->scenario->path, name);
    g_autoptr(Path) way = path_of(listing, failure);
    Finding finding = {.scenario = listing->one->scenario,
                       .variant = variant,
                       .result = {.verdict = failure->verdict},
                       .path = way};
    Origin origin = {.subject =
                         models_path(&listing->asked->models, question_of(listing)->subject->name)};
    g_autoptr(Trace) trace = finding_trace(&finding, &origin, path);
    if (!trace_write(trace, path, error)) return false;
    g_ptr_array_add(listing->traces, g_steal_pointer(&path));
    return true;
}

static bool write_traces(Listing *listing, GError **error)
{
    if (!listing->options->trace_dir) return true;
    for (guint i = 0; i < listing->failures.list->len; i++) {
        if (!failure_at(listing, i)->has_schedule) g_ptr_array_add(listing->traces, NULL);
        else if (!write_trace(listing, i, error)) return false;
    }
    return true;
}

static const char *trace_at(const Listing *listing, guint index)
{
    return index < listing->traces->len ? g_ptr_array_index(listing->traces, index) : NULL;
}

/* -------- text -------- */

static void print_also(const Listing *listing, const Move *move)
{
    const Subject *subject = question_of(listing)->subject;
    fprintf(listing->out, "       also by %s at %s\n", subject->actors[move->actor],
            subject->steps[move->step].name);
}

/* What makes it one with others, or tells it from them. */
static void print_pair(const Listing *listing, const DistinctFailure *failure)
{
    const Subject *subject = question_of(listing)->subject;
    if (failure->has_pair)
        fprintf(listing->out, "       %s at %s came before %s at %s\n",
                subject->actors[failure->first.actor], subject->steps[failure->first.step].name,
                subject->actors[failure->second.actor], subject->steps[failure->second.step].name);
    for (guint i = 0; failure->also && i < failure->also->len; i++)
        print_also(listing, &g_array_index(failure->also, Move, i));
}

static void print_failure(const Listing *listing, guint index, Look look)
{
    const DistinctFailure *failure = failure_at(listing, index);
    g_autofree char *name = failure_name(failure, question_of(listing)->subject);
    fprintf(listing->out, "  %3u  %s\n", index + 1, name);
    if (!failure->has_schedule) {
        fputs("       no schedule: it never happens\n", listing->out);
        return;
    }
    fprintf(listing->out, "       %u steps", failure->schedule.length);
    if (failure->moves) {
        g_autofree char *moves = value_count_text(failure->moves);
        fprintf(listing->out, "; in %s way%s", moves, failure->moves == 1 ? "" : "s");
    }
    if (trace_at(listing, index)) fprintf(listing->out, "; %s", trace_at(listing, index));
    fputc('\n', listing->out);
    print_pair(listing, failure);
    if (!listing->options->verbose) return;
    g_autoptr(Path) path = path_of(listing, failure);
    g_autoptr(GString) text = g_string_new("\n");
    narrate(text, question_of(listing), path, failure->verdict, look);
    fprintf(listing->out, "%s\n", text->str);
}

static void print_text(const Listing *listing)
{
    bool color = report_color(listing->options, listing->out);
    uint32_t count = listing->failures.list->len;
    bool calm = listing->is_fine && !(listing->drift && listing->drift->len);
    if (listing->options->quiet && calm && !listing->failures.ended) return;
    const char *shade = listing->is_fine ? COLOR_GOOD : COLOR_BAD;
    g_autofree char *states = value_count_text(listing->failures.states);
    fprintf(listing->out, "%s%s  %s%s: ", COLOR(color, shade), listing->one->scenario->path,
            listing->one->variant->name, COLOR(color, COLOR_END));
    if (listing->failures.ended) fprintf(listing->out, "incomplete: %s\n", listing->failures.ended);
    else if (count == 0) fprintf(listing->out, "no failure in %s states\n", states);
    else
        fprintf(listing->out, "%u distinct failure%s in %s states\n", count, count == 1 ? "" : "s",
                states);
    for (guint i = 0; i < count; i++)
        print_failure(listing, i, (Look){.color = color});
    if (listing->no_pairs)
        fprintf(listing->out, "  the orders that matter were not looked for: too many %s\n",
                listing->no_pairs);
    for (guint i = 0; listing->drift && i < listing->drift->len; i++)
        fprintf(listing->out, "  baseline: %s\n", (char *)g_ptr_array_index(listing->drift, i));
}

/* -------- JSON -------- */

static void json_step(GString *out, const char *key, const Move *move, const Subject *subject)
{
    json_open(out, key, '{');
    json_text(out, "actor", subject->actors[move->actor]);
    json_text(out, "step", subject->steps[move->step].name);
    json_close(out, '}');
}

static void json_pair(GString *out, const DistinctFailure *failure, const Subject *subject)
{
    if (!failure->has_pair) {
        json_null(out, "pair");
        return;
    }
    json_open(out, "pair", '{');
    json_step(out, "first", &failure->first, subject);
    json_step(out, "second", &failure->second, subject);
    json_close(out, '}');
}

static void json_failure(GString *out, const Listing *listing, guint index)
{
    const DistinctFailure *failure = failure_at(listing, index);
    const Subject *subject = question_of(listing)->subject;
    bool somebody = failure->actor != FAILURE_NOBODY;
    g_autofree char *name = failure_name(failure, subject);
    char *verdict = verdict_text(failure->verdict);
    json_open(out, NULL, '{');
    json_text(out, "name", name);
    json_text(out, "verdict", verdict);
    json_text(out, "actor", somebody ? subject->actors[failure->actor] : NULL);
    json_text(out, "step", somebody ? subject->steps[failure->step].name : NULL);
    json_text(out, "waiting", failure->where);
    json_pair(out, failure, subject);
    json_open(out, "also", '[');
    for (guint i = 0; failure->also && i < failure->also->len; i++)
        json_step(out, NULL, &g_array_index(failure->also, Move, i), subject);
    json_close(out, ']');
    json_number(out, "ways", failure->moves);
    if (failure->has_schedule) json_number(out, "length", failure->schedule.length);
    else json_null(out, "length");
    json_text(out, "trace", trace_at(listing, index));
    json_close(out, '}');
    free(verdict);
}

static void print_json(const Listing *listing)
{
    g_autoptr(GString) out = g_string_new(NULL);
    json_open(out, NULL, '{');
    json_text(out, "file", listing->one->scenario->path);
    json_text(out, "variant", listing->one->variant->name);
    json_text(out, "digest", listing->one->variant->digest);
    json_flag(out, "ok", listing->is_fine);
    json_number(out, "states", listing->failures.states);
    json_text(out, "ended", listing->failures.ended);
    json_text(out, "no_pairs", listing->no_pairs);
    json_open(out, "failures", '[');
    for (guint i = 0; i < listing->failures.list->len; i++)
        json_failure(out, listing, i);
    json_close(out, ']');
    if (listing->drift) json_texts(out, "baseline", listing->drift);
    else json_null(out, "baseline");
    json_close(out, '}');
    fprintf(listing->out, "%s\n", out->str);
}

/* -------- the command -------- */

static int finish(Listing *listing)
{
    g_autoptr(GError) error = NULL;
    if (!write_traces(listing, &error)) {
        fputs(error->message, stderr);
        return STATUS_BAD_INPUT;
    }
    if (listing->options->format == FORMAT_JSON) print_json(listing);
    else print_text(listing);
    fflush(listing->out);
    if (listing->failures.ended) return STATUS_INCOMPLETE;
    return listing->is_fine ? STATUS_FINE : STATUS_WRONG;
}

static int list(const Options *options, FILE *out, const Asked *asked, Baselines *baselines,
                const AskedVariant *one)
{
    const Question *question = &one->variant->question;
    SearchOptions search = one->variant->options;
    search.workers = options->has_workers ? (uint32_t)options->workers : settle_processors();
    Listing listing = {.options = options,
                       .out = out,
                       .asked = asked,
                       .one = one,
                       .failures = failures_find(question, &search),
                       .traces = g_ptr_array_new_with_free_func(g_free)};
    const Baseline *baseline = g_hash_table_lookup(baselines, one->scenario->path);
    if (baseline)
        listing.drift = baseline_compare_failures(baseline, one->variant->name, &listing.failures,
                                                  question->subject);
    /* Baselines know failures by their steps, which takes no second look. */
    listing.no_pairs = failures_unite(&listing.failures, question, &search);
    listing.is_fine = is_fine(&listing) && !(options->strict && listing.drift->len);
    int status = finish(&listing);
    if (listing.drift) g_ptr_array_unref(listing.drift);
    g_ptr_array_unref(listing.traces);
    failures_clear(&listing.failures);
    return status;
}

/* It keeps all states and a graph of them in memory, once, in one process. */
static const char *idle_option(const Options *options)
{
    if (options->has_spill) return "spill";
    if (options->has_on_full) return "on-full";
    if (options->has_checkpoint) return "checkpoint";
    if (options->has_jobs) return "jobs";
    return options->stats ? "stats" : NULL;
}

static char *objection(const Options *options)
{
    const char *idle = idle_option(options);
    if (idle) return g_strdup_printf("--all looks at all states in memory, without --%s", idle);
    if (options->write_baseline)
        return g_strdup("--write-baseline writes all failures anyway, without --all");
    if (!settle_leaves_alone(options) || options->has_store || options->explain_reductions)
        return g_strdup("--all looks at all states in one way; of the options that say how to "
                        "search it takes limits and --workers only");
    if (options->has_format && options->format != FORMAT_TEXT && options->format != FORMAT_JSON)
        return g_strdup("--all is written as text or json only");
    if (!options->operands->len) return g_strdup("--all needs a scenario");
    return NULL;
}

static int list_all(const Options *options, FILE *out, const Asked *asked, GError **error)
{
    g_autoptr(GHashTable) baselines = drift_baselines(options, asked->scenarios, error);
    int status = STATUS_FINE;
    if (!baselines || !trace_file_folder(options->trace_dir, error)) return STATUS_BAD_INPUT;
    for (guint i = 0; i < asked->variants->len && !*interrupted; i++)
        status = status_worse(status, list(options, out, asked, baselines,
                                           &g_array_index(asked->variants, AskedVariant, i)));
    return *interrupted ? status_worse(status, STATUS_INCOMPLETE) : status;
}

int all_command(const Options *options, FILE *out)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *against = objection(options);
    Asked asked;
    if (against) {
        fprintf(stderr, "checker: %s\n", against);
        return STATUS_BAD_INPUT;
    }
    int status = STATUS_BAD_INPUT;
    if (asked_read(&asked, options, options->operands, &error))
        status = list_all(options, out, &asked, &error);
    if (error) fputs(error->message, stderr);
    asked_clear(&asked);
    return status;
}
