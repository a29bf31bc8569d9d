#include "checker/search/checkpoint.h"

#include "checker/search/exploration.h"
#include "checker/search/memory.h"
#include "checker/search/require.h"
#include "checker/search/savefile.h"
#include "checker/search/statistics.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_PATH 4096

static const char magic[8] = "checkpt";

static const CheckpointPlan *plan_of(const Exploration *e)
{
    return e->explored.options->checkpoint;
}

static void complain(const CheckpointPlan *plan, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void complain(const CheckpointPlan *plan, const char *format, ...)
{
    char sentence[MOST_PATH + 256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    if (plan->complain) plan->complain(plan->data, sentence);
}

typedef struct FilePath {
    char text[MOST_PATH];
} FilePath;

/* A search with reductions is told apart by who may end it; it may have gone on to one in which
 * every order counts. */
static const char *const stages[] = {"plain", "reduced", "reduced-every-order"};

static const char *stage_of(const SearchOptions *options)
{
    return stages[!options->groundless ? 0 : options->no_por ? 2 : 1];
}

static FilePath path_in(const char *folder, const char *stage, const char *what)
{
    FilePath path;
    snprintf(path.text, sizeof path.text, "%s/%s.%s", folder, stage, what);
    return path;
}

static FilePath path_of(const SearchOptions *options, const char *what)
{
    return path_in(options->checkpoint->folder, stage_of(options), what);
}

/* -------- the journal -------- */

/* What one checkpoint adds; both ways. */
typedef struct Stretch {
    uint32_t leaves, leaves_end;     /* numbers of leaves */
    uint32_t states, states_end;     /* of states whose strings are here */
    uint32_t expanded, expanded_end; /* of states whose successors are */
} Stretch;

static void transfer_leaves(SaveFile *file, Leaves *leaves, const Stretch *stretch)
{
    for (uint32_t number = stretch->leaves; number < stretch->leaves_end; number++) {
        uint8_t bytes[LEAVES_LONGEST] = {0};
        Leaf again = (Leaf)number;
        if (file->writes) memcpy(bytes, leaves_at(leaves, (Leaf)number), leaves->size);
        savefile_bytes(file, bytes, leaves->size);
        if (file->writes || file->failed || file->damaged) continue;
        if (!leaves_enter(leaves, bytes, &again) || again != number) file->damaged = true;
    }
}

/* Leaves that are worth writing: a list of single bytes is longer than the state. */
static Leaves *leaves_of(const Exploration *e)
{
    Leaves *leaves = store_leaves(e->store);
    return leaves && leaves->size != LEAVES_BYTES ? leaves : NULL;
}

/* A state in the journal, in bytes: the list of its leaves, or itself. */
static uint32_t written_length(const Exploration *e)
{
    const Leaves *leaves = leaves_of(e);
    return leaves ? leaves_length(leaves) : e->explored.question->subject->state_size;
}

static void write_states(SaveFile *file, const Exploration *e, const Stretch *stretch)
{
    Opened opened;
    for (uint32_t number = stretch->states; number < stretch->states_end; number++) {
        store_open_folded(e->store, number, &opened);
        if (!leaves_of(e)) store_unfold_opened(e->store, &opened);
        savefile_bytes(file, leaves_of(e) ? opened.list : opened.bytes, written_length(e));
    }
}

#define STATES_PER_LOOK 4096 /* at the memory that is left */

/* Reading is one worker's, alone; of the notes on states what is read may still be changed. */
static bool has_room(Exploration *e, uint32_t first, uint32_t coming)
{
    exploration_make_room(e, coming);
    bool look = first % STATES_PER_LOOK < STORE_MOST_BATCH;
    if (look && !exploration_has_room(e, 0, false)) e->ended = limit_memory;
    if (e->ending) e->ended = (const char *)e->ending;
    return !e->ended;
}

/* The states of one batch again; false: they do not get their old numbers, or find no room. */
static bool insert_again(Exploration *e, StoreBatch *batch, uint32_t first)
{
    Store *store = e->store;
    bool fine = has_room(e, first, batch->count);
    if (!fine) return false;
    store_batch_follow(store, batch);
    store_insert_batch(store, batch, STORE_NONE, true);
    for (uint32_t i = 0; i < batch->count; i++)
        fine &= batch->insertions[i].is_new && batch->insertions[i].number == first + i;
    batch->count = 0;
    return fine;
}

static bool add_again(Exploration *e, StoreBatch *batch, const uint8_t *written)
{
    if (leaves_of(e)) return store_add_list(e->store, batch, (const Leaf *)written);
    return store_add(e->store, batch, written, (Likeness){0});
}

/* The next state.  False: it cannot be read, or there is no room for it. */
static bool read_state(SaveFile *file, Exploration *e, StoreBatch *batch)
{
    _Alignas(8) uint8_t written[SUBJECT_MAX_STATE + sizeof(uint64_t)];
    savefile_bytes(file, written, written_length(e));
    if (file->failed || file->damaged) return false;
    while (!add_again(e, batch, written)) {
        exploration_make_room(e, batch->count);
        if (e->ended) file->damaged = true;
        if (e->ended) return false;
        store_batch_follow(e->store, batch);
    }
    return true;
}

static void read_states(SaveFile *file, Exploration *e, const Stretch *stretch)
{
    StoreBatch batch;
    store_batch_init(e->store, &batch);
    for (uint32_t number = stretch->states; number < stretch->states_end;) {
        uint32_t first = number;
        while (number < stretch->states_end && batch.count < STORE_MOST_BATCH &&
               read_state(file, e, &batch))
            number++;
        if (file->failed || file->damaged) break;
        if (!insert_again(e, &batch, first)) file->damaged = true;
    }
    store_batch_clear(&batch);
}

static void transfer_stretch(SaveFile *file, Exploration *e, const Stretch *stretch)
{
    Leaves *leaves = leaves_of(e);
    if (leaves) transfer_leaves(file, leaves, stretch);
    if (file->writes) write_states(file, e, stretch);
    else read_states(file, e, stretch);
    if (e->ahead)
        savefile_bytes(file, e->ahead + stretch->expanded,
                       (stretch->expanded_end - stretch->expanded) * sizeof *e->ahead);
    savefile_seal(file);
}

static bool write_journal(Exploration *e, Checkpoint *c)
{
    const Leaves *leaves = leaves_of(e);
    Stretch stretch = {.leaves = c->leaves,
                       .leaves_end = leaves ? leaves_count(leaves) : 0,
                       .states = c->states,
                       .states_end = store_count(e->store),
                       .expanded = c->expanded,
                       .expanded_end = exploration_expanded(e)};
    FilePath path = path_of(e->explored.options, "journal");
    SaveFile file = savefile_append(path.text, c->journal_bytes);
    SAVEFILE_VALUE(&file, stretch);
    savefile_seal(&file);
    transfer_stretch(&file, e, &stretch);
    c->journal_bytes = savefile_position(&file);
    c->leaves = stretch.leaves_end;
    c->states = stretch.states_end;
    c->expanded = stretch.expanded_end;
    return savefile_close(&file);
}

/* Does a stretch continue those before it, within what the exploration has room for? */
static bool continues(const Exploration *e, const Checkpoint *so_far, const Stretch *s)
{
    return s->leaves == so_far->leaves && s->leaves_end >= s->leaves &&
           s->leaves_end <= UINT16_MAX + 1u && s->states == so_far->states &&
           s->states_end >= s->states && s->states_end <= e->room &&
           s->expanded == so_far->expanded && s->expanded_end >= s->expanded &&
           s->expanded_end <= s->states_end;
}

/* One stretch, and what is known then. */
static void read_stretch(SaveFile *file, Exploration *e, Checkpoint *so_far)
{
    Stretch stretch = {0};
    SAVEFILE_VALUE(file, stretch);
    savefile_seal(file);
    if (!continues(e, so_far, &stretch)) file->damaged = true;
    if (file->failed || file->damaged) return;
    transfer_stretch(file, e, &stretch);
    so_far->leaves = stretch.leaves_end;
    so_far->states = stretch.states_end;
    so_far->expanded = stretch.expanded_end;
}

static bool read_journal(Exploration *e)
{
    const Checkpoint *wanted = &e->checkpoint;
    FilePath path = path_of(e->explored.options, "journal");
    SaveFile file = savefile_open(path.text);
    Checkpoint so_far = {0};
    while (!file.failed && !file.damaged && savefile_position(&file) < wanted->journal_bytes)
        read_stretch(&file, e, &so_far);
    bool complete = so_far.leaves == wanted->leaves && so_far.states == wanted->states &&
                    so_far.expanded == wanted->expanded;
    return savefile_close(&file) && complete;
}

/* -------- the figures -------- */

/* What a checkpoint is of: everything that must be the same to go on from it. */
typedef struct Origin {
    char magic[sizeof magic];
    uint32_t format, state_size, leaf_size, written_length, actors, steps, checks;
    bool follows_hope; /* Exploration.ahead is there */
    char identity[CHECKPOINT_MOST_IDENTITY];
} Origin;

static Origin origin_of(const Exploration *e)
{
    const Question *question = e->explored.question;
    const Leaves *leaves = leaves_of(e);
    Origin origin;
    memset(&origin, 0, sizeof origin); /* the bytes between members are compared, too */
    memcpy(origin.magic, magic, sizeof magic);
    origin.format = CHECKPOINT_FORMAT;
    origin.state_size = question->subject->state_size;
    origin.leaf_size = leaves ? leaves->size : 0;
    origin.written_length = written_length(e);
    origin.actors = question->subject->actor_count;
    origin.steps = question->subject->step_count;
    origin.checks = question->check_count;
    origin.follows_hope = e->ahead != NULL;
    snprintf(origin.identity, sizeof origin.identity, "%s", plan_of(e)->identity);
    return origin;
}

static void transfer_statistics(SaveFile *file, const Question *question, Statistics *s)
{
    const Subject *subject = question->subject;
    SAVEFILE_VALUE(file, s->transitions);
    SAVEFILE_VALUE(file, s->other);
    SAVEFILE_VALUE(file, s->depth);
    savefile_bytes(file, s->steps, subject->step_count * sizeof *s->steps);
    savefile_bytes(file, s->together, subject->actor_count * sizeof *s->together);
    savefile_bytes(file, s->alone, subject->actor_count * sizeof *s->alone);
    savefile_bytes(file, s->check_true, question->check_count * sizeof *s->check_true);
    savefile_bytes(file, s->check_false, question->check_count * sizeof *s->check_false);
}

static void transfer_failures(SaveFile *file, Failures *failures)
{
    SAVEFILE_VALUE(file, failures->found);
    SAVEFILE_VALUE(file, failures->depth);
    SAVEFILE_VALUE(file, failures->throws);
    SAVEFILE_VALUE(file, failures->throws_from);
    SAVEFILE_VALUE(file, failures->throws_by);
    if (!file->writes && failures->count > 0)
        memory_reserve(&failures->states, &failures->room, failures->count - 1,
                       sizeof *failures->states);
    savefile_bytes(file, failures->states, failures->count * sizeof *failures->states);
}

static void transfer_levels(SaveFile *file, Exploration *e)
{
    uint64_t next = exploration_expanded(e);
    SAVEFILE_VALUE(file, next);
    SAVEFILE_VALUE(file, e->depth);
    SAVEFILE_VALUE(file, e->level_end);
    e->next = next;
    memory_reserve(&e->levels, &e->levels_room, e->explored.level_count, sizeof *e->levels);
    savefile_bytes(file, e->levels, (e->explored.level_count + 1) * sizeof *e->levels);
    e->explored.levels = e->levels;
}

/* All but the origin; `failures` and `statistics` are those of the whole crew. */
static void transfer_figures(SaveFile *file, Exploration *e, Failures *failures,
                             Statistics *statistics, bool *cut)
{
    Checkpoint *c = &e->checkpoint;
    bool failed = e->failed;
    SAVEFILE_VALUE(file, c->journal_bytes);
    SAVEFILE_VALUE(file, c->leaves);
    SAVEFILE_VALUE(file, c->states);
    SAVEFILE_VALUE(file, c->expanded);
    SAVEFILE_VALUE(file, c->seconds);
    SAVEFILE_VALUE(file, failed);
    SAVEFILE_VALUE(file, *cut);
    /* How much follows is known to be right before there is room made for it. */
    SAVEFILE_VALUE(file, failures->count);
    SAVEFILE_VALUE(file, e->explored.level_count);
    savefile_seal(file);
    if (file->failed || file->damaged) return;
    e->failed = failed;
    transfer_statistics(file, e->explored.question, statistics);
    transfer_failures(file, failures);
    transfer_levels(file, e);
    savefile_bytes(file, e->violating, (size_t)c->states / 8 + 1);
    savefile_bytes(file, e->explored.options->kept, e->explored.options->kept_bytes);
    savefile_seal(file);
}

/* -------- writing -------- */

/* The new file takes the place of the old one, or there is the old one. */
static bool replace(const CheckpointPlan *plan, const FilePath *from, const FilePath *to)
{
    if (rename(from->text, to->text) != 0) return false;
    int folder = open(plan->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool fine = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0) close(folder);
    return fine;
}

static bool write_figures(Exploration *e)
{
    const CheckpointPlan *plan = plan_of(e);
    FilePath fresh = path_of(e->explored.options, "new"),
             path = path_of(e->explored.options, "checkpoint");
    Origin origin = origin_of(e);
    Exploration sum = {.explored = e->explored, .statistics = statistics_new(e->explored.question)};
    exploration_sum(e, &sum);
    SaveFile file = savefile_new(fresh.text);
    SAVEFILE_VALUE(&file, origin);
    savefile_seal(&file);
    transfer_figures(&file, e, &sum.failures, &sum.statistics, &sum.cut);
    statistics_free(&sum.statistics);
    free(sum.failures.states);
    return savefile_close(&file) && replace(plan, &fresh, &path);
}

/* Some state may be half expanded (there was no room for a successor), or the grounds are gone on
 * which orders were left out, which only the state tells that was reached then. */
static bool must_not_be_kept(const Exploration *e)
{
    const atomic_bool *groundless = e->explored.options->groundless;
    return e->ended || (groundless && *groundless);
}

static void write_checkpoint(Exploration *e)
{
    Checkpoint before = e->checkpoint;
    e->checkpoint.seconds = clock_seconds() - e->explored.started;
    if (!write_journal(e, &e->checkpoint) || !write_figures(e)) {
        int error = errno;
        e->checkpoint = before;
        if (!before.broken)
            complain(plan_of(e), "no checkpoint could be written to %s: %s", plan_of(e)->folder,
                     strerror(error));
        e->checkpoint.broken = true;
    }
    e->checkpoint.taken = clock_seconds();
}

void checkpoint_take(Exploration *exploration)
{
    Exploration *e = exploration;
    if (plan_of(e) && !e->depth_first && !must_not_be_kept(e)) write_checkpoint(e);
    e->due = false;
    if (e->ending && !e->ended) e->ended = (const char *)e->ending;
}

void checkpoint_look_at_clock(Exploration *exploration)
{
    Exploration *e = exploration;
    const CheckpointPlan *plan = plan_of(e);
    if (plan && clock_seconds() - e->checkpoint.taken >= plan->seconds) e->due = true;
}

/* -------- going on -------- */

uint32_t checkpoint_leaf_size(const SearchOptions *options)
{
    Origin origin = {0};
    if (!options->checkpoint || !options->checkpoint->resume) return 0;
    FilePath path = path_of(options, "checkpoint");
    SaveFile file = savefile_open(path.text);
    SAVEFILE_VALUE(&file, origin);
    savefile_seal(&file);
    return savefile_close(&file) ? origin.leaf_size : 0;
}

/* Why the checkpoint is not for this search; NULL if it is. */
static const char *objection(const Exploration *e, const SaveFile *file, const Origin *found)
{
    Origin expected = origin_of(e);
    if (file->failed) return strerror(errno);
    if (memcmp(found->magic, magic, sizeof magic) != 0) return "it is no checkpoint";
    if (found->format != CHECKPOINT_FORMAT)
        return "it is of another format: go on with the checker that has written it, or begin anew";
    if (file->damaged) return "it is damaged";
    if (strcmp(found->identity, expected.identity) != 0)
        return "it is of another question, or was searched with other options";
    return memcmp(found, &expected, sizeof expected) == 0 ? NULL : "the model is another one now";
}

static const char *read_figures(Exploration *e, SaveFile *file)
{
    Origin origin;
    memset(&origin, 0, sizeof origin);
    SAVEFILE_VALUE(file, origin);
    savefile_seal(file);
    const char *against = objection(e, file, &origin);
    if (against) return against;
    transfer_figures(file, e, &e->failures, &e->statistics, &e->cut);
    return NULL;
}

const char checkpoint_verdict[] = "checkpoint";

/* What was read of it does not count: least of all a failure. */
static void forget(Exploration *e)
{
    free(e->failures.states);
    e->failures = (Failures){0};
    e->failed = e->cut = false;
    e->explored.level_count = 0;
    e->level_end = 0;
    e->next = 0;
    e->ending = NULL;
    e->due = false;
}

bool checkpoint_resume(Exploration *exploration)
{
    Exploration *e = exploration;
    const CheckpointPlan *plan = plan_of(e);
    e->checkpoint.taken = clock_seconds();
    if (!plan || !plan->resume || e->depth_first) return false;
    FilePath path = path_of(e->explored.options, "checkpoint");
    if (access(path.text, F_OK) != 0) return false;
    SaveFile file = savefile_open(path.text);
    const char *against = read_figures(e, &file);
    if (!savefile_close(&file) && !against) against = "it is damaged";
    if (!against && !read_journal(e) && !e->ended) against = "its journal is damaged";
    if (against) {
        complain(plan, "%s: %s", path.text, against);
        e->ended = checkpoint_verdict;
    }
    if (e->ended) {
        forget(e);
        return true;
    }
    e->explored.started -= e->checkpoint.seconds;
    return true;
}

static void discard(const char *folder, const char *stage)
{
    static const char *const what[] = {"checkpoint", "new", "journal"};
    for (size_t i = 0; i < sizeof what / sizeof *what; i++)
        unlink(path_in(folder, stage, what[i]).text);
}

void checkpoint_discard(const SearchOptions *options)
{
    if (options->checkpoint) discard(options->checkpoint->folder, stage_of(options));
}

void checkpoint_discard_all(const CheckpointPlan *plan)
{
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        discard(plan->folder, stages[i]);
}
