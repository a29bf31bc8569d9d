#include "model/rename.h"

#include <string.h>

/* -------- what a frame holds -------- */

enum { FLAG_BITS = 0x80 }; /* of FLAGGED_M: what is not the M */

typedef struct Shape {
    uint8_t argument, local; /* ID_KINDS: no id */
    uint8_t argument_flags, local_flags;
    uint8_t order;
} Shape;

/* One enumerator for each procedure, so that a step finds the row of its own. */
enum {
#define PROCEDURE(name, argument, local, order) PROCEDURE_##name,
#include "model/frames.def"
    PROCEDURE_COUNT
};

#define NUMBER ID_KINDS, 0
#define REF_G ID_G, 0
#define REF_M ID_M, 0
#define REF_P ID_P, 0
#define FLAGGED_M ID_M, FLAG_BITS
#define SHAPE_OF(argument_kind, argument_bits, local_kind, local_bits, what)                       \
    {                                                                                              \
        .argument = argument_kind, .argument_flags = argument_bits, .local = local_kind,           \
        .local_flags = local_bits, .order = what                                                   \
    }
#define SHAPE(...) SHAPE_OF(__VA_ARGS__)

static const Shape procedure_shape[PROCEDURE_COUNT] = {
#define PROCEDURE(name, argument, local, order) [PROCEDURE_##name] = SHAPE(argument, local, order),
#include "model/frames.def"
};

static const uint8_t procedure_of[STEP_COUNT] = {
#define STEP(name, procedure, reads, writes, source) [name] = PROCEDURE_##procedure,
#define AWAIT(name, procedure, reads, writes, source) [name] = PROCEDURE_##procedure,
#include "model/steps.def"
};

/* Steps at which a frame holds something else than elsewhere in its procedure. */
enum {
    EXCEPTION_NONE,
#define AT(step, argument, local) EXCEPTION_##step,
#include "model/frames.def"
    EXCEPTION_COUNT
};
static const uint8_t exception_of[STEP_COUNT] = {
#define AT(step, argument, local) [step] = EXCEPTION_##step,
#include "model/frames.def"
};
static const Shape exception_shape[EXCEPTION_COUNT] = {
#define AT(step, argument, local) [EXCEPTION_##step] = SHAPE(argument, local, NO_ORDER),
#include "model/frames.def"
};

#undef NUMBER
#undef REF_G
#undef REF_M
#undef REF_P
#undef FLAGGED_M

static const Shape plain = {.argument = ID_KINDS, .local = ID_KINDS};

static const Shape *shape_of(uint16_t pc)
{
    if (pc >= STEP_COUNT) return &plain; /* the program's own frame */
    uint8_t exception = exception_of[pc];
    return exception ? &exception_shape[exception] : &procedure_shape[procedure_of[pc]];
}

uint8_t order_ahead(uint16_t pc)
{
    return pc < STEP_COUNT ? procedure_shape[procedure_of[pc]].order : NO_ORDER;
}

/* -------- what a struct holds -------- */

/* A field that always holds an id of one kind. */
typedef struct IdField {
    uint8_t offset, kind;
} IdField;

/* One row of a table for each field that holds an id, none for the others. */
#define FIELD_REF_G(type, member) {offsetof(type, member), ID_G},
#define FIELD_REF_M(type, member) {offsetof(type, member), ID_M},
#define FIELD_REF_P(type, member) {offsetof(type, member), ID_P},
#define FIELD_NUMBER(type, member)
#define FIELD_SIGNED(type, member)
#define FIELD_FLAG(type, member)
#define FIELD_NOTE(type, member)
#define FIELD_P_STATUS(type, member)
#define FIELD_G_STATUS(type, member)
#define FIELD_STACK_GUARD(type, member)
#define FIELD_POLL(type, member)
#define FIELD_GC_PHASE(type, member)
#define FIELD_WORKER_MODE(type, member)

