#include "checker/search/packing.h"

#include "checker/search/crew.h"
#include "checker/search/random.h"
#include "checker/search/suite.h"

/* Loop test i is of so many places: their lowest ranges have 8, 5 or 4 bits. */
static const uint32_t place_counts[] = {1, 2, 12, 17, 24, 32};
#define PLACE_COUNTS ((int)(sizeof place_counts / sizeof *place_counts))
#define LISTS 3000
#define LEAVES (UINT16_MAX + 1)
#define ROOM (PACKING_LONGEST + 3)
#define THREADS 4

/* Some places have only one leaf, the last has thousands; the same come at several. */
static void write_list(Leaf *list, uint32_t places, Random *random)
{
    static const uint32_t values[] = {300, 1, 20, 3, 700};
    for (uint32_t place = 0; place < places; place++) {
        uint32_t value = random_below(random, place == places - 1 ? 5000 : values[place % 5]);
        list[place] = (Leaf)(value * 40503u + place); /* odd factor: different stay different */
    }
}

/* Whatever was there before; with zeros behind its end, as if strings had become longer. */
static bool pack(Packing *packing, const Leaf *list, uint8_t *ret_string)
{
    memset(ret_string, 0xff, ROOM);
    bool fits = packing_pack(packing, list, ret_string);
    memset(ret_string + packing->shape.length, 0, ROOM - packing->shape.length);
    return fits;
}

/* Whatever lies behind the string's end. */
static bool unpacks_to(const Packing *packing, const uint8_t *string, const Leaf *list)
{
    uint8_t followed[ROOM];
    Leaf unpacked[PACKING_MOST_PLACES];
    memset(followed, 0xff, ROOM);
    memcpy(followed, string, packing->shape.length);
    packing_unpack(packing, followed, unpacked);
    return memcmp(unpacked, list, packing->shape.places * sizeof *list) == 0;
}

/* The bits of a string that belong to a place, that of 1 first.  Returns how many. */
static uint32_t bits_of(const Shape *shape, uint32_t place, uint32_t *ret_bits)
{
    uint32_t width = 0;
    for (Range range = shape->lowest[place];; range = shape->added[range.next]) {
        for (uint32_t i = 0; i < range.width; i++)
            ret_bits[width++] = range.begin + i;
        if (!range.next) return width;
    }
}

static uint32_t spelled(const Shape *shape, const uint8_t *string, uint32_t place)
{
    uint32_t bits[8 * ROOM], number = 0, width = bits_of(shape, place, bits);
    for (uint32_t i = 0; i < width; i++)
        number |= (uint32_t)(string[bits[i] / 8] >> bits[i] % 8 & 1) << i;
    return number;
}

/* All bits lie in the string, and belong to nobody else. */
static uint32_t check_shape(const Packing *packing)
{
    uint32_t bits[8 * ROOM], wrong = 0, count = 0;
    bool taken[8 * ROOM] = {0};
    for (uint32_t place = 0; place < packing->shape.places; place++) {
        uint32_t width = bits_of(&packing->shape, place, bits);
        wrong += packing->width[place] != width;
        count += width;
        for (uint32_t i = 0; i < width; i++) {
            if (bits[i] >= 8 * packing->shape.length || taken[bits[i]]) return 1;
            taken[bits[i]] = true;
        }
    }
    return wrong + (packing->bits != count);
}

/* Returns what is wrong then; strings should become longer only when all bits are taken. */
static uint32_t widen(Packing *packing)
{
    uint32_t length = packing->shape.length, next = packing_next_length(packing);
    packing_widen(packing);
    ck_assert_uint_le(packing->shape.length, PACKING_LONGEST);
    uint32_t wrong = packing->shape.length != next || packing_next_length(packing) != next;
    wrong += next < length || (next > length && packing->bits <= 8 * (next - 8));
    return wrong + check_shape(packing) + (packing->cramped != 0);
}

typedef struct Packed {
    Leaf list[PACKING_MOST_PLACES];
    uint8_t string[ROOM];
} Packed;

