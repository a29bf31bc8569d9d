#include "checker/program/check_command.h"

#include "checker/program/all_command.h"
#include "checker/program/asked.h"
#include "checker/program/checkpoints.h"
#include "checker/program/drift.h"
#include "checker/program/explain.h"
#include "checker/program/files.h"
#include "checker/program/interrupt.h"
#include "checker/program/jobs.h"
#include "checker/program/live_finding.h"
#include "checker/program/live_unit.h"
#include "checker/program/models.h"
#include "checker/program/progress.h"
#include "checker/program/report.h"
#include "checker/program/settle.h"
#include "checker/program/shorten.h"
#include "checker/program/status.h"
#include "checker/program/trace_file.h"

#include <string.h>

/* A variant to search. */
typedef struct Unit {
    const Scenario *scenario;
    Variant *variant;
    char *name; /* for people */
    ProgressLine line;
} Unit;

/* Everything one run of the command needs. */
typedef struct Exploration {
    const Options *options;
    Models models;
    GPtrArray *files;     /* of char * */
    GPtrArray *scenarios; /* of Scenario *: read from the files */
    bool bare;            /* or the subjects, asked by themselves... */
    char **parameters;    /* ...with these, NULL-terminated */
    GArray *units;        /* of Unit: the variants of models that will be searched */
    LiveMake make;        /* the programs of the others */
    Baselines *baselines; /* NULL: they could not be read */
    Report *report;
    ProgressBoard board;
    int status;
} Exploration;

static void complain(Exploration *run, const char *sentence)
{
    fprintf(stderr, "checker: %s\n", sentence);
    run->status = status_worse(run->status, STATUS_BAD_INPUT);
}

/* It is ready to print. */
static void complain_of(Exploration *run, const GError *error)
{
    fputs(error->message, stderr);
    run->status = status_worse(run->status, STATUS_BAD_INPUT);
}

/* -------- what is asked -------- */

static void load_models(Exploration *run)
{
    for (guint i = 0; i < run->options->subject->len; i++) {
        g_autoptr(GError) error = NULL;
        const char *path = g_ptr_array_index(run->options->subject, i);
        if (!models_add(&run->models, path, &error))
            report_bad_input(run->report, path, error->message);
    }
}

static void collect_files(Exploration *run)
{
    for (guint i = 0; i < run->options->operands->len; i++) {
        g_autoptr(GError) error = NULL;
        const char *path = g_ptr_array_index(run->options->operands, i);
        if (!files_collect(path, run->files, &error))
            report_bad_input(run->report, path, error->message);
    }
    run->report->single = run->files->len <= 1;
}

static Scenario *read_scenario(Exploration *run, const char *path, GError **error)
{
    const Options *options = run->options;
    if (options->explain_reductions) return models_read(&run->models, path, error);
    Scenario *scenario = models_read_any(&run->models, path, error);
    if (!scenario || scenario->live || options->command != LIVE) return scenario;
    g_set_error(error, OPTIONS_ERROR, 0,
                "%s: error: this scenario asks a model and runs no program; `checker %s` does\n",
                path, path);
    scenario_free(scenario);
    return NULL;
}

static void read_scenarios(Exploration *run)
{
    for (guint i = 0; i < run->files->len; i++) {
        g_autoptr(GError) error = NULL;
        const char *path = g_ptr_array_index(run->files, i);
        Scenario *scenario = read_scenario(run, path, &error);
        if (scenario) g_ptr_array_add(run->scenarios, scenario);
        else report_bad_input(run->report, path, error->message);
    }
}

static char **parameters_of(const Options *options)
{
    char **parameters = g_new0(char *, options->parameter->len + 1);
    for (guint i = 0; i < options->parameter->len; i++)
        parameters[i] = g_strdup(g_ptr_array_index(options->parameter, i));
    return parameters;
}

static void ask_subject(Exploration *run, const char *path, SubjectEntry *entry)
{
    g_autoptr(GError) error = NULL;
    const Subject *subject =
        module_subject(path, entry, (const char *const *)run->parameters, &error);
    if (subject) g_ptr_array_add(run->scenarios, module_scenario(path, subject));
    else report_bad_input(run->report, path, error->message);
}

