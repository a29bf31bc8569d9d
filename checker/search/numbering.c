#include "checker/search/numbering.h"

#include "checker/search/bytes.h"
#include "checker/search/memory.h"
#include "checker/search/reservation.h"
#include "checker/search/spinlock.h"

#include <stdlib.h>

/* A table entry: the upper half is a tag, bits of the hash that are not used to find the place; the
 * lower half is the number plus one, so that zero is an empty place.  An entry is written once,
 * after its string. */
typedef _Atomic uint64_t Entry;

/* A table that has become too small stays readable, and empty: a thread that still looks into it
 * finds nothing, and looks again under the lock. */
typedef struct Table {
    uint32_t bits;
    Entry *entries;
    Reservation reservation;
} Table;

#define FIRST_TABLE_BITS 8
#define MOST_TABLES 33
#define REHASH_BATCH 16 /* look-ups on their way to memory at the same time */

struct Numbering {
    uint32_t length; /* of a string, in bytes */
    uint32_t capacity;
    uint8_t *strings;
    Table *_Atomic table; /* the last of `tables` */
    Table tables[MOST_TABLES];
    uint32_t table_count;
    Reservation strings_reservation;
    /* Apart from what every look-up reads. */
    _Alignas(MEMORY_APART) _Atomic uint32_t count;
    Spinlock lock; /* of all that changes */
};

static uint64_t places(const Table *table)
{
    return UINT64_C(1) << table->bits;
}

static Table *add_table(Numbering *numbering, uint32_t bits)
{
    Table *table = &numbering->tables[numbering->table_count];
    *table = (Table){.bits = bits, .reservation = reservation_new(sizeof(Entry) << bits)};
    table->entries = table->reservation.start;
    if (!table->entries) return NULL;
    numbering->table_count++;
    return table;
}

Numbering *numbering_new(uint32_t length)
{
    Numbering *numbering = memory_new_apart(1, sizeof *numbering);
    numbering->length = length;
    numbering->strings_reservation = reservation_at_most((size_t)length * NUMBERING_NONE);
    numbering->strings = numbering->strings_reservation.start;
    numbering->table = numbering->strings ? add_table(numbering, FIRST_TABLE_BITS) : NULL;
    if (!numbering->table) {
        numbering_free(numbering);
        return NULL;
    }
    numbering->capacity = (uint32_t)(numbering->strings_reservation.size / length);
    return numbering;
}

void numbering_free(Numbering *numbering)
{
    if (!numbering) return;
    for (uint32_t i = 0; i < numbering->table_count; i++)
        reservation_free(&numbering->tables[i].reservation);
    reservation_free(&numbering->strings_reservation);
    free(numbering);
}

/* -------- look-up -------- */

uint64_t numbering_hash(const Numbering *numbering, const uint8_t *string)
{
    return bytes_hash(string, numbering->length);
}

static uint64_t place_of(const Table *table, uint64_t hash)
{
    return hash >> (64 - table->bits);
}

static uint64_t entry_of(uint64_t hash, uint32_t number)
{
    return hash << 32 | (number + 1);
}

const uint8_t *numbering_at(const Numbering *numbering, uint32_t number)
{
    return numbering->strings + (size_t)number * numbering->length;
}

void numbering_prefetch(const Numbering *numbering, uint32_t number)
{
    __builtin_prefetch(numbering_at(numbering, number));
}

void numbering_prefetch_table(const Numbering *numbering, uint64_t hash)
{
    const Table *table = atomic_load_explicit(&numbering->table, memory_order_acquire);
    __builtin_prefetch(&table->entries[place_of(table, hash)]);
}

void numbering_prefetch_string(const Numbering *numbering, uint64_t hash)
{
    const Table *table = atomic_load_explicit(&numbering->table, memory_order_acquire);
    uint64_t entry =
        atomic_load_explicit(&table->entries[place_of(table, hash)], memory_order_relaxed);
    if (entry != 0) numbering_prefetch(numbering, (uint32_t)entry - 1);
}

/* The number that stands for the string in this table, or NUMBERING_NONE. */
static inline uint32_t look_up(const Numbering *numbering, const Table *table,
                               const uint8_t *string, uint64_t hash)
{
    uint64_t mask = places(table) - 1;
    for (uint64_t place = place_of(table, hash);; place = (place + 1) & mask) {
        uint64_t entry = atomic_load_explicit(&table->entries[place], memory_order_acquire);
        if (entry == 0) return NUMBERING_NONE;
        if (entry >> 32 != (uint32_t)hash) continue;
        const uint8_t *candidate = numbering_at(numbering, (uint32_t)entry - 1);
        if (bytes_same(candidate, string, numbering->length)) return (uint32_t)entry - 1;
    }
}

