/* The future of an M or a G in one state: that of the frames on its stacks. */
#include "model/future.h"

enum { CUT_OF_PROGRAM = CUT_PROGRAMS - 1, CUT_OF_FRAME = ~CUT_RUNNING };

/* What the tables of a cut leave out of the future of this frame: where a forEachP that is not cut
 * goes on after its wait.  RETURN if the frame never returns. */
static uint16_t way_out(uint16_t pc, uint8_t cut)
{
    if (pc == KERNEL_BLOCK) return RETURN;
    if (pc >= STW_CALLER && pc < STW_CHECK_WAIT && cut & CUT_STOPS) return RETURN;
    if (pc < FOREACHP_CALLER_STATUS || pc >= FOREACHP_CHECK_WAIT) return pc;
    uint8_t against = pc < FOREACHP_FLAG_P ? CUT_FOREACHPS : CUT_RUNNING;
    return cut & against ? RETURN : FOREACHP_CHECK_WAIT;
}

/* From the last frame down; false if it never comes to what is below this stack. */
static bool add_stack(const Futures *futures, Future *future, const Frame *frame, uint8_t depth,
                      const uint64_t *ahead, uint8_t cut)
{
    const Future *after = futures->after[cut & CUT_OF_FRAME];

    while (depth-- > 0) {
        uint16_t pc = frame[depth].pc;
        if (pc == PROGRAM_NEXT) future->operations |= ahead[(uint8_t)(frame[depth].argument + 1)];
        else if (pc == PROGRAM_EITHER) future->operations |= ahead[frame[depth].argument];
        else {
            uint16_t out = way_out(pc, cut);
            future_add(future, &after[pc]);
            if (out == RETURN) return false;
            if (out != pc) future_add(future, &after[out]);
        }
    }
    return true;
}

static bool add_g(const Futures *futures, const View *v, uint8_t g, uint8_t cut, Future *future)
{
    const G *gp = &v->g[g - 1];
    return add_stack(futures, future, gp->frame, gp->depth,
                     futures->ahead[cut & CUT_OF_PROGRAM][g - 1], cut);
}

Future future_of_g(const Futures *futures, const View *v, uint8_t g, uint8_t cut)
{
    Future future = {0};
    add_g(futures, v, g, cut, &future);
    return future;
}

Future future_of_m(const Futures *futures, const View *v, uint8_t m, uint8_t cut)
{
    const M *mp = &v->m[m - 1];
    uint8_t g = mp->g ? mp->g : mp->curg;
    Future future = {0};
    bool returns = add_stack(futures, &future, mp->frame, mp->depth,
                             futures->ahead[cut & CUT_OF_PROGRAM][MAX_GS + m - 1], cut);

    if (!g || !returns) return future;
    add_g(futures, v, g, cut, &future);
    if (!v->g[g - 1].depth) future_add(&future, &futures->after[cut & CUT_OF_FRAME][GOEXIT_LEAVE]);
    return future;
}

void future_add_operations(const Futures *futures, Future *future, uint8_t cut)
{
    const Future *after = futures->after[cut & CUT_OF_FRAME];
    uint64_t operations = future->operations;

    for (; operations; operations &= operations - 1) {
        int operation = __builtin_ctzll(operations);
        uint16_t first = operation == AHEAD_GOEXIT ? GOEXIT_LEAVE : operation_info[operation].first;
        future_add(future, &after[first]);
    }
}