/* --subject without a scenario: each of the loaded models is asked by itself. */
static void ask_subjects(Exploration *run)
{
    run->bare = true;
    run->parameters = parameters_of(run->options);
    run->report->subject_parameters = run->parameters;
    for (guint i = 0; i < run->models.modules->len; i++)
        ask_subject(run, g_ptr_array_index(run->models.paths, i),
                    g_array_index(run->models.modules, SubjectModule, i).entry);
    run->report->single = run->scenarios->len <= 1;
}

/* -------- which variants -------- */

typedef void EachVariant(Exploration *run, const Scenario *scenario, Variant *variant);

static void for_each_variant(Exploration *run, EachVariant *act)
{
    for (guint i = 0; i < run->scenarios->len; i++) {
        const Scenario *scenario = g_ptr_array_index(run->scenarios, i);
        for (guint k = 0; k < scenario->variants->len; k++) {
            Variant *variant = g_ptr_array_index(scenario->variants, k);
            if (asked_for(run->options, variant)) act(run, scenario, variant);
        }
    }
}

static void check_variant_names(Exploration *run)
{
    g_autofree char *sentence = asked_unknown_variant(run->options, run->scenarios);
    if (sentence) complain(run, sentence);
}

static bool plan_checkpoints(Exploration *run, const Scenario *scenario, Variant *variant,
                             GError **error)
{
    if (!run->options->checkpoint) return true;
    g_autofree char *plain = trace_file_name(scenario->path, variant->name);
    g_autofree char *name = g_strdup_printf("%s.%.8s", plain, variant->digest);
    variant->options.checkpoint = checkpoints_plan(run->options, name, variant, error);
    return variant->options.checkpoint != NULL;
}

static void settle_live(Exploration *run, const Variant *variant)
{
    g_autofree char *mistake = live_unit_mistake(run->options, variant);
    if (mistake && run->status == STATUS_FINE) complain(run, mistake);
}

static void settle(Exploration *run, const Scenario *scenario, Variant *variant)
{
    g_autoptr(GError) error = NULL;
    if (variant->live) settle_live(run, variant);
    else if (run->status == STATUS_FINE && (!settle_search(run->options, variant, &error) ||
                                            !plan_checkpoints(run, scenario, variant, &error)))
        complain(run, error->message);
    report_expect(run->report, scenario, variant);
}

/* -------- search and report -------- */

static void write_trace(Exploration *run, Finding *finding)
{
    const char *model = finding->variant->question.subject->name;
    Origin origin = {.bare = run->bare, .parameters = (const char *const *)run->parameters};
    origin.subject = run->bare ? finding->scenario->path : models_path(&run->models, model);
    finding->model = origin.subject;
    g_autofree char *path =
        trace_file_path(run->options->trace_dir, finding->scenario->path, finding->variant->name);
    g_autoptr(Trace) trace = finding_trace(finding, &origin, path);
    g_autoptr(GError) error = NULL;
    if (trace_write(trace, path, &error)) finding->trace_path = g_steal_pointer(&path);
    else report_bad_input(run->report, path, error->message);
}

static void add_unit(Exploration *run, const Scenario *scenario, Variant *variant)
{
    if (variant->live) return;
    Unit unit = {.scenario = scenario, .variant = variant};
    unit.name = g_strdup_printf("%s  %s", scenario->path, variant->name);
    unit.line =
        (ProgressLine){.board = &run->board, .name = unit.name, .limits = &variant->options.limits};
    variant->options.interrupted = interrupted;
    g_array_append_val(run->units, unit);
}

static Unit *unit_at(Exploration *run, uint32_t index)
{
    return &g_array_index(run->units, Unit, index);
}

