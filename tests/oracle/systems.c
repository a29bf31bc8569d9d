/* systems COUNT [SEED]: so many random systems, each searched in every way, against the reference.
 *
 * Prints what it has done; exit status 1 if any two answers differ.
 */
#include "tests/oracle/asked.h"

#include <glib/gstdio.h>
#include <stdlib.h>

/* From so many on, answers of every kind must have been given. */
#define ENOUGH 300

static void ask_about(Asked *asked, uint64_t seed)
{
    Random random = {.seed = seed ^ UINT64_C(0x66696e64)};
    const Verdict *find = &random_finds[random_below(&random, RANDOM_FINDS)];
    asked_begin(asked, seed);
    asked_compare(asked, random_below(&random, 2) ? find : NULL, &random);
    asked_end(asked);
}

static bool is_varied(const Tally *t)
{
    static const VerdictKind kinds[] = {VERDICT_HOLDS,    VERDICT_VIOLATES, VERDICT_THROWS,
                                        VERDICT_DEADLOCK, VERDICT_STUCK,    VERDICT_LIVELOCK};
    bool varied = t->resumed > 0 && t->smaller > 0 && t->early > 0 && t->sampled > 0;
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        varied &= t->verdicts[kinds[i]] > 0;
    return varied;
}

static void print(const Tally *t)
{
    printf("%lu systems compared, %lu searches, %lu states, disagreements %lu\n", t->systems,
           t->searches, t->states, t->disagreements);
    printf("answers: %lu hold, %lu violate, %lu throw, %lu deadlock, %lu stuck, %lu livelock\n",
           t->verdicts[VERDICT_HOLDS], t->verdicts[VERDICT_VIOLATES], t->verdicts[VERDICT_THROWS],
           t->verdicts[VERDICT_DEADLOCK], t->verdicts[VERDICT_STUCK],
           t->verdicts[VERDICT_LIVELOCK]);
    printf(
        "searches: %lu interrupted and resumed, %lu with fewer states by reductions, "
        "%lu failures told early, %lu samples found a failure, %lu lossy ones missed something\n",
        t->resumed, t->smaller, t->early, t->sampled, t->missed);
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3) {
        g_printerr("usage: systems COUNT [SEED]\n");
        return 2;
    }
    uint64_t count = strtoull(argv[1], NULL, 10),
             first = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    const char *shared_memory = "/dev/shm"; /* where synchronising costs nothing */
    g_autofree char *folder =
        g_access(shared_memory, W_OK) == 0
            ? g_mkdtemp(g_build_filename(shared_memory, "systems-XXXXXX", NULL))
            : g_dir_make_tmp("systems-XXXXXX", NULL);
    if (!folder) g_error("no folder for checkpoints can be made");
    Tally tally = {0};
    Asked *asked = g_new0(Asked, 1);
    asked->folder = folder;
    asked->tally = &tally;
    for (uint64_t seed = first; seed < first + count; seed++)
        ask_about(asked, seed);
    g_free(asked);
    g_rmdir(folder);
    print(&tally);
    if (count >= ENOUGH && !is_varied(&tally)) {
        printf("but some kind of answer was never given: that shows too little\n");
        return 1;
    }
    return tally.disagreements > 0;
}