/* What a packing must answer, from plain arrays. */
typedef struct Expected {
    Packing *packing;
    uint32_t used[PACKING_MOST_PLACES];
    uint32_t number[PACKING_MOST_PLACES][LEAVES]; /* plus one, or 0 */
    uint32_t count;
    uint32_t wrong; /* an assertion costs more than what it is about */
    Packed packed[LISTS];
} Expected;

/* Each place counts its leaves in the order in which they come there. */
static void expect(Expected *e, const Packed *new)
{
    for (uint32_t place = 0; place < e->packing->shape.places; place++) {
        uint32_t *number = &e->number[place][new->list[place]];
        if (*number == 0) *number = ++e->used[place];
        e->wrong += spelled(&e->packing->shape, new->string, place) != *number - 1;
    }
    e->wrong += memcmp(e->used, e->packing->used, sizeof e->used) != 0;
}

/* Nothing but the string says what list it is: so different lists have different strings. */
static void check_packed(Expected *e)
{
    uint8_t again[ROOM];
    for (const Packed *packed = e->packed; packed < e->packed + e->count; packed++) {
        e->wrong += !pack(e->packing, packed->list, again);
        e->wrong += memcmp(again, packed->string, ROOM) != 0;
        e->wrong += !unpacks_to(e->packing, packed->string, packed->list);
    }
}

/* A place has something new and no numbers left: it gets more, and strings stay as they were. */
static void make_room(Expected *e, const Leaf *list)
{
    ck_assert_int_eq(__builtin_popcount(e->packing->cramped), 1);
    uint32_t place = (uint32_t)__builtin_ctz(e->packing->cramped);
    uint32_t width = e->packing->width[place];
    e->wrong += e->number[place][list[place]] > 0 || e->used[place] != UINT32_C(1) << width;
    e->wrong += widen(e->packing);
    e->wrong += e->packing->width[place] <= width;
    check_packed(e);
}

static Expected *fill(uint32_t places)
{
    Expected *e = calloc(1, sizeof *e);
    Random random = {.seed = places};
    e->packing = packing_new(places);
    e->wrong = check_shape(e->packing) + (e->packing->shape.length < 16);
    for (; e->count < LISTS; e->count++) {
        Packed *new = &e->packed[e->count];
        write_list(new->list, places, &random);
        while (!pack(e->packing, new->list, new->string))
            make_room(e, new->list);
        expect(e, new);
    }
    check_packed(e);
    ck_assert_uint_eq(e->wrong, 0);
    ck_assert_uint_gt(e->used[places - 1], 2048);
    return e;
}

static void check_finding(Expected *e, const Leaf *list)
{
    uint8_t found[ROOM], again[ROOM];
    bool is_known = true;
    for (uint32_t place = 0; place < e->packing->shape.places; place++)
        is_known = is_known && e->number[place][list[place]] > 0;
    e->wrong += packing_find(e->packing, list, found) != is_known;
    e->wrong += is_known && !pack(e->packing, list, again);
    e->wrong += is_known && memcmp(found, again, e->packing->shape.length) != 0;
    e->wrong += memcmp(e->used, e->packing->used, sizeof e->used) != 0;
}

START_TEST(lists_unpack_and_are_found)
{
    Expected *e = fill(place_counts[_i]);
    Random random = {.seed = 77};
    Leaf list[PACKING_MOST_PLACES];
    for (uint32_t i = 0; i < LISTS; i++) {
        check_finding(e, e->packed[i].list);
        write_list(list, place_counts[_i], &random);
        check_finding(e, list);
        list[random_below(&random, place_counts[_i])] = (Leaf)random_next(&random);
        check_finding(e, list);
    }
    ck_assert_uint_eq(e->wrong, 0);
    packing_free(e->packing);
    free(e);
}
END_TEST

/* Two bytes have no more values than there are numbers. */
START_TEST(every_leaf_fits)
{
    Packing *packing = packing_new(1);
    uint8_t string[ROOM];
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < 2 * LEAVES; i++) {
        Leaf leaf = (Leaf)(i * 40503u);
        while (!pack(packing, &leaf, string))
            wrong += widen(packing);
        wrong += !unpacks_to(packing, string, &leaf);
        wrong += spelled(&packing->shape, string, 0) != i % LEAVES;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(packing->used[0], LEAVES);
    packing_free(packing);
}
END_TEST

