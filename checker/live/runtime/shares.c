/* Depth-first, a share is all that begins with the same choices: executions are cut at a depth, and
 * what is left of each is one.  Of samples, a share is some numbers in a row, of a block that
 * begins where pct looks up how long executions are. */
#include "checker/live/runtime/shares.h"

#include "checker/live/runtime/event.h"
#include "checker/live/runtime/explore.h"
#include "checker/live/runtime/learned.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/search.h"

#include <string.h>

enum {
    WANTED = 256,       /* shares: some are larger than others */
    MOST_CHOICES = 2000 /* that a share begins with */
};

typedef struct Share {
    uint8_t *choices;
    uint32_t length;
    double weight;
} Share;

static Share *shares;
static uint8_t *choices; /* of all */
static bool was_cut;
static uint64_t block_start, block_end, share_size; /* of samples */
static uint64_t longest;                            /* of the executions before the block */

void shares_begin(void)
{
    if (!shares) {
        shares = pages_reserve(NULL, sizeof *shares * MOST_SHARES);
        choices = pages_reserve(NULL, (size_t)MOST_SHARES * MOST_CHOICES);
    }
    was_cut = false;
    block_start = block_end = 0;
}

/* -------- depth-first -------- */

static void add_share(uint32_t number, uint32_t length)
{
    Share *share = &shares[number];
    *share = (Share){choices + (size_t)number * MOST_CHOICES, length, 1};
    for (uint32_t i = 0; i < length; i++) {
        uint32_t all, explored;
        search->branches(i, &all, &explored);
        share->choices[i] = events[i].thread;
        share->weight /= all;
    }
}

/* What happens before the cut will happen in a share; so it is neither counted, nor a failure, nor
 * learned. */
static void forget_execution(const Learned *known)
{
    learned = *known;
    restart_wanted = false;
    answer->verdict = LIVE_HOLDS;
    answer->message[0] = 0;
}

/* All beginnings of this depth; false: there are too many. */
static bool cut_at(const Entry *entry, uint32_t depth, uint32_t *ret_count, bool *ret_deeper)
{
    Learned known = learned;
    *ret_count = 0;
    *ret_deeper = false;
    depth_first_take(NULL, 0, depth);
    explore_begin();
    do {
        if (*ret_count == MOST_SHARES) return false;
        run_execution(entry);
        bool cut = run.steps == depth && ending == ENDED_REDUNDANT;
        *ret_deeper |= cut;
        forget_execution(&known);
        add_share((*ret_count)++, run.steps < depth ? run.steps : depth);
    } while (search->next(true));
    return true;
}

static uint32_t cut(const Entry *entry)
{
    uint32_t depth = 1, before = 0, count = 0;
    bool deeper = true;
    while (deeper && count < WANTED && depth <= MOST_CHOICES) {
        if (!cut_at(entry, depth, &count, &deeper)) {
            cut_at(entry, before, &count, &deeper);
            break;
        }
        before = depth;
        depth += 1 + depth / 16;
    }
    return count;
}

/* -------- samples -------- */

static uint32_t next_block(void)
{
    longest = answer->longest;
    block_start = block_end;
    block_end = block_start ? 2 * block_start : 1;
    if (block_end > question->runs || block_end < block_start) block_end = question->runs;
    uint64_t size = block_end - block_start;
    share_size = (size + WANTED - 1) / WANTED;
    return size ? (uint32_t)((size + share_size - 1) / share_size) : 0;
}

/* -------- either -------- */

static bool is_depth_first(void)
{
    return question->strategy == LIVE_DFS || question->strategy == LIVE_BOUNDED;
}

uint32_t shares_next(const Entry *entry)
{
    if (!is_depth_first()) return next_block();
    if (was_cut) return 0;
    was_cut = true;
    return cut(entry);
}

void share_take(uint32_t number)
{
    if (is_depth_first()) {
        depth_first_take(shares[number].choices, shares[number].length, 0);
        return;
    }
    uint64_t first = block_start + number * share_size, end = first + share_size;
    random_take((Samples){first, end < block_end ? end : block_end, longest});
}

double share_weight(uint32_t number)
{
    return is_depth_first() ? shares[number].weight : 0;
}
