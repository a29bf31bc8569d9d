/* The Go scheduler and collector as a subject. */
#ifndef MODEL_GO_H
#define MODEL_GO_H

#include "model/future.h"

enum { GO_MAX_FIELDS = 40 + MAX_PS * 10 + MAX_MS * 16 + MAX_GS * 18 };
enum { GO_MAX_OBJECTS = 1 + MAX_PS + MAX_MS + MAX_GS };

/* A configured model and the tables its Subject points into, of which a small world leaves most
 * untouched.  The caller allocates it and must not move it after go_model_init. */
typedef struct GoModel {
    Config config;
    Subject subject;
    Field fields[GO_MAX_FIELDS];
    char actor_names[MAX_MS][8];
    const char *actors[MAX_MS];
    uint16_t objects[GO_MAX_OBJECTS];
} GoModel;

/* Build the subject for a configuration that has no mistake (config_mistake).  Actors are the Ms,
 * in order: actor 0 is m1.  `futures` is zeroed, and not touched before somebody asks for them:
 * room that lives as long as the model, or NULL where nobody will search it. */
void go_model_init(GoModel *model, const Config *config, Futures *futures);

/* Has this goroutine finished its program (or the M its own)?  For {actor: X, is: done}. */
typedef struct DoneContext {
    const GoModel *model;
    uint8_t g, m; /* one of them is 0 */
} DoneContext;
bool go_done(const void *done_context, const uint8_t *state);
Notice go_done_sees(const void *done_context, const uint8_t *before, const uint8_t *after,
                    uint32_t actor);
void go_done_watches(const void *done_context, uint64_t *ret_bytes);

/* Subject.safe and Subject.safety of this model. */
bool go_safe(const void *context, const uint8_t *world, void *memory, uint32_t *ret_actors);
Safety go_safety(const void *context, uint32_t step, const char **ret_because);

/* The invariants by name, for any configuration: also in Subject.predicates. */
extern const Predicate go_invariants[];
extern const uint32_t go_invariant_count;

#endif