uint32_t numbering_find(const Numbering *numbering, const uint8_t *string, uint64_t hash)
{
    const Table *table = atomic_load_explicit(&numbering->table, memory_order_acquire);
    return look_up(numbering, table, string, hash);
}

/* -------- growth, under the lock -------- */

/* Enter a string known to be absent. */
static void enter(Table *table, uint64_t hash, uint32_t number)
{
    uint64_t mask = places(table) - 1;
    uint64_t place = place_of(table, hash);
    while (atomic_load_explicit(&table->entries[place], memory_order_relaxed) != 0)
        place = (place + 1) & mask;
    atomic_store_explicit(&table->entries[place], entry_of(hash, number), memory_order_release);
}

/* The hashes are computed again: reading the strings in order is cheap, and the entries need not
 * keep the bits that only a larger table would use. */
static void enter_all(const Numbering *numbering, Table *table)
{
    uint64_t hashes[REHASH_BATCH];
    for (uint32_t first = 0; first < numbering->count; first += REHASH_BATCH) {
        uint32_t left = numbering->count - first;
        uint32_t batch = left < REHASH_BATCH ? left : REHASH_BATCH;
        for (uint32_t i = 0; i < batch; i++) {
            hashes[i] = numbering_hash(numbering, numbering_at(numbering, first + i));
            __builtin_prefetch(&table->entries[place_of(table, hashes[i])], 1);
        }
        for (uint32_t i = 0; i < batch; i++)
            enter(table, hashes[i], first + i);
    }
}

static Table *grow(Numbering *numbering)
{
    Table *table = add_table(numbering, numbering->table->bits + 1);
    if (!table) return NULL;
    Table *small = numbering->table;
    enter_all(numbering, table);
    atomic_store_explicit(&numbering->table, table, memory_order_release);
    /* Whoever still looks into the small one finds it empty, and looks again under the lock. */
    reservation_empty(&small->reservation);
    return table;
}

/* At most three quarters of the places are taken: then a string is found after 2.5 probes on
 * average, most of them in one cache line. */
static bool is_crowded(const Numbering *numbering, const Table *table)
{
    return (uint64_t)numbering->count * 4 >= places(table) * 3;
}

static uint32_t append(Numbering *numbering, const uint8_t *string, uint64_t hash)
{
    uint32_t number = numbering->count;
    Table *table = numbering->table;
    if (number >= numbering->capacity) return NUMBERING_NONE;
    if (is_crowded(numbering, table)) table = grow(numbering);
    if (!table) return NUMBERING_NONE;
    memcpy(numbering->strings + (size_t)number * numbering->length, string, numbering->length);
    enter(table, hash, number);
    atomic_store_explicit(&numbering->count, number + 1, memory_order_release);
    return number;
}

/* Enter a string that was not there a moment ago: somebody else may have been quicker.  Kept out of
 * the caller, which is called some times for each transition and seldom comes here. */
static __attribute__((noinline)) uint32_t insert_new(Numbering *numbering, const uint8_t *string,
                                                     uint64_t hash, bool *ret_new)
{
    spinlock_take(&numbering->lock);
    uint32_t number = look_up(numbering, numbering->table, string, hash);
    if (number == NUMBERING_NONE) {
        number = append(numbering, string, hash);
        *ret_new = number != NUMBERING_NONE;
    }
    spinlock_release(&numbering->lock);
    return number;
}

uint32_t numbering_insert(Numbering *numbering, const uint8_t *string, uint64_t hash, bool *ret_new)
{
    uint32_t number = numbering_find(numbering, string, hash);
    *ret_new = false;
    return number != NUMBERING_NONE ? number : insert_new(numbering, string, hash, ret_new);
}

uint32_t numbering_count(const Numbering *numbering)
{
    return atomic_load_explicit(&numbering->count, memory_order_acquire);
}

uint64_t numbering_bytes(const Numbering *numbering)
{
    return sizeof *numbering + (uint64_t)numbering_count(numbering) * numbering->length +
           places(atomic_load_explicit(&numbering->table, memory_order_acquire)) * sizeof(Entry);
}
