#include "checker/search/bundles.h"

#include "checker/search/crew.h"
#include "checker/search/packing.h"
#include "checker/search/random.h"
#include "checker/search/suite.h"

#include <pthread.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#define BUNDLES 40
#define STRINGS (BUNDLES * BUNDLE_STRINGS)
#define THREADS 4
#define SHORT_SPACE ((uint32_t)60 << 20)
#define LITTLE_STACK ((size_t)128 << 10)

/* Loop test i is of so many places. */
static const uint32_t place_counts[] = {1, 5, 17, 32};
#define PLACE_COUNTS ((int)(sizeof place_counts / sizeof *place_counts))

/* Strings as they come in a search: the packing is widened, and strings become longer, while there
 * are bundles already. */
typedef struct Strings {
    Packing *packing;
    Bundles bundles;
    uint8_t string[STRINGS][PACKING_LONGEST + 8];
    uint32_t length[STRINGS]; /* when it was packed */
} Strings;

static Strings strings;

/* More and more different leaves; few of them at each time. */
static void write_list(Leaf *list, uint32_t places, uint32_t number, Random *random)
{
    for (uint32_t place = 0; place < places; place++) {
        uint32_t varied = place % 3 == 0 ? 30 : place % 3 == 1 ? 1 : 3;
        uint32_t value = number / 64 * (place % 5) + random_below(random, varied);
        list[place] = (Leaf)(value * 40503u + place); /* odd factor: different stay different */
    }
}

static void add_string(uint32_t number, Random *random)
{
    Leaf list[PACKING_MOST_PLACES];
    write_list(list, strings.packing->shape.places, number, random);
    memset(strings.string[number], 0, sizeof *strings.string);
    while (!packing_pack(strings.packing, list, strings.string[number]))
        packing_widen(strings.packing);
    uint32_t length = strings.packing->shape.length;
    memset(strings.string[number] + length, 0, sizeof *strings.string - length);
    strings.length[number] = length;
}

/* They lie back to back, as long as they are by now. */
static void make_bundle(uint32_t bundle)
{
    static _Thread_local uint8_t lying[BUNDLE_STRINGS * PACKING_LONGEST + 8];
    uint32_t length = strings.packing->shape.length;
    for (uint32_t i = 0; i < BUNDLE_STRINGS; i++)
        memcpy(lying + (size_t)i * length, strings.string[bundle * BUNDLE_STRINGS + i], length);
    bundles_make(&strings.bundles, bundle, lying);
}

static void set_up(uint32_t places)
{
    strings.packing = packing_new(places);
    ck_assert(bundles_fit(&strings.packing->shape));
    ck_assert(bundles_init(&strings.bundles, &strings.packing->shape));
}

static void clear(void)
{
    bundles_clear(&strings.bundles);
    packing_free(strings.packing);
}

/* It is itself, it is another only if that is equal, and any bit makes it another. */
static uint32_t count_wrong_comparisons(uint32_t number)
{
    uint32_t length = strings.packing->shape.length, wrong = 0;
    uint32_t other = (number * 7919 + 1) % STRINGS, bit = number * 40503 % (8 * length);
    uint8_t string[BUNDLES_ROOM];
    memcpy(string, strings.string[number], sizeof strings.string[number]);
    bool is_equal = memcmp(strings.string[other], string, length) == 0;
    wrong += !bundles_same(&strings.bundles, number, string);
    wrong += bundles_same(&strings.bundles, number, strings.string[other]) != is_equal;
    string[bit / 8] ^= (uint8_t)(1u << bit % 8);
    return wrong + bundles_same(&strings.bundles, number, string);
}

/* Of all bundles, one string at a time, and all at once. */
static uint32_t count_wrong(void)
{
    static uint8_t all[BUNDLE_STRINGS * BUNDLES_ROOM];
    uint8_t one[BUNDLES_ROOM];
    uint32_t length = strings.packing->shape.length, wrong = 0;
    for (uint32_t bundle = 0; bundle < BUNDLES; bundle++) {
        memset(all, 0xff, sizeof all);
        bundles_open_all(&strings.bundles, bundle, all);
        for (uint32_t i = 0; i < BUNDLE_STRINGS; i++) {
            uint32_t number = bundle * BUNDLE_STRINGS + i;
            memset(one, 0xff, sizeof one);
            bundles_open(&strings.bundles, number, one);
            wrong += memcmp(one, strings.string[number], length) != 0;
            wrong += memcmp(all + (size_t)i * length, strings.string[number], length) != 0;
            wrong += count_wrong_comparisons(number);
        }
    }
    return wrong;
}

