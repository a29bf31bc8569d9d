/* Finding what is interchangeable: exchange two ids in the configuration and compare.
 *
 * That two ids may be exchanged is an equivalence: (a c) is (a b)(b c)(a b).  So every class allows
 * all permutations of its members, and one pass over pairs finds them. */
#include "model/symmetry.h"

#include <string.h>

/* -------- exchanging two ids in a program -------- */

static uint8_t exchanged(const Renaming *renaming, const Instruction *instruction)
{
    uint8_t id = instruction->argument;
    if (instruction->kind != INSTRUCTION_OPERATION || id > MAX_IDS) return id;
    OperationArgument what = operation_info[instruction->operation].argument;
    if (what == A_G) return renaming->to[ID_G][id];
    return what == A_P ? renaming->to[ID_P][id] : id;
}

/* Is `b` what becomes of `a`? */
static bool programs_match(const Renaming *renaming, const Program *a, const Program *b)
{
    if (a->length != b->length) return false;
    for (uint8_t i = 0; i < a->length; i++) {
        Instruction instruction = a->code[i];
        instruction.argument = exchanged(renaming, &instruction);
        if (memcmp(&instruction, &b->code[i], sizeof instruction) != 0) return false;
    }
    return true;
}

/* Only what the steps and may_rest look at counts, not where somebody starts. */
static bool gs_match(const Renaming *renaming, const GConfig *a, const GConfig *b)
{
    return a->daemon == b->daemon && programs_match(renaming, &a->program, &b->program);
}

static bool ms_match(const Renaming *renaming, const MConfig *a, const MConfig *b)
{
    bool own = a->start == M_PROGRAM;
    if (own != (b->start == M_PROGRAM)) return false;
    if (!own) return true;
    return a->daemon == b->daemon && programs_match(renaming, &a->program, &b->program);
}

/* Does the exchange leave the configuration as it is? */
static bool is_automorphism(const Config *config, const Renaming *renaming)
{
    for (uint8_t g = 1; g <= config->gs; g++)
        if (!gs_match(renaming, &config->g[g - 1], &config->g[renaming->to[ID_G][g] - 1]))
            return false;
    for (uint8_t m = 1; m <= config->ms; m++)
        if (!ms_match(renaming, &config->m[m - 1], &config->m[renaming->to[ID_M][m] - 1]))
            return false;
    return true;
}

/* -------- who keeps its name -------- */

static Pinned pinned_by_itself(const Config *config, IdKind kind, uint8_t id)
{
    if (kind != ID_G) return PINNED_NOT;
    return config->g[id - 1].start == G_ABSENT ? PINNED_ABSENT : PINNED_NOT;
}

static void find_class(GoSymmetry *symmetry, IdKind kind, uint8_t id)
{
    symmetry->lead[kind][id] = id;
    for (uint8_t other = 1; other < id && !symmetry->pinned[kind][id]; other++) {
        if (symmetry->pinned[kind][other]) continue;
        Renaming exchange = renaming_exchange(kind, other, id);
        if (!is_automorphism(symmetry->config, &exchange)) continue;
        symmetry->lead[kind][id] = symmetry->lead[kind][other];
        symmetry->moves[kind] = true;
        return;
    }
}

/* -------- orders -------- */

/* What lies ahead from each instruction on: a fixed point, for programs have loops. */
static void find_orders(const Program *program, uint8_t *orders)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (uint8_t i = program->length; i-- > 0;) {
            const Instruction *now = &program->code[i];
            uint8_t ahead = NO_ORDER;
            bool goes_on = now->kind == INSTRUCTION_OPERATION;
            if (goes_on) ahead |= order_ahead(operation_info[now->operation].first);
            if (goes_on && i + 1 < program->length) ahead |= orders[i + 1];
            uint8_t targets = now->kind == INSTRUCTION_JUMP ? 1 : now->target_count;
            for (uint8_t t = 0; t < targets; t++)
                ahead |= orders[now->target[t]];
            changed |= ahead != orders[i];
            orders[i] = ahead;
        }
    }
}

