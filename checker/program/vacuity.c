#include "checker/program/finding.h"

#include <string.h>

/* Taken; a resting place is taken when somebody comes there. */
static bool ran(const Subject *subject, const Statistics *statistics, uint32_t step)
{
    const StepCount *count = &statistics->steps[step];
    bool rested = count->blocked && subject->steps[step].awaits == AWAITS_NOBODY;
    return count->ran || count->threw || rested;
}

/* Was any step of this procedure ever tried? */
static bool is_entered(const Subject *subject, const Statistics *statistics, const char *procedure)
{
    for (uint32_t i = 0; i < subject->step_count; i++) {
        bool tried = ran(subject, statistics, i) || statistics->steps[i].blocked;
        if (tried && strcmp(subject->steps[i].procedure, procedure) == 0) return true;
    }
    return false;
}

static void add_once(GPtrArray *words, const char *word)
{
    for (guint i = 0; i < words->len; i++)
        if (strcmp(g_ptr_array_index(words, i), word) == 0) return;
    g_ptr_array_add(words, (char *)word);
}

static void look_at_step(Vacuity *vacuity, const Subject *subject, const Statistics *statistics,
                         uint32_t number)
{
    const SubjectStep *step = &subject->steps[number];
    if (!is_entered(subject, statistics, step->procedure))
        add_once(vacuity->never_entered, step->procedure);
    else if (!ran(subject, statistics, number) && statistics->steps[number].blocked)
        g_ptr_array_add(vacuity->never_true, (char *)step->name);
    else if (!ran(subject, statistics, number))
        g_ptr_array_add(vacuity->never_ran, (char *)step->name);
    else if (step->awaits == AWAITS_GUARD && !statistics->steps[number].blocked &&
             !statistics->reduced)
        g_ptr_array_add(vacuity->never_blocked, (char *)step->name);
}

/* Whether two could move in one state is not known where orders were left out. */
static bool may_be_alone(const Subject *subject, const Statistics *statistics)
{
    return subject->actor_count > 1 && !statistics->reduced;
}

/* A goal that is true everywhere asks for nothing. */
static bool is_idle_goal(const Check *check, uint64_t times_false)
{
    return check->kind != CHECK_ALWAYS && times_false == 0;
}

Vacuity *vacuity_of(const Question *question, const Statistics *statistics)
{
    const Subject *subject = question->subject;
    Vacuity *vacuity = g_new0(Vacuity, 1);
    vacuity->never_ran = g_ptr_array_new();
    vacuity->never_true = g_ptr_array_new();
    vacuity->never_blocked = g_ptr_array_new();
    vacuity->never_entered = g_ptr_array_new();
    vacuity->always_true = g_ptr_array_new();
    vacuity->alone = g_ptr_array_new();
    for (uint32_t i = 0; i < subject->step_count; i++)
        look_at_step(vacuity, subject, statistics, i);
    for (uint32_t i = 0; i < question->check_count; i++)
        if (is_idle_goal(&question->checks[i], statistics->check_false[i]))
            g_ptr_array_add(vacuity->always_true, (char *)question->checks[i].name);
    for (uint32_t i = 0; i < subject->actor_count && may_be_alone(subject, statistics); i++)
        if (!statistics->together[i]) g_ptr_array_add(vacuity->alone, (char *)subject->actors[i]);
    return vacuity;
}

void vacuity_free(Vacuity *vacuity)
{
    if (!vacuity) return;
    g_ptr_array_unref(vacuity->never_ran);
    g_ptr_array_unref(vacuity->never_true);
    g_ptr_array_unref(vacuity->never_blocked);
    g_ptr_array_unref(vacuity->never_entered);
    g_ptr_array_unref(vacuity->always_true);
    g_ptr_array_unref(vacuity->alone);
    g_free(vacuity);
}

uint32_t vacuity_count(const Vacuity *vacuity)
{
    return vacuity->never_ran->len + vacuity->never_true->len + vacuity->never_blocked->len +
           vacuity->always_true->len + vacuity->alone->len;
}
