#include "model/footprint.h"

#include "model/others.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SET_WORDS = SUBJECT_MAX_STATE / 64 };

/* The first cell of the set from `at` on; `end` if there is none.  Sets are small: going from cell
 * to cell of a world would take most of a search's time. */
static size_t next_in(const uint64_t *set, size_t at, size_t end)
{
    uint64_t behind = ~UINT64_C(0) << at % 64;
    for (size_t word = at / 64; word * 64 < end; word++, behind = ~UINT64_C(0))
        if (set[word] & behind) return word * 64 + (size_t)__builtin_ctzll(set[word] & behind);
    return end;
}

static bool has(const uint64_t *set, size_t at)
{
    return set[at / 64] >> at % 64 & 1;
}

static Classes classes_of(const Layout *at, const uint64_t *set)
{
    Classes classes = 0;
    for (size_t cell = next_in(set, 0, at->size); cell < at->size;
         cell = next_in(set, cell + 1, at->size))
        classes |= (Classes)1 << step_cell_class(at, cell);
    return classes;
}

static bool same_word(const uint8_t *a, const uint8_t *b)
{
    uint64_t of_a, of_b;
    memcpy(&of_a, a, sizeof of_a);
    memcpy(&of_b, b, sizeof of_b);
    return of_a == of_b;
}

/* The first cell from `at` on that is not the same in both worlds; `end` if there is none. */
static size_t next_change(const uint8_t *a, const uint8_t *b, size_t at, size_t end)
{
    while (at + sizeof(uint64_t) <= end && same_word(a + at, b + at))
        at += sizeof(uint64_t);
    while (at < end && a[at] == b[at])
        at++;
    return at;
}

static void broken(const Step *s, const char *what)
{
    fprintf(stderr, "checker: the declarations and the code disagree: step %u of M %u %s\n", s->pc,
            s->id, what);
    abort();
}

/* -------- steps.def -------- */

static void check_row(const Step *s, const uint8_t *before, Outcome outcome, uint8_t g_before)
{
    const StepInfo *info = &step_info[s->pc];
    Layout at = s->config->layout;

    if (outcome == BLOCKED && memcmp(before, s->world, at.size) != 0)
        broken(s, "blocked and left a mark");
    if (classes_of(&at, s->read) & ~info->reads) broken(s, "reads what it does not declare");
    if (classes_of(&at, s->wrote) & ~info->writes) broken(s, "writes what it does not declare");
    for (size_t cell = next_change(before, s->world, 0, at.size); cell < at.size;
         cell = next_change(before, s->world, cell + 1, at.size)) {
        if (has(s->wrote, cell)) continue;
        if (step_is_private(&at, s->id, g_before, cell)) continue;
        if (step_is_private(&at, s->id, s->self->g, cell)) continue;
        broken(s, "changes a cell without going through a door");
    }
}

/* A sight of one world, with room for all it needs. */
typedef struct Lookout {
    Sight sight;
    MemoOfM m[MAX_MS];
    MemoOfG g[MAX_GS];
} Lookout;

static void look_out(Lookout *lookout, const Step *s, const View *v)
{
    lookout->sight = (Sight){.futures = futures_of(s->config), .view = *v};
    for (uint8_t m = 1; m <= s->config->ms; m++) {
        memo_fill_m(&lookout->m[m - 1], v, m);
        lookout->sight.m[m - 1] = &lookout->m[m - 1];
    }
    for (uint8_t g = 1; g <= s->config->gs; g++) {
        memo_fill_g(&lookout->g[g - 1], v, g);
        lookout->sight.g[g - 1] = &lookout->g[g - 1];
    }
    sight_complete(&lookout->sight);
}

/* -------- own.def -------- */

/* Does the M claim the object that this cell belongs to? */
static bool is_claimed(const Step *s, Claims claims, size_t cell)
{
    Layout at = s->config->layout;
    if (cell < at.p) return false;
    if (cell < at.m) return claims.ps >> (cell - at.p) / sizeof(P) & 1;
    if (cell < at.g) return claims.ms >> (cell - at.m) / sizeof(M) & 1;
    return claims.gs >> (cell - at.g) / sizeof(G) & 1;
}

