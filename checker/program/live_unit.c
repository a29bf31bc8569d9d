#include "checker/program/live_unit.h"

#include "checker/live/launch.h"
#include "checker/live/plan_words.h"
#include "checker/program/helpers.h"
#include "checker/program/live_answer.h"
#include "checker/program/live_ask.h"
#include "checker/program/live_case.h"
#include "checker/program/live_finding.h"
#include "checker/program/status.h"
#include "checker/program/trace_file.h"

#include <string.h>

/* -------- the search -------- */

bool live_unit_allowed(const Options *options)
{
    return options->command == LIVE || options->run_programs;
}

/* What the command line says.  `checker --strategy` has the words of models; some are also those of
 * programs. */
static bool search_on_line(const Options *options, LiveSearch *ret)
{
    *ret = live_ask_search(options);
    if (!options->has_strategy) return true;
    for (LiveStrategy strategy = 0; strategy < LIVE_REPLAY; strategy++)
        if (strcmp(live_strategies[strategy], scenario_strategies[options->strategy]) == 0) {
            ret->has_strategy = true;
            ret->strategy = strategy;
        }
    return ret->has_strategy;
}

static LiveSearch search_of(const Options *options, const Variant *variant)
{
    LiveSearch search = variant->live->search, on_line;
    search_on_line(options, &on_line);
    live_search_override(&search, &on_line);
    return search;
}

/* Nothing of what the scenario says is changed, so its exact figures count. */
static bool is_as_written(const Options *options)
{
    LiveSearch on_line;
    search_on_line(options, &on_line);
    bool any = on_line.has_strategy || options->keep_going;
    for (LiveLimit limit = 0; limit < LIVE_LIMITS; limit++)
        any |= on_line.given[limit];
    return !any;
}

const char *live_unit_idle(const Options *o)
{
    const struct {
        bool given;
        const char *name;
    } all[] = {{o->has_store, "store"},
               {o->has_hash_functions, "hash-functions"},
               {o->has_swarm, "swarm"},
               {o->no_symmetry, "no-symmetry"},
               {o->no_por, "no-por"},
               {o->has_spill, "spill"},
               {o->has_on_full, "on-full"},
               {o->has_checkpoint, "checkpoint"},
               {o->has_jobs, "jobs"},
               {o->no_minimise, "no-minimise"},
               {o->stats, "stats"},
               {o->strict, "strict"},
               {o->write_baseline, "write-baseline"}};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        if (all[i].given) return all[i].name;
    return NULL;
}

char *live_unit_mistake(const Options *options, const Variant *variant)
{
    LiveSearch on_line;
    if (!search_on_line(options, &on_line))
        return g_strdup_printf("--strategy %s is for models, and %s runs a program",
                               scenario_strategies[options->strategy], variant->name);
    LiveSearch search = search_of(options, variant);
    g_autofree char *mistake = live_ask_mistake(&search, options);
    if (!mistake) return NULL;
    return g_strdup_printf("%s, and %s is searched by %s", mistake, variant->name,
                           live_strategies[search.strategy]);
}

/* -------- what is run -------- */

static const char *find_program(LiveUnit *unit, GError **error)
{
    const LiveRun *run = unit->variant->live;
    g_autofree char *name = trace_file_name(unit->scenario->path, unit->variant->name);
    return *run->sources ? live_make(unit->make, run, name, error) : run->program;
}

static char **program_words(LiveUnit *unit, GError **error)
{
    const LiveRun *run = unit->variant->live;
    const char *program = find_program(unit, error);
    if (!program) return NULL;
    guint count = g_strv_length((char **)run->arguments);
    char **argv = g_new0(char *, count + 2);
    argv[0] = g_strdup(program);
    for (guint i = 0; i < count; i++)
        argv[i + 1] = g_strdup(run->arguments[i]);
    return argv;
}

static char **runtime_words(const LiveUnit *unit, GError **error)
{
    char *program = helper_find("runtime-live", error);
    if (!program) return NULL;
    GString *plan = g_string_new(NULL);
    plan_words(plan, unit->variant->question.subject);
    char **argv = g_new0(char *, 4);
    argv[0] = program;
    argv[1] = g_string_free(plan, FALSE);
    argv[2] = unit->variant->live->one_m ? g_strdup("one-m") : NULL;
    return argv;
}

static char **words_of(LiveUnit *unit, GError **error)
{
    return unit->variant->live->runtime ? runtime_words(unit, error) : program_words(unit, error);
}

/* -------- running it -------- */

static bool run_search(LiveUnit *unit, const ProgressBoard *board, GError **error)
{
    const LiveAnswer *answer = &unit->live.shared->answer;
    g_autofree char *name = g_strdup_printf("%s  %s", unit->scenario->path, unit->variant->name);
    LiveSearch asked = search_of(unit->options, unit->variant);
    live_ask(&unit->live.shared->question, &asked, unit->options);
    if (!live_search(&unit->live, board, name, error)) return false;
    if (live_status(answer->verdict) != STATUS_BAD_INPUT) return true;
    g_autofree char *verdict = live_verdict(answer);
    g_set_error_literal(error, LIVE_ERROR, 0, verdict);
    return false;
}

/* What was made is kept beside its trace, so that it can be replayed when the sources have changed.
 */
static bool keep_program(LiveUnit *unit, const char *folder, GError **error)
{
    char **argv = unit->live.argv;
    g_autofree char *name = trace_file_name(unit->scenario->path, unit->variant->name);
    if (!*unit->variant->live->sources) return true;
    g_autofree char *path = g_build_filename(folder, name, NULL);
    if (!live_make_copy(argv[0], path, error)) return false;
    g_free(argv[0]);
    argv[0] = g_canonicalize_filename(path, NULL);
    return true;
}

static bool keep(LiveUnit *unit, GError **error)
{
    const char *folder = unit->options->trace_dir;
    if (!folder || live_status(unit->live.shared->answer.verdict) != STATUS_WRONG) return true;
    g_autofree char *path = trace_file_path(folder, unit->scenario->path, unit->variant->name);
    return keep_program(unit, folder, error) && live_keep(&unit->live, path, error);
}

bool live_unit_run(LiveUnit *unit, FILE *out, const ProgressBoard *board, GError **error)
{
    g_autoptr(GError) raw = NULL;
    char **argv = words_of(unit, &raw);
    if (argv) live_begin(&unit->live, unit->options, out, argv);
    if (argv && *unit->variant->live->sources)
        unit->live.name = trace_file_name(unit->scenario->path, unit->variant->name);
    if (argv && run_search(unit, board, &raw) && keep(unit, &raw)) return true;
    g_set_error(error, LIVE_ERROR, 0, "%s:%u: error: %s: %s\n", unit->scenario->path,
                unit->variant->line, unit->variant->name, raw->message);
    return false;
}

Finding live_unit_finding(const LiveUnit *unit)
{
    return live_finding_make(unit->scenario, unit->variant, &unit->live,
                             is_as_written(unit->options));
}

void live_unit_clear(LiveUnit *unit)
{
    if (unit->live.shared) live_end(&unit->live);
}
