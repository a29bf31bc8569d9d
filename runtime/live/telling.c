#include "runtime/live/telling.h"

#include "checker/live/program.h"
#include "checker/live/told_steps.h"
#include "runtime/follow/fields.h"
#include "runtime/follow/plan.h"
#include "runtime/step.h"

#include <string.h>

/* The search shall not see what we look at. */
#define ASIDE __attribute__((no_sanitize("thread")))

enum { MOST_FIELDS = 48 * PLAN_MOST, MOST_TEXT = 128 };

/* Of this thread: the step that it is taking. */
static _Thread_local struct {
    uint32_t m; /* 0: it is none of the Ms */
    bool under_way;
    ToldStep step;
} self;

static const Plan *plan; /* NULL: nothing is told */
static uint32_t left;    /* steps that are still told */
static int32_t before[MOST_FIELDS];
static struct {
    ToldStep step;
    union {
        ToldChange change[MOST_FIELDS];
        char text[MOST_TEXT];
    };
} record;

ASIDE static void tell(ToldStep step)
{
    record.step = step;
    record.step.count = (uint16_t)fields_changed(before, record.change, step.kind == TOLD_WORLD);
    checker_tell(&record, sizeof record.step + record.step.count * sizeof *record.change);
}

ASIDE static void finish_step(void)
{
    if (self.under_way) tell(self.step);
    self.under_way = false;
}

ASIDE void runtime_step(StepId step)
{
    if (!plan || !self.m) return;
    finish_step();
    if (!left--) {
        tell((ToldStep){.kind = TOLD_CUT});
        checker_end();
    }
    checker_mark();
    self.step = (ToldStep){
        .step = (uint16_t)step, .kind = TOLD_STEP, .m = (uint8_t)self.m, .alternatives = 1};
    self.under_way = true;
}

ASIDE void telling_begin(const Plan *p, uint32_t most_steps)
{
    plan = p;
    left = most_steps;
    tell((ToldStep){.kind = TOLD_WORLD});
}

ASIDE bool telling(void)
{
    return plan;
}

ASIDE void plan_be(uint32_t m)
{
    self.m = m;
}

ASIDE uint32_t telling_choice(uint32_t alternatives)
{
    self.step.alternatives = (uint8_t)alternatives;
    self.step.choice = (uint8_t)checker_choose(alternatives);
    return self.step.choice;
}

ASIDE _Noreturn void telling_throw(const char *text)
{
    size_t length = strlen(text) < MOST_TEXT - 1 ? strlen(text) : MOST_TEXT - 1;
    record.step = self.step;
    record.step.kind = TOLD_THROW;
    record.step.m = (uint8_t)self.m;
    record.step.count = (uint16_t)(length / 8 + 1);
    for (size_t i = 0; i < MOST_TEXT; i++)
        record.text[i] = i < length ? text[i] : 0;
    checker_tell(&record, sizeof record.step + record.step.count * 8u);
    checker_end();
}
