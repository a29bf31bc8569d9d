/* n switches, each turned on and off by its own process: as independent as processes can be.
 *
 * Published counts (Rumur's scalarset test, and in closed form): n=5: 32 states; 2^n states,
 * n * 2^n transitions, n + 1 levels.
 */
#include "examples/example.h"

#define MAX_SWITCHES 12

enum { SWITCHES };
static const Parameter parameters[] = {[SWITCHES] = {"n", 5, 1, MAX_SWITCHES}};

enum { OFF, ON };
static const SubjectStep steps[] = {
    [OFF] = {"OFF", "toggle", "turn on", false},
    [ON] = {"ON", "toggle", "turn off", false},
};

typedef struct World {
    uint8_t pc[MAX_SWITCHES];
} World;

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context;
    World *w = (World *)state;
    Step s = step_begin(state, &w->pc[attempt->actor], attempt);

    switch (*s.pc) {
    case OFF:
        return next(&s, ON);
    case ON:
        return next(&s, OFF);
    default:
        return NOT_MINE;
    }
}

const Subject *checker_subject(const char *const *given, const char **ret_error)
{
    Model *model = model_new(parameters, LENGTH(parameters), given, ret_error);
    if (!model) return NULL;
    for (uint32_t i = 0; i < model->value[SWITCHES]; i++)
        model_field(model, "p", i + 1, "pc", "on or off", &model->pc_kind, offsetof(World, pc[i]));
    return model_subject(model, (Subject){.name = "toggles",
                                          .state_size = sizeof(World),
                                          .actor_count = model->value[SWITCHES],
                                          .steps = steps,
                                          .step_count = LENGTH(steps),
                                          .attempt = attempt,
                                          .may_rest = never_rests});
}
