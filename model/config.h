/* The configuration of a world: its size, who starts where, what each does, which historic shape.
 *
 * Constant during a search.  Ids of Gs, Ms and Ps run from 1; 0 is nil.
 */
#ifndef MODEL_CONFIG_H
#define MODEL_CONFIG_H

#include "checker/subject.h"
#include "model/world.h"

/* -------- settings -------- */

typedef enum SettingId {
#define SETTING(constant, name, standard, values, meaning) SETTING_##constant,
#include "model/settings.def"
    SETTING_COUNT
} SettingId;

enum { SETTING_MAX_VALUES = 4 };

typedef struct SettingInfo {
    const char *name, *meaning;
    uint8_t standard;                       /* the value when the scenario is silent */
    const char *values[SETTING_MAX_VALUES]; /* NULL-padded */
} SettingInfo;

extern const SettingInfo setting_info[SETTING_COUNT];

/* -------- operations and programs -------- */

typedef enum OperationId {
#define OPERATION(constant, name, who, argument, first, meaning) OPERATION_##constant,
#include "model/operations.def"
    OPERATION_COUNT
} OperationId;

typedef enum OperationSubject { ON_G, ON_M } OperationSubject;
typedef enum OperationArgument { NO_ARGUMENT, A_G, A_P, A_NUMBER } OperationArgument;

typedef struct OperationInfo {
    const char *name, *meaning;
    OperationSubject who;
    OperationArgument argument;
    uint16_t first; /* the step it begins with */
} OperationInfo;

extern const OperationInfo operation_info[OPERATION_COUNT];

typedef enum InstructionKind {
    INSTRUCTION_END,       /* the goroutine or the M is done */
    INSTRUCTION_OPERATION, /* do it, go on with the next */
    INSTRUCTION_JUMP,      /* go on at target[0] */
    INSTRUCTION_EITHER     /* go on at one of target[0 .. target_count-1]: a visible choice */
} InstructionKind;

enum { MAX_TARGETS = 8, MAX_INSTRUCTIONS = 200 };

typedef struct Instruction {
    uint8_t kind;      /* InstructionKind */
    uint8_t operation; /* OperationId */
    uint8_t argument;  /* an id or a number */
    uint8_t target_count;
    uint8_t target[MAX_TARGETS];
} Instruction;

/* Ends in INSTRUCTION_END; every loop contains an operation. */
typedef struct Program {
    const Instruction *code; /* lives as long as the model */
    uint8_t length; /* at most MAX_INSTRUCTIONS, INSTRUCTION_END included; 0: nothing to do */
} Program;

/* The instruction of that number; behind the last there is nothing to do. */
static inline const Instruction *program_at(const Program *program, uint8_t at)
{
    static const Instruction end = {.kind = INSTRUCTION_END};
    return at < program->length ? &program->code[at] : &end;
}

/* -------- who starts where -------- */

/* How a goroutine starts. */
typedef enum GStart {
    G_ABSENT,     /* no such goroutine: Gdead from the start */
    G_RUNNING,    /* on its M, with a P */
    G_IN_SYSCALL, /* on its M, in a system call, its P long retaken */
    G_QUEUED,     /* Grunnable: on its P's run queue if one is given, else on the global one */
    G_PARKED,     /* Gwaiting: until somebody readies it */
    G_NETWORK,    /* Gwaiting for network input (pollDesc.rg = G) */
} GStart;

typedef struct GConfig {
    uint8_t start; /* GStart */
    uint8_t m, p;  /* as the start needs them */
    bool daemon;   /* need not finish */
    Program program;
} GConfig;

/* How an M starts. */
typedef enum MStart {
    M_IDLE,     /* asleep in stopm, on the idle M list: what startm wakes */
    M_RUNS_G,   /* executes the G that names it (running or in a system call) */
    M_SCHEDULE, /* in schedule() with the P below */
    M_PROGRAM,  /* without a P, executes its own program (netpoll, sysmon) */
} MStart;

typedef struct MConfig {
    uint8_t start;    /* MStart */
    uint8_t p;        /* M_SCHEDULE, and M_RUNS_G with a running G */
    bool daemon;      /* M_PROGRAM: need not finish */
    const char *name; /* the actor's name in traces, "m1" when NULL; lives as long as the model */
    Program program;
} MConfig;

/* Where the parts of a world lie, in bytes. */
typedef struct Layout {
    uint16_t p, m, g, size;
} Layout;

/* What happens at the start, and what never changes.  `layout` and its neighbours are derived:
 * only the copy inside a GoModel has them. */
typedef struct Config {
    uint8_t ps, ms, gs; /* how many: 1 .. 8 */
    uint8_t setting[SETTING_COUNT];
    GConfig g[MAX_GS]; /* g[0] is g1 */
    MConfig m[MAX_MS];
    /* Ps that nobody holds start on the idle list; the lowest is its head. */
    bool stopped; /* the world starts stopped: gcwaiting set, every P in Pgcstop but a runner's */
    uint8_t blacken;  /* gcBlackenEnabled at the start */
    uint8_t markwork; /* pieces of mark work at the start */
    uint8_t phase;    /* gcphase at the start */
    /* Derived by go_model_init: what nobody can do costs no steps. */
    bool network; /* somebody waits for or polls the network */
    bool sysmon;  /* an M runs sysmon */
    Layout layout;
    struct Futures *futures; /* what may follow what here: futures_of() in future.h */
} Config;

/* Everything standard: default settings, nobody there. */
void config_init(Config *config);

/* A sentence on what is wrong with this configuration (two actors on one M, ...), or NULL.  The
 * scenario reader finds most of these itself, with positions; this is the last line. */
const char *config_mistake(const Config *config);

/* The G that M `m` executes at the start, or 0. */
uint8_t config_runs(const Config *config, uint8_t m);

#endif