static void find_all_orders(GoSymmetry *symmetry)
{
    const Config *config = symmetry->config;
    for (uint8_t g = 0; g < config->gs; g++) {
        find_orders(&config->g[g].program, symmetry->g_orders[g]);
        symmetry->orders |= symmetry->g_orders[g][0];
    }
    for (uint8_t m = 0; m < config->ms; m++) {
        if (config->m[m].start != M_PROGRAM) continue;
        find_orders(&config->m[m].program, symmetry->m_orders[m]);
        symmetry->orders |= symmetry->m_orders[m][0];
    }
}

/* Of ids that keep their names anyway, the order does not. */
static void keep_orders_that_matter(GoSymmetry *symmetry)
{
    uint8_t matter = NO_ORDER;
    if (symmetry->moves[ID_P]) matter |= ORDER_OF_PS;
    if (symmetry->moves[ID_G]) matter |= ORDER_OF_GS;
    symmetry->orders &= matter;
    for (uint8_t i = 0; i < MAX_IDS; i++)
        for (uint8_t at = 0; at < MAX_INSTRUCTIONS; at++) {
            symmetry->g_orders[i][at] &= matter;
            symmetry->m_orders[i][at] &= matter;
        }
}

/* What the program at the bottom of a stack still comes to, if it is there.  A goroutine that was
 * parked at the start has not begun its first instruction: number -1. */
static uint8_t orders_of_program(const Frame *frame, uint8_t depth, const uint8_t *orders)
{
    bool in_program = depth && (frame[0].pc == PROGRAM_NEXT || frame[0].pc == PROGRAM_EITHER);
    if (!in_program) return NO_ORDER;
    uint8_t at = frame[0].argument;
    return orders[at < MAX_INSTRUCTIONS ? at : 0];
}

/* What the procedures on a stack still come to. */
static uint8_t orders_of_frames(const Frame *frame, uint8_t depth)
{
    uint8_t ahead = NO_ORDER;
    for (uint8_t i = 0; i < depth; i++)
        ahead |= order_ahead(frame[i].pc);
    return ahead;
}

/* Programs first: as long as one has all orders before it, nobody else need be looked at. */
uint8_t go_symmetry_orders(const GoSymmetry *symmetry, const uint8_t *world)
{
    const Config *config = symmetry->config;
    const M *m = (const M *)(world + config->layout.m);
    const G *g = (const G *)(world + config->layout.g);
    uint8_t ahead = NO_ORDER;

    for (uint8_t i = 0; i < config->gs && ahead != symmetry->orders; i++)
        ahead |= orders_of_program(g[i].frame, g[i].depth, symmetry->g_orders[i]);
    for (uint8_t i = 0; i < config->ms && ahead != symmetry->orders; i++)
        ahead |= orders_of_program(m[i].frame, m[i].depth, symmetry->m_orders[i]);
    for (uint8_t i = 0; i < config->gs && ahead != symmetry->orders; i++)
        ahead |= orders_of_frames(g[i].frame, g[i].depth);
    for (uint8_t i = 0; i < config->ms && ahead != symmetry->orders; i++)
        ahead |= orders_of_frames(m[i].frame, m[i].depth);
    return ahead & symmetry->orders;
}

/* -------- in -------- */

void go_symmetry_init(GoSymmetry *symmetry, const GoModel *model,
                      bool pinned[ID_KINDS][MAX_IDS + 1])
{
    memset(symmetry, 0, sizeof *symmetry);
    symmetry->config = &model->config;
    for (IdKind kind = 0; kind < ID_KINDS; kind++) {
        for (uint8_t id = 1; id <= id_count(&model->config, kind); id++) {
            Pinned by_itself = pinned_by_itself(&model->config, kind, id);
            symmetry->pinned[kind][id] = pinned[kind][id] ? PINNED_BY_CHECK : by_itself;
            find_class(symmetry, kind, id);
        }
    }
    find_all_orders(symmetry);
    keep_orders_that_matter(symmetry);
}

bool go_symmetry_exists(const GoSymmetry *symmetry)
{
    return symmetry->moves[ID_G] || symmetry->moves[ID_M] || symmetry->moves[ID_P];
}