/* Set one number and put it back. */
static uint32_t check_place(const Packing *packing, uint32_t place, Random *random)
{
    const Shape *shape = &packing->shape;
    uint8_t before[ROOM], after[ROOM];
    uint32_t number = (uint32_t)random_next(random), wrong = 0;
    for (uint32_t at = 0; at < ROOM; at++)
        before[at] = after[at] = (uint8_t)random_next(random);
    shape_set(shape, after, place, number);
    number &= (UINT32_C(1) << packing->width[place]) - 1;
    for (uint32_t i = 0; i < shape->places; i++) {
        uint32_t kept = i == place ? number : spelled(shape, before, i);
        wrong += spelled(shape, after, i) != kept || shape_get(shape, after, i) != kept;
    }
    shape_set(shape, after, place, spelled(shape, before, place));
    return wrong + (memcmp(before, after, ROOM) != 0);
}

START_TEST(numbers_have_their_bits_for_themselves)
{
    Packing *packing = packing_new(place_counts[_i]);
    Random random = {.seed = 5};
    uint32_t all = UINT32_MAX >> (32 - place_counts[_i]), some = 0, wrong = 0;
    for (uint32_t turn = 0; packing->bits < 16 * place_counts[_i]; turn++) {
        some = all & (turn % 2 ? ~some : (uint32_t)random_next(&random));
        packing->cramped = some; /* as if they had run out */
        wrong += widen(packing);
        for (uint32_t i = 0; i < 10 * place_counts[_i]; i++)
            wrong += check_place(packing, i % place_counts[_i], &random);
    }
    ck_assert_uint_eq(wrong, 0);
    packing_free(packing);
}
END_TEST

typedef struct Race {
    Packing *packing;
    Packed packed[THREADS][LISTS]; /* each thread's own */
    uint32_t done[THREADS];
    _Atomic uint32_t wrong;
    Crew crew;
} Race;

/* All have the same lists, two of them in the same order, to meet as often as can be. */
static void pack_until_cramped(void *data, uint32_t member)
{
    Race *race = data;
    for (uint32_t *done = &race->done[member]; *done < LISTS && !race->packing->cramped; ++*done) {
        Packed *new = &race->packed[member][(*done + member / 2 * 17) % LISTS];
        if (!pack(race->packing, new->list, new->string)) return;
        if (!unpacks_to(race->packing, new->string, new->list)) race->wrong++;
    }
}

START_TEST(threads_pack_the_same_lists)
{
    Race *race = calloc(1, sizeof *race);
    Expected *e = fill(place_counts[_i]);
    packing_free(e->packing);
    e->packing = race->packing = packing_new(place_counts[_i]);
    for (uint32_t member = 0; member < THREADS; member++)
        memcpy(race->packed[member], e->packed, sizeof e->packed);
    do {
        race->wrong += widen(race->packing);
        crew_run(&race->crew, THREADS, pack_until_cramped, race);
    } while (race->packing->cramped);
    for (uint32_t member = 0; member < race->crew.size; member++) {
        memcpy(e->packed, race->packed[member], sizeof e->packed);
        check_packed(e);
        e->wrong += race->done[member] != LISTS;
    }
    ck_assert_uint_eq(e->wrong + race->wrong, 0);
    ck_assert_mem_eq(race->packing->used, e->used, sizeof e->used);
    packing_free(race->packing);
    free(race);
    free(e);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("packing");
    TCase *tcase = tcase_create("packing");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, lists_unpack_and_are_found, 0, PLACE_COUNTS);
    tcase_add_test(tcase, every_leaf_fits);
    tcase_add_loop_test(tcase, numbers_have_their_bits_for_themselves, 0, PLACE_COUNTS);
    tcase_add_loop_test(tcase, threads_pack_the_same_lists, 0, PLACE_COUNTS);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
