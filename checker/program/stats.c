#include "checker/program/stats.h"

#include "checker/scenario/json_text.h"

uint32_t stats_hottest(const Subject *subject, const Statistics *statistics)
{
    uint32_t hottest = subject->step_count;
    uint64_t most = 0;
    for (uint32_t i = 0; i < subject->step_count; i++) {
        bool rests = subject->steps[i].awaits == AWAITS_NOBODY;
        if (rests || statistics->steps[i].blocked <= most) continue;
        hottest = i;
        most = statistics->steps[i].blocked;
    }
    return hottest;
}

double stats_share(const Subject *subject, const Statistics *statistics, uint32_t actor)
{
    uint64_t all = 0;
    for (uint32_t i = 0; i < subject->actor_count; i++)
        all += stats_able(statistics, i);
    return all ? (double)stats_able(statistics, actor) / (double)all : 0;
}

/* -------- JSON -------- */

static void append_steps(GString *out, const Subject *subject, const Statistics *statistics)
{
    json_open(out, "steps", '[');
    for (uint32_t i = 0; i < subject->step_count; i++) {
        const StepCount *count = &statistics->steps[i];
        json_open(out, NULL, '{');
        json_text(out, "step", subject->steps[i].name);
        json_text(out, "procedure", subject->steps[i].procedure);
        json_number(out, "tried", stats_tried(count));
        json_number(out, "fired", count->ran);
        json_number(out, "blocked", count->blocked);
        json_number(out, "threw", count->threw);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void append_hottest(GString *out, const Subject *subject, const Statistics *statistics)
{
    uint32_t hottest = stats_hottest(subject, statistics);
    bool any = hottest < subject->step_count;
    json_text(out, "hottest_blocked_step", any ? subject->steps[hottest].name : NULL);
}

static void append_unreached(GString *out, const Subject *subject, const Statistics *statistics)
{
    json_open(out, "unreached_steps", '[');
    for (uint32_t i = 0; i < subject->step_count; i++)
        if (stats_tried(&statistics->steps[i]) == 0) json_text(out, NULL, subject->steps[i].name);
    json_close(out, ']');
}

static void append_checks(GString *out, const Question *question, const Statistics *statistics)
{
    json_open(out, "checks", '[');
    for (uint32_t i = 0; i < question->check_count; i++) {
        json_open(out, NULL, '{');
        json_text(out, "check", question->checks[i].name);
        json_number(out, "checked", statistics->check_true[i] + statistics->check_false[i]);
        json_number(out, "false", statistics->check_false[i]);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void append_actors(GString *out, const Subject *subject, const Statistics *statistics)
{
    json_open(out, "actors", '[');
    for (uint32_t i = 0; i < subject->actor_count; i++) {
        json_open(out, NULL, '{');
        json_text(out, "actor", subject->actors[i]);
        json_number(out, "could_move", stats_able(statistics, i));
        json_number(out, "alone", statistics->alone[i]);
        json_real(out, "share", stats_share(subject, statistics, i));
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void append_depths(GString *out, const Statistics *statistics)
{
    json_open(out, "depths", '[');
    for (uint32_t i = 0; i < statistics->depth_count; i++)
        json_number(out, NULL, statistics->depths[i]);
    json_close(out, ']');
}

void stats_json(GString *out, const char *key, const Finding *finding)
{
    const Question *question = &finding->variant->question;
    const Statistics *statistics = &finding->result.statistics;
    json_open(out, key, '{');
    json_flag(out, "reduced", statistics->reduced);
    append_steps(out, question->subject, statistics);
    append_hottest(out, question->subject, statistics);
    append_unreached(out, question->subject, statistics);
    append_checks(out, question, statistics);
    append_actors(out, question->subject, statistics);
    append_depths(out, statistics);
    json_close(out, '}');
}