/* Does another M claim it? */
static bool is_claimed_by_another(const Step *s, const View *old, size_t cell)
{
    for (uint8_t m = 1; m <= s->config->ms; m++)
        if (m != s->id && is_claimed(s, claims_of(old, m), cell)) return true;
    return false;
}

static void check_own(const Step *s, const View *old)
{
    Layout at = s->config->layout;
    Claims claims = claims_of(old, s->id);
    uint64_t touched[SET_WORDS];

    for (size_t word = 0; word < SET_WORDS; word++)
        touched[word] = s->read[word] | s->wrote[word];
    for (size_t cell = next_in(touched, 0, at.size); cell < at.size;
         cell = next_in(touched, cell + 1, at.size)) {
        CellClass class = step_cell_class(&at, cell);
        if (future_owns(futures_of(s->config), s->pc, class) && !is_claimed(s, claims, cell))
            broken(s, "touches more than its own");
        if (has(s->wrote, cell) && future_leaves_claimed(s->pc, class) &&
            !is_claimed(s, claims, cell) && is_claimed_by_another(s, old, cell))
            broken(s, "writes what another claims");
    }
}

/* Whose mark worker a P has is written by Gs that work for it, or for them on g0. */
static void check_homes(const Step *s, const Lookout *old)
{
    const Futures *futures = futures_of(s->config);
    uint8_t gs = old->m[s->id - 1].runs | old->m[s->id - 1].parks, homes = 0;

    for (uint8_t g = 0; g < s->config->gs; g++)
        if (gs >> g & 1) homes |= futures->homes[g];
    for (uint8_t p = 0; p < s->config->ps; p++) {
        size_t cell = (size_t)((const uint8_t *)&s->p[p].gcBgMarkWorker - s->world);
        if (has(s->wrote, cell) && !(homes >> p & 1)) broken(s, "works for another P than it says");
    }
}

static void check_aspects(const Step *s, const View *old, const View *new)
{
    for (uint8_t p = 0; p < s->config->ps; p++) {
        bool was_in_syscall = old->p[p].status == PSYSCALL;
        bool is_in_syscall = new->p[p].status == PSYSCALL;
        if (was_in_syscall != is_in_syscall && !future_changes(s->pc, ASPECT_SYSCALL))
            broken(s, "leads a P into a system call or out of it");
        if (!was_in_syscall && is_in_syscall && !future_changes(s->pc, ASPECT_ENTERED))
            broken(s, "leads a P into a system call");
        if (!old->p[p].runSafePointFn && new->p[p].runSafePointFn &&
            !future_changes(s->pc, ASPECT_RAISED))
            broken(s, "raises a flag");
    }
    if (!old->sched->runqhead && new->sched->runqhead && !future_changes(s->pc, ASPECT_QUEUED))
        broken(s, "queues a G");
}

/* -------- what may follow -------- */

/* All that the M may come to do from here on, by itself and through the Gs that it may come to run.
 */
static Future future_of(const Step *s, const View *v)
{
    const Futures *futures = futures_of(s->config);
    Future future = future_of_m(futures, v, s->id, NO_CUT);

    future_add_operations(futures, &future, NO_CUT);
    for (uint8_t g = 1; future.may & FUTURE_EXECUTES && g <= s->config->gs; g++) {
        Future of_g = future_of_g(futures, v, g, NO_CUT);
        future_add(&future, &of_g);
    }
    future_add_operations(futures, &future, NO_CUT);
    future.operations = 0;
    return future;
}

static bool is_within(const Touch *part, const Touch *whole)
{
    return !(part->any & ~whole->any || part->written & ~whole->written ||
             part->foreign & ~whole->foreign || part->foreign_written & ~whole->foreign_written);
}

