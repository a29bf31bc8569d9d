/* `explore` of a live scenario: how a variant is searched unless the command line says otherwise.
 */
#include "checker/scenario/reader.h"

#include <string.h>

static const char *const words[LIVE_STRATEGIES] = {
#define STRATEGY(name, word, meaning) word,
#include "checker/live/strategies.def"
};

static void read_strategy(Reader *reader, const Node *value, void *into)
{
    LiveSearch *search = into;
    int found = read_word(reader, value, "unknown strategy", words, LIVE_REPLAY);
    if (found < 0) return;
    search->has_strategy = true;
    search->strategy = (LiveStrategy)found;
}

static void read_limit(Reader *reader, const Node *value, LiveSearch *search, LiveLimit limit)
{
    const LiveLimitInfo *info = &live_limit_info[limit];
    bool flag = false;
    if (info->most == 1) {
        search->given[limit] = read_flag(reader, value, &flag) && flag;
        search->value[limit] = flag;
    } else {
        search->given[limit] =
            read_number(reader, value, info->least, info->most, &search->value[limit]);
    }
}

#define LIMIT(name, ...)                                                                           \
    static void read_##name(Reader *reader, const Node *value, void *into)                         \
    {                                                                                              \
        read_limit(reader, value, into, LIVE_LIMIT_##name);                                        \
    }
#include "checker/live/limits.def"

static const Key live_explore_keys[] = {
    {"strategy", "dpor, dfs, stateful, bounded, random, pct or pos", "dpor if not given",
     read_strategy, OVERRIDE_VALUE},
#define LIMIT(name, word, value, least, most, standard, strategies, which, meaning)                \
    {word, value, meaning, read_##name, OVERRIDE_VALUE},
#include "checker/live/limits.def"
};
const Level live_explore_level = LEVEL("explore", live_explore_keys);

void read_live_explore(Reader *reader, const Node *value, void *into)
{
    (void)into;
    LiveSearch *search = &reader->live->search;
    level_read(reader, &live_explore_level, value, search);
    if (value->kind != NODE_MAP || reader->faulty) return;
    LiveLimit idle = live_search_idle(search);
    if (idle != LIVE_LIMITS)
        reader_error(reader, node_get(value, live_limit_info[idle].word)->at, NULL,
                     "`%s` is for %s, not for %s", live_limit_info[idle].word,
                     live_limit_info[idle].which, words[search->strategy]);
    if (live_search_lacks_bound(search))
        reader_error(reader, node_get(value, "strategy")->at, "max-preemptions or max-delays",
                     "bounded needs a bound");
}
