#include "checker/live/runtime/chains.h"

#include "checker/live/runtime/learned.h"
#include "checker/live/runtime/pages.h"

enum {
    CELL = 4,    /* bytes, at least: a cell that is shorter shares a chain with its neighbours */
    COARSE = 16, /* bytes with one chain where cells overlap */
    PLACE_BITS = 22,
    MOST_PLACES = 1 << PLACE_BITS, /* twice what all executions touch */
    MOST_RECORDS = 1 << 22
};

/* CELL bytes, or COARSE. */
typedef struct Place {
    uint64_t key;  /* address by that; 0: free */
    uint32_t head; /* of the chain: index of its newest record plus one */
    uint32_t cell; /* the place where its cell begins, plus one; 0: not known yet */
    uint32_t more; /* places after this one that belong to its cell */
} Place;

Record *chain_records;
static uint32_t record_count;
static Place *places; /* open addressing */
static bool coarse;
static uint64_t last_key; /* that was looked at, and where it is */
static uint32_t last_place;
/* Each access is looked for twice, and often is the one before again: where its cell begins. */
static uint64_t last_address, last_cell;
static uint32_t last_size;

void chains_begin(void)
{
    chain_records = pages_reserve(NULL, sizeof *chain_records * MOST_RECORDS);
    places = pages_reserve(NULL, sizeof *places * MOST_PLACES);
}

uint32_t chains_length(void)
{
    return record_count;
}

void chains_forget(void)
{
    chains_pop(0);
    if (learned.cells_overlap == coarse) return;
    coarse = learned.cells_overlap;
    places = pages_reserve(NULL, sizeof *places * MOST_PLACES); /* blank */
    last_key = last_address = 0;
}

/* -------- places -------- */

static __attribute__((noinline)) uint32_t find_place(uint64_t key)
{
    uint32_t place = (uint32_t)((key * 0x9e3779b97f4a7c15u) >> (64 - PLACE_BITS));
    for (uint32_t tried = 0; places[place].key && places[place].key != key;
         place = (place + 1) % MOST_PLACES)
        if (++tried == MOST_PLACES / 2)
            pages_panic("an execution touches too many objects for this search");
    places[place].key = key;
    last_key = key;
    return last_place = place;
}

/* Mostly it is the one that was looked at before. */
static inline uint32_t place_of(uint64_t key)
{
    return key == last_key ? last_place : find_place(key);
}

/* -------- cells -------- */

/* These executions are in vain if some place has a chain of its own already. */
static __attribute__((noinline)) void extend(uint32_t cell, uint64_t last)
{
    for (uint64_t key = places[cell].key + places[cell].more + 1; key <= last; key++) {
        Place *place = &places[find_place(key)];
        if (place->cell && place->cell != cell + 1) learned.cells_overlap = restart_wanted = true;
        place->cell = cell + 1;
        places[cell].more++;
    }
}

/* Where the cell begins that an access to these places is one to. */
static inline uint32_t cell_of(uint64_t first, uint64_t last)
{
    uint32_t place = place_of(first);
    if (!places[place].cell) places[place].cell = place + 1;
    uint32_t cell = places[place].cell - 1;
    if (last > places[cell].key + places[cell].more) extend(cell, last);
    return cell;
}

Chains chains_of(const Access *access)
{
    if (access->address == last_address && access->size == last_size)
        return (Chains){last_cell, last_cell};
    uint64_t end = access->address + access->size - 1;
    if (coarse) return (Chains){access->address / COARSE, end / COARSE};
    last_address = access->address;
    last_size = access->size;
    last_cell = places[cell_of(access->address / CELL, end / CELL)].key;
    return (Chains){last_cell, last_cell};
}

/* -------- chains -------- */

uint32_t chain_newest(uint64_t key)
{
    return places[place_of(key)].head;
}

static void push(const Access *access, uint64_t key, uint32_t event)
{
    if (record_count == MOST_RECORDS) pages_panic("the accesses of an execution are too many");
    uint32_t place = place_of(key);
    chain_records[record_count] = (Record){*access, event, places[place].head, place};
    places[place].head = ++record_count;
}

void chains_push(const Access *access, uint32_t event)
{
    Chains chains = chains_of(access);
    for (uint64_t key = chains.first; key <= chains.last; key++)
        push(access, key, event);
}

void chains_pop(uint32_t length)
{
    while (record_count > length) {
        const Record *record = &chain_records[--record_count];
        places[record->place].head = record->previous;
    }
}
