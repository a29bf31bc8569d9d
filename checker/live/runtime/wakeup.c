#include "checker/live/runtime/wakeup.h"

#include "checker/live/runtime/pages.h"

#include <string.h>

enum { MOST_BRANCHES = 1 << 21 };

typedef struct Branch {
    Wake step;
    Branches child, sibling;
} Branch;

static Branch *branches;
static uint32_t used;
static Branches unused;

void wakeup_begin(void)
{
    if (!branches) branches = pages_reserve(NULL, sizeof *branches * MOST_BRANCHES);
    used = 0;
    unused = 0;
}

static Branches new_branch(const Step *step)
{
    Branches index = unused;
    if (index) {
        unused = branches[index - 1].sibling;
    } else {
        if (used == MOST_BRANCHES) pages_panic("the wakeup trees are too large");
        index = ++used;
    }
    branches[index - 1] = (Branch){{*step->footprint, step->thread}, 0, 0};
    return index;
}

static void free_branch(Branches index)
{
    branches[index - 1].sibling = unused;
    unused = index;
}

Branches wakeup_take(Branches *tree, Wake *ret_step)
{
    Branch *first = &branches[*tree - 1];
    Branches index = *tree, rest = first->child;
    *ret_step = first->step;
    *tree = first->sibling;
    free_branch(index);
    return rest;
}

uint32_t wakeup_count(Branches tree)
{
    uint32_t count = 0;
    for (; tree; tree = branches[tree - 1].sibling)
        count++;
    return count;
}

void wakeup_drop(Branches tree)
{
    while (tree) {
        Branches next = branches[tree - 1].sibling;
        wakeup_drop(branches[tree - 1].child);
        free_branch(tree);
        tree = next;
    }
}

/* The steps without this one, which is mostly among the first. */
static Step *take_out(Step *steps, uint32_t at)
{
    for (; at; at--)
        steps[at] = steps[at - 1];
    return steps + 1;
}

void wakeup_insert(Branches *tree, Step *steps, uint32_t count)
{
    Branches *link = tree;
    while (*link) {
        Branch *branch = &branches[*link - 1];
        uint32_t at = wakeup_place(&branch->step, steps, count);
        if (at == WAKEUP_NOT) {
            link = &branch->sibling;
            continue;
        }
        /* The branch leads where the steps lead, too, as far as it goes. */
        if (at < count) {
            steps = take_out(steps, at);
            count--;
        }
        if (!branch->child || !count) return;
        link = &branch->child;
    }
    for (uint32_t i = 0; i < count; i++) {
        *link = new_branch(&steps[i]);
        link = &branches[*link - 1].child;
    }
}