static void check_step(const Step *s, const uint8_t *before, const Future *promised)
{
    const Futures *futures = futures_of(s->config);
    const Touch *step = &futures->step[s->pc];
    uint8_t holder = ((const Sched *)before)->lock;
    bool alone = futures->holds_lock[s->pc] || future_acquires(s->pc);

    if (!futures->reached[s->pc]) broken(s, "is taken where nobody can come to it");
    if (futures->holds_lock[s->pc] && holder != s->id) broken(s, "is taken without sched.lock");
    if (future_acquires(s->pc) && holder) broken(s, "takes a lock that is held");
    if (!is_within(step, &promised->all)) broken(s, "was not to be expected");
    if (!alone && !is_within(step, &promised->unlocked)) broken(s, "was not to be expected");
    Classes touched =
        classes_of(&s->config->layout, s->read) | classes_of(&s->config->layout, s->wrote);
    if (touched & ~step->any) broken(s, "touches more than expected");
}

static void check_future(const Step *s, const Future *promised, const View *after)
{
    Future now = future_of(s, after);

    if (!is_within(&now.all, &promised->all) || !is_within(&now.unlocked, &promised->unlocked) ||
        now.may & ~promised->may)
        broken(s, "leads where flow.def does not");
}

/* A claim that ends passes to another M, or the step is known to end it. */
static void check_claims(const Step *s, const View *old, const View *new)
{
    Claims before = claims_of(old, s->id), after = {0};

    for (uint8_t m = 1; m <= s->config->ms; m++) {
        Claims claims = claims_of(new, m);
        after.gs |= claims.gs;
        after.ps |= claims.ps;
    }
    bool ended = (before.gs & ~after.gs) | (before.ps & ~after.ps);
    if (ended && !claims_end(old, s->id, s->pc)) broken(s, "ends a claim");
}

/* -------- what the others were told -------- */

/* What M `m`, which does not move, may rely on: no step that others take is a surprise, and none
 * opens up what was not to be expected before. */
static void check_others(const Step *s, const Lookout *old, const Lookout *new, uint8_t m)
{
    const Futures *futures = futures_of(s->config);
    const Touch *step = &futures->step[s->pc];
    bool alone = futures->holds_lock[s->pc] || future_acquires(s->pc);
    Future promised = others_future(&old->sight, m);

    if (!is_within(step, &promised.all) || (!alone && !is_within(step, &promised.unlocked)))
        broken(s, "was not to be expected by one that does not move");
    if (!grounds_hold(&new->sight)) return;
    Future now = others_future(&new->sight, m);
    if (!is_within(&now.all, &promised.all) || !is_within(&now.unlocked, &promised.unlocked))
        broken(s, "leads where one that does not move expects nobody");
}

static void check_what_others_rely_on(const Step *s, const View *old, const View *new)
{
    Lookout before, after;

    look_out(&before, s, old);
    look_out(&after, s, new);
    if (!grounds_hold(&before.sight)) return;
    check_homes(s, &before);
    for (uint8_t m = 1; m <= s->config->ms; m++)
        if (m != s->id) check_others(s, &before, &after, m);
}

static void check_promises(const Step *s, const uint8_t *before, Outcome outcome)
{
    View old = view_of(s->config, before), new = view_of(s->config, s->world);

    if (outcome == BLOCKED) return;
    check_own(s, &old);
    check_aspects(s, &old, &new);
    if (outcome != RAN) return;
    Future promised = future_of(s, &old);
    check_step(s, before, &promised);
    check_future(s, &promised, &new);
    check_claims(s, &old, &new);
    check_what_others_rely_on(s, &old, &new);
}

Outcome footprint_run(Step *s)
{
    uint8_t before[SUBJECT_MAX_STATE];
    uint64_t read[SET_WORDS] = {0}, wrote[SET_WORDS] = {0};
    uint64_t *const asked[] = {s->read, s->wrote};
    uint8_t g = s->self->g;
    Layout at = s->config->layout;

    memcpy(before, s->world, at.size);
    s->read = read;
    s->wrote = wrote;
    Outcome outcome = step_info[s->pc].run(s);
    check_row(s, before, outcome, g);
    if (futures_of(s->config)) check_promises(s, before, outcome);
    for (size_t word = 0; asked[0] && word < (at.size + 63u) / 64; word++) {
        asked[0][word] |= read[word];
        asked[1][word] |= wrote[word];
    }
    return outcome;
}