static void report_result(void *data, uint32_t index, Result result)
{
    Exploration *run = data;
    const Unit *unit = unit_at(run, index);
    unit->variant->options = search_options_of(&unit->variant->options, &result);
    progress_clear(&run->board);
    run->board.done++;
    bool as_written = settle_leaves_alone(run->options);
    Finding finding = finding_make(unit->scenario, unit->variant, result, as_written);
    drift_look(run->baselines, run->options, &finding);
    if (finding.path && run->options->trace_dir) write_trace(run, &finding);
    report_finding(run->report, &finding);
    if (checkpoints_refused(result.verdict))
        run->status = status_worse(run->status, STATUS_BAD_INPUT);
    /* Nobody takes what is found: main says so. */
    if (ferror(run->report->out)) *interrupted = 1;
    finding_clear(&finding);
}

static JobsEnd explore_in_turn(Exploration *run)
{
    for (guint i = 0; i < run->units->len; i++) {
        Unit *unit = unit_at(run, i);
        if (*interrupted) return JOBS_INTERRUPTED;
        unit->variant->options.progress = progress_show;
        unit->variant->options.progress_data = &unit->line;
        Result result = checkpoints_search(&unit->variant->question, &unit->variant->options);
        if (!run->options->no_minimise)
            shorten(&unit->variant->question, &unit->variant->options, &result);
        report_result(run, i, result);
    }
    return JOBS_DONE;
}

/* A terminal shows one line: of the variant whose answer is waited for. */
static void show_progress(void *data, uint32_t index, bool is_next, uint32_t under_way,
                          const Statistics *so_far)
{
    Exploration *run = data;
    run->board.under_way = under_way;
    if (is_next || !run->board.in_place) progress_show(&unit_at(run, index)->line, so_far);
}

static JobsEnd explore_side_by_side(Exploration *run, uint32_t jobs)
{
    g_autofree JobSearch *searches = g_new(JobSearch, run->units->len);
    for (guint i = 0; i < run->units->len; i++) {
        const Unit *unit = unit_at(run, i);
        searches[i] = (JobSearch){.name = unit->name,
                                  .question = &unit->variant->question,
                                  .options = &unit->variant->options,
                                  .minimise = !run->options->no_minimise};
    }
    return jobs_run(&(JobsPlan){
        .count = run->units->len,
        .searches = searches,
        .jobs = jobs,
        .processors = settle_processors(),
        .share = !run->options->has_workers,
        .interrupted = interrupted,
        .done = report_result,
        .progress = show_progress,
        .data = run,
    });
}

/* -------- real programs -------- */

static void report_live(Exploration *run, Finding finding)
{
    report_finding(run->report, &finding);
    if (ferror(run->report->out)) *interrupted = 1;
    finding_clear(&finding);
}

static void run_live(Exploration *run, const Scenario *scenario, Variant *variant)
{
    g_autoptr(GError) error = NULL;
    LiveUnit unit = {
        .options = run->options, .scenario = scenario, .variant = variant, .make = &run->make};
    if (!variant->live) return;
    if (*interrupted) {
        run->status = status_worse(run->status, STATUS_INCOMPLETE);
        return;
    }
    if (!live_unit_allowed(run->options)) report_live(run, live_finding_not_run(scenario, variant));
    else if (live_unit_run(&unit, run->report->out, &run->board, &error))
        report_live(run, live_unit_finding(&unit));
    else report_bad_input(run->report, scenario->path, error->message);
    live_unit_clear(&unit);
}

/* -------- all of them -------- */

/* False: the checker or a model is broken, and there is no more to say. */
static bool explore_units(Exploration *run)
{
    for_each_variant(run, add_unit);
    uint32_t jobs = settle_jobs(run->options, run->units->len);
    run->board.count = run->units->len;
    JobsEnd end = jobs == 1 ? explore_in_turn(run) : explore_side_by_side(run, jobs);
    if (end == JOBS_INTERRUPTED) run->status = status_worse(run->status, STATUS_INCOMPLETE);
    if (end == JOBS_BROKEN) run->status = STATUS_BROKEN;
    else for_each_variant(run, run_live);
    return end != JOBS_BROKEN;
}

static void explain_variant(Exploration *run, const Scenario *scenario, Variant *variant)
{
    g_autofree char *text = explain_reductions(scenario, variant);
    fputs(text, run->report->out);
}