static const IdField sched_fields[] = {
#define SCHED_FIELD(member, kind, shown, meaning) FIELD_##kind(Sched, member)
#include "model/world.def"
};
static const IdField gc_fields[] = {
#define GC_FIELD(member, kind, shown, meaning) FIELD_##kind(Gc, member)
#include "model/world.def"
};
static const IdField p_fields[] = {
#define P_FIELD(member, kind, shown, meaning) FIELD_##kind(P, member)
#include "model/world.def"
};
static const IdField m_fields[] = {
    {offsetof(M, g), ID_G},
    {offsetof(M, waitlock), ID_G}, /* every callback is about the G that parks */
#define M_FIELD(member, kind, shown, meaning) FIELD_##kind(M, member)
#include "model/world.def"
};
static const IdField g_fields[] = {
#define G_FIELD(member, kind, shown, meaning) FIELD_##kind(G, member)
#include "model/world.def"
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* -------- collecting -------- */

typedef struct Collector {
    const uint8_t *world;
    References *references;
    uint16_t count;
} Collector;

static void collect(Collector *c, const uint8_t *cell, uint8_t kind, uint8_t flags, size_t role)
{
    if (kind == ID_KINDS || !(*cell & (uint8_t)~flags)) return;
    c->references->entry[c->count++] = (Reference){
        .cell = (uint16_t)(cell - c->world), .kind = kind, .flags = flags, .role = (uint8_t)role};
}

static void collect_fields(Collector *c, const void *object, const IdField *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        collect(c, (const uint8_t *)object + fields[i].offset, fields[i].kind, 0, fields[i].offset);
}

static void collect_frames(Collector *c, const void *owner, const Frame *frame, uint8_t depth)
{
    for (uint8_t i = 0; i < depth; i++) {
        const Shape *shape = shape_of(frame[i].pc);
        const uint8_t *argument = &frame[i].argument, *local = &frame[i].local;
        collect(c, argument, shape->argument, shape->argument_flags,
                (size_t)(argument - (const uint8_t *)owner));
        collect(c, local, shape->local, shape->local_flags,
                (size_t)(local - (const uint8_t *)owner));
    }
}

/* What findRunnableGCWorker returned is a worker until its caller has looked at it. */
static void collect_result(Collector *c, const M *m)
{
    uint16_t pc = m->depth ? m->frame[m->depth - 1].pc : RETURN;
    if (m->g || (pc != SCHEDULE_WORKER && pc != FINDRUNNABLE_IDLE_WORKER)) return;
    collect(c, &m->result, ID_G, 0, offsetof(M, result));
}

static void begin_owner(Collector *c, size_t owner)
{
    c->references->first[owner] = c->count;
}

void references_of(const Config *config, const uint8_t *world, References *ret_references)
{
    Layout at = config->layout;
    const P *p = (const P *)(world + at.p);
    const M *m = (const M *)(world + at.m);
    const G *g = (const G *)(world + at.g);
    Collector c = {.world = world, .references = ret_references};

    begin_owner(&c, OWNER_GLOBALS);
    collect_fields(&c, world, sched_fields, COUNT(sched_fields));
    collect_fields(&c, world + sizeof(Sched), gc_fields, COUNT(gc_fields));
    for (size_t i = 0; i < MAX_IDS; i++) {
        begin_owner(&c, OWNER_P + i);
        if (i < config->ps) collect_fields(&c, &p[i], p_fields, COUNT(p_fields));
    }
    for (size_t i = 0; i < MAX_IDS; i++) {
        begin_owner(&c, OWNER_M + i);
        if (i >= config->ms) continue;
        collect_fields(&c, &m[i], m_fields, COUNT(m_fields));
        collect_frames(&c, &m[i], m[i].frame, m[i].depth);
        collect_result(&c, &m[i]);
    }
    for (size_t i = 0; i < MAX_IDS; i++) {
        begin_owner(&c, OWNER_G + i);
        if (i >= config->gs) continue;
        collect_fields(&c, &g[i], g_fields, COUNT(g_fields));
        collect_frames(&c, &g[i], g[i].frame, g[i].depth);
    }
    begin_owner(&c, OWNERS);
}

/* -------- renaming -------- */

const Renaming renaming_identity = {
    .to = {{0, 1, 2, 3, 4, 5, 6, 7, 8}, {0, 1, 2, 3, 4, 5, 6, 7, 8}, {0, 1, 2, 3, 4, 5, 6, 7, 8}}};

Renaming renaming_exchange(IdKind kind, uint8_t a, uint8_t b)
{
    Renaming renaming = renaming_identity;
    renaming.to[kind][a] = b;
    renaming.to[kind][b] = a;
    return renaming;
}

static void move_objects(const uint8_t *to_id, uint8_t count, size_t size, const uint8_t *from,
                         uint8_t *to)
{
    for (uint8_t id = 1; id <= count; id++)
        memcpy(to + (to_id[id] - 1u) * size, from + (id - 1u) * size, size);
}

/* References first, in place of the copy that is moved afterwards: their cells are known by where
 * they lie in `from`. */
void rename_world(const Config *config, const Renaming *renaming, const uint8_t *from, uint8_t *to)
{
    uint8_t renamed[SUBJECT_MAX_STATE];
    References references;
    Layout at = config->layout;

    references_of(config, from, &references);
    memcpy(renamed, from, at.size);
    for (uint16_t i = 0; i < references.first[OWNERS]; i++) {
        Reference ref = references.entry[i];
        uint8_t id = renamed[ref.cell] & (uint8_t)~ref.flags;
        if (id > MAX_IDS) continue; /* a loop over all Ps has come to its end */
        renamed[ref.cell] = (renamed[ref.cell] & ref.flags) | renaming->to[ref.kind][id];
    }
    memcpy(to, renamed, at.p);
    move_objects(renaming->to[ID_P], config->ps, sizeof(P), renamed + at.p, to + at.p);
    move_objects(renaming->to[ID_M], config->ms, sizeof(M), renamed + at.m, to + at.m);
    move_objects(renaming->to[ID_G], config->gs, sizeof(G), renamed + at.g, to + at.g);
}