START_TEST(strings_come_back)
{
    uint32_t places = place_counts[_i % PLACE_COUNTS];
    Random random = {.seed = places};
    set_up(places);
    if (_i >= PLACE_COUNTS) strings.bundles.quick = false; /* as where there are no instructions */
    for (uint32_t number = 0; number < STRINGS; number++) {
        add_string(number, &random);
        if ((number + 1) % BUNDLE_STRINGS != 0) continue;
        bundles_begin(&strings.bundles);
        ck_assert(bundles_have_room(&strings.bundles, number / BUNDLE_STRINGS, 1));
        make_bundle(number / BUNDLE_STRINGS);
    }
    ck_assert_uint_eq(count_wrong(), 0);
    /* Those of many places have become longer, and were widened while there were bundles. */
    ck_assert_int_eq(strings.length[STRINGS - 1] > strings.length[0], places > 5);
    ck_assert_uint_gt(strings.bundles.version_count, places > 1 ? 2 : 0);
    clear();
}
END_TEST

static _Atomic uint32_t next;

static void make_some(void *data, uint32_t member)
{
    (void)data;
    (void)member;
    for (uint32_t bundle; (bundle = atomic_fetch_add(&next, 1)) < BUNDLES;)
        make_bundle(bundle);
}

START_TEST(threads_make_their_own)
{
    static Crew crew;
    Random random = {.seed = 7};
    set_up(17);
    for (uint32_t number = 0; number < STRINGS; number++)
        add_string(number, &random);
    bundles_begin(&strings.bundles);
    next = 0;
    crew_run(&crew, THREADS, make_some, NULL);
    ck_assert_uint_eq(count_wrong(), 0);
    clear();
}
END_TEST

/* Strings of 16 bytes of which a few places vary. */
START_TEST(they_take_little_room)
{
    Random random = {.seed = 1};
    set_up(12);
    for (uint32_t number = 0; number < STRINGS; number++) {
        Leaf list[PACKING_MOST_PLACES] = {0};
        for (uint32_t place = 0; place < 12; place += 4)
            list[place] = (Leaf)random_below(&random, 16);
        while (!packing_pack(strings.packing, list, strings.string[number]))
            packing_widen(strings.packing);
    }
    bundles_begin(&strings.bundles);
    for (uint32_t bundle = 0; bundle < BUNDLES; bundle++)
        make_bundle(bundle);
    ck_assert_uint_lt(bundles_bytes(&strings.bundles), STRINGS * 2);
    ck_assert_uint_eq(count_wrong(), 0);
    clear();
}
END_TEST

static void *count_wrong_elsewhere(void *ret_wrong)
{
    *(uint32_t *)ret_wrong = count_wrong();
    return NULL;
}

/* Threads have as much of a stack as whoever started the checker allows. */
START_TEST(little_stack_is_enough)
{
    Random random = {.seed = 3};
    pthread_attr_t little;
    pthread_t thread;
    uint32_t wrong = 1;
    set_up(32);
    for (uint32_t number = 0; number < STRINGS; number++)
        add_string(number, &random);
    bundles_begin(&strings.bundles);
    for (uint32_t bundle = 0; bundle < BUNDLES; bundle++)
        make_bundle(bundle);
    pthread_attr_init(&little);
    ck_assert_int_eq(pthread_attr_setstacksize(&little, LITTLE_STACK), 0);
    ck_assert_int_eq(pthread_create(&thread, &little, count_wrong_elsewhere, &wrong), 0);
    pthread_join(thread, NULL);
    ck_assert_uint_eq(wrong, 0);
    pthread_attr_destroy(&little);
    clear();
}
END_TEST

/* Locators have a share of it, too: there is room for some bundles, and an end to them. */
START_TEST(short_address_space_is_enough)
{
    struct rlimit limit;
    unsigned long pages;
    FILE *file = fopen("/proc/self/statm", "r");
    ck_assert_int_eq(fscanf(file, "%lu", &pages), 1);
    fclose(file);
    size_t used = pages * (size_t)sysconf(_SC_PAGESIZE);
    limit = (struct rlimit){.rlim_cur = used + SHORT_SPACE, .rlim_max = RLIM_INFINITY};
    strings.packing = packing_new(17);
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &limit), 0);
    ck_assert(bundles_init(&strings.bundles, &strings.packing->shape));
    ck_assert(bundles_have_room(&strings.bundles, 0, 1));
    ck_assert(!bundles_have_room(&strings.bundles, SHORT_SPACE / BUNDLE_STRINGS, 1));
    clear();
}
END_TEST

START_TEST(long_strings_have_none)
{
    Shape shape;
    shape_init(&shape, 33, 16, 80);
    ck_assert(!bundles_fit(&shape));
    shape_init(&shape, 12, 8, 16);
    ck_assert(bundles_fit(&shape));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("bundles");
    TCase *tcase = tcase_create("bundles");
    tcase_add_loop_test(tcase, strings_come_back, 0, 2 * PLACE_COUNTS);
    tcase_add_test(tcase, threads_make_their_own);
    tcase_add_test(tcase, they_take_little_room);
    tcase_add_test(tcase, little_stack_is_enough);
    tcase_add_test(tcase, short_address_space_is_enough);
    tcase_add_test(tcase, long_strings_have_none);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
