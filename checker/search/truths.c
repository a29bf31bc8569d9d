#include "checker/search/truths.h"

#include "checker/search/judge.h"

static bool level_init(LevelTruths *level)
{
    level->reservation = reservation_new(TRUTHS_STATES);
    level->untrue = level->reservation.start;
    return level->untrue;
}

void truths_init(Truths *truths, const Question *question, bool keeps)
{
    for (uint32_t i = 0; i < question->check_count; i++) {
        if (question->checks[i].kind == CHECK_ALWAYS) continue;
        if (keeps && i < TRUTHS_CHECKS) truths->kept |= judge_bit(i);
        else truths->unkept |= judge_bit(i);
    }
    if (!truths->kept || (level_init(&truths->now) && level_init(&truths->next))) return;
    uint64_t all = truths->kept | truths->unkept;
    truths_clear(truths);
    truths->unkept = all;
}

void truths_clear(Truths *truths)
{
    reservation_free(&truths->now.reservation);
    reservation_free(&truths->next.reservation);
    *truths = (Truths){0};
}

void truths_next_level(Truths *truths, uint32_t first, uint32_t end)
{
    LevelTruths done = truths->now;
    truths->now = truths->next;
    truths->next = done;
    truths->now.first = first;
    truths->next.first = end;
}