static bool make_trace_folder(Exploration *run)
{
    g_autoptr(GError) error = NULL;
    if (trace_file_folder(run->options->trace_dir, &error)) return true;
    complain_of(run, error);
    return false;
}

static bool begin_checkpoints(Exploration *run)
{
    g_autoptr(GError) error = NULL;
    if (!run->options->checkpoint || run->options->resume) return true;
    if (checkpoints_begin(run->options, &error)) return true;
    complain(run, error->message);
    return false;
}

static Report *report_for(const Options *options, FILE *out)
{
    /* Explanations are for people. */
    Report *report = report_new(options->explain_reductions ? FORMAT_TEXT : options->format, out);
    report->color = report_color(options, out);
    report->quiet = options->quiet;
    report->verbose = options->verbose;
    report->stats = options->stats;
    return report;
}

/* If there are models, too, the option is for them. */
static void check_idle(Exploration *run)
{
    const char *idle = live_unit_idle(run->options);
    bool live = run->scenarios->len > 0;
    for (guint i = 0; i < run->scenarios->len; i++)
        live &= ((const Scenario *)g_ptr_array_index(run->scenarios, i))->live;
    if (!live || !idle) return;
    g_autofree char *sentence = g_strdup_printf("--%s is for models, and none is asked", idle);
    complain(run, sentence);
}

/* Everything that was asked for, ready to be searched. */
static void prepare(Exploration *run)
{
    load_models(run);
    collect_files(run);
    read_scenarios(run);
    if (!run->options->operands->len) ask_subjects(run);
    check_variant_names(run);
    check_idle(run);
    for_each_variant(run, settle);
}

static bool open_baselines(Exploration *run)
{
    g_autoptr(GError) error = NULL;
    const char *against = drift_objection(run->options);
    if (against) complain(run, against);
    else run->baselines = drift_baselines(run->options, run->scenarios, &error);
    if (error) complain_of(run, error);
    return run->baselines;
}

/* One that lacks a variant would be worse than none. */
static void write_baselines(Exploration *run)
{
    g_autoptr(GError) error = NULL;
    int status = status_worse(run->status, report_status(run->report));
    if (!run->options->write_baseline) return;
    if (status != STATUS_FINE) complain(run, "no baseline is written: not all is as expected");
    else if (!drift_write(run->baselines, run->options, &error)) complain_of(run, error);
}

static void explore_all(Exploration *run)
{
    report_begin(run->report);
    if (begin_checkpoints(run)) prepare(run);
    bool ready = run->status == STATUS_FINE && make_trace_folder(run) && open_baselines(run);
    if (!ready || explore_units(run)) report_end(run->report);
    if (ready) write_baselines(run);
}

static void explain_all(Exploration *run)
{
    prepare(run);
    if (run->status == STATUS_FINE) for_each_variant(run, explain_variant);
}

int check_command(const Options *options, FILE *out)
{
    if (options->all) return all_command(options, out);
    Exploration run = {.options = options,
                       .models = models_new(),
                       .files = g_ptr_array_new_with_free_func(g_free),
                       .scenarios = g_ptr_array_new(),
                       .units = g_array_new(FALSE, FALSE, sizeof(Unit)),
                       .report = report_for(options, out),
                       .board = progress_board(options, stderr)};
    if (options->explain_reductions) explain_all(&run);
    else explore_all(&run);
    int status = status_worse(run.status, report_status(run.report));
    for (guint i = 0; i < run.scenarios->len; i++) {
        Scenario *scenario = g_ptr_array_index(run.scenarios, i);
        if (run.bare) module_scenario_free(scenario);
        else scenario_free(scenario);
    }
    for (guint i = 0; i < run.units->len; i++)
        g_free(unit_at(&run, i)->name);
    g_array_unref(run.units);
    live_make_clear(&run.make);
    if (run.baselines) g_hash_table_unref(run.baselines);
    g_ptr_array_unref(run.scenarios);
    g_ptr_array_unref(run.files);
    g_strfreev(run.parameters);
    report_free(run.report);
    models_clear(&run.models);
    return status;
}
