#include "checker/live/runtime/shadow.h"

#include "checker/live/runtime/heap.h"
#include "checker/live/runtime/journal.h"
#include "checker/live/runtime/learned.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/schedule.h"

#include <string.h>

enum { WORD = 8, MOST_RECORDS = 1 << 22, MOST_WORDS = 1 << 21 };

/* An access to some bytes of a word. */
typedef struct Record {
    uint64_t pc, number; /* of the thread's accesses */
    uint32_t clock;      /* of the thread, then */
    uint32_t next;       /* index plus one */
    uint8_t thread, mask, how, first, size;
} Record;

/* The accesses to a word that still matter. */
typedef struct Word {
    uint64_t address; /* divided by WORD; 0: free */
    uint32_t execution, head;
    uint8_t plain, atomic; /* bytes that were ever accessed so */
    uint64_t saved;        /* for the journal */
} Word;

static Word *words;
static Record *records;
static uint32_t record_count, execution = 1;
static uint32_t kept; /* records that must not change */

void shadow_begin(void)
{
    words = pages_reserve(NULL, sizeof *words * MOST_WORDS);
    records = pages_reserve(NULL, sizeof *records * MOST_RECORDS);
}

void shadow_restart(void)
{
    record_count = 0;
    execution++;
}

uint32_t shadow_length(void)
{
    return record_count;
}

void shadow_keep(uint32_t count)
{
    kept = count;
}

void shadow_back(uint32_t count)
{
    record_count = kept = count;
}

/* Its list is about to change. */
static void save(Word *word)
{
    journal_save(&word->execution, offsetof(Word, plain) - offsetof(Word, execution), &word->saved);
}

static Word *word_at(uint64_t address)
{
    uint32_t place = (uint32_t)((address * 0x9e3779b97f4a7c15u) >> 43);
    for (uint32_t tried = 0; words[place].address && words[place].address != address;
         place = (place + 1) % MOST_WORDS)
        if (++tried == MOST_WORDS / 2)
            pages_panic("the program's memory is too large for the race check; see --no-races");
    words[place].address = address;
    return &words[place];
}

/* What another execution did to it does not matter. */
static void renew(Word *word)
{
    if (word->execution == execution) return;
    save(word);
    word->execution = execution;
    word->head = 0;
}

/* -------- a race -------- */

static void report(LiveAccess *access, const Record *record, uint64_t word)
{
    *access = (LiveAccess){.thread = record->thread,
                           .size = record->size,
                           .write = record->how & SHADOW_WRITE,
                           .atomic = record->how & SHADOW_ATOMIC,
                           .address = word * WORD + record->first,
                           .pc = record->pc,
                           .number = record->number};
}

static _Noreturn void race(const Record *earlier, const Record *later, uint64_t word)
{
    if (answer->verdict == LIVE_HOLDS) {
        report(&answer->race[0], earlier, word);
        report(&answer->race[1], later, word);
        answer->race[1].has_stack = true;
        stack_walk(hook_frame, &answer->race[1].stack);
    }
    fail(LIVE_RACE, later->how & earlier->how & SHADOW_WRITE
                        ? "two writes are not ordered"
                        : "a read and a write are not ordered");
}

/* This access was in a race when it was made before. */
static void keep_stack(void)
{
    answer->race[0].has_stack = true;
    stack_walk(hook_frame, &answer->race[0].stack);
}

static bool conflict(const Record *a, const Record *b)
{
    return a->mask & b->mask && a->thread != b->thread && (a->how | b->how) & SHADOW_WRITE &&
           !(a->how & b->how & SHADOW_ATOMIC);
}

/* Whatever would conflict with the old access, and is not ordered after it, conflicts with the new
 * one: the old one need not be remembered. */
static bool covers(const Record *new, const Record *old)
{
    if (old->mask & ~new->mask) return false;
    bool writes_too = new->how &SHADOW_WRITE || !(old->how & SHADOW_WRITE);
    bool plain_too = !(new->how &SHADOW_ATOMIC) || old->how & SHADOW_ATOMIC;
    return writes_too && plain_too;
}

/* The bytes of a word that this is about. */
static uint32_t mask_of(uint32_t first, uint32_t size)
{
    return ((1u << size) - 1) << first;
}

/* Where all accesses are atomic there is no race, so they need not be known.  When a byte is first
 * seen to be accessed both ways the search begins anew, and all are. */
static bool is_harmless(Word *word, uint32_t mask, uint32_t how)
{
    bool atomic = how & SHADOW_ATOMIC;
    if (learned.mixed) return false;
    *(atomic ? &word->atomic : &word->plain) |= (uint8_t)mask;
    if (word->atomic & word->plain) learn(&learned.mixed);
    return atomic;
}

/* The same thread has made the same access, or more than that, since it last synchronised. */
static bool is_known(const Word *word, uint32_t mask, uint32_t how, uint32_t clock)
{
    if (!word->head) return false;
    const Record *newest = &records[word->head - 1];
    return newest->thread == current->id && newest->clock == clock && !(mask & ~newest->mask) &&
           (newest->how == how || newest->how == SHADOW_WRITE);
}

/* An access that is covered is left where it is if that takes changing one that must stay. */
static void access_word(Word *word, uint64_t address, Record new, const uint32_t *clock)
{
    uint32_t head = word->head, *link = &head;
    uint32_t reuse = 0;
    bool fixed = false;
    while (*link) {
        Record *old = &records[*link - 1];
        bool ordered = clock[old->thread] >= old->clock;
        /* Nothing has happened since that could matter. */
        if (old->thread == new.thread && old->clock == new.clock &&covers(old, &new)) return;
        if (!ordered && conflict(old, &new)) race(old, &new, address);
        if (ordered && !fixed && covers(&new, old)) {
            if (*link > kept) reuse = *link;
            *link = old->next;
            continue;
        }
        fixed = *link <= kept;
        link = &old->next;
    }
    if (!reuse) {
        if (record_count == MOST_RECORDS)
            fail(LIVE_INCOMPLETE, "an execution accesses too much memory for the race check");
        reuse = ++record_count;
    }
    new.next = head;
    save(word);
    records[reuse - 1] = new;
    word->head = reuse;
}

/* Not inlined: most accesses are harmless, and need not save registers for what they do not do. */
static __attribute__((noinline)) void check_word(Word *word, uint32_t first, uint32_t size,
                                                 uint32_t how, const uint32_t *clock)
{
    const Thread *self = current;
    uint32_t mask = mask_of(first, size);
    renew(word);
    if (is_known(word, mask, how, clock[self->id])) return;
    access_word(word, word->address,
                (Record){.pc = hook_frame->pc,
                         .number = self->accesses,
                         .clock = clock[self->id],
                         .thread = self->id,
                         .mask = (uint8_t)mask,
                         .how = (uint8_t)how,
                         .first = (uint8_t)first,
                         .size = (uint8_t)size},
                clock);
}

static inline void access_part(uint64_t address, uint32_t first, uint32_t size, uint32_t how,
                               const uint32_t *clock)
{
    Word *word = word_at(address);
    if (!is_harmless(word, mask_of(first, size), how)) check_word(word, first, size, how, clock);
}

/* It goes over the end of a word: rare, and not inlined for the same reason. */
static __attribute__((noinline)) void access_words(uint64_t address, uint64_t size, uint32_t how,
                                                   const uint32_t *clock)
{
    uint64_t end = address + size;
    while (address < end) {
        uint64_t first = address % WORD, bytes = WORD - first;
        if (bytes > end - address) bytes = end - address;
        access_part(address / WORD, (uint32_t)first, (uint32_t)bytes, how, clock);
        address += bytes;
    }
}

void shadow_access(uint64_t address, uint64_t size, uint32_t how, const uint32_t *clock)
{
    Thread *self = current;
    uint64_t number = ++self->accesses, first = address % WORD;
    if (self->id == question->watched_thread && number == question->watched_access) keep_stack();
    bool in_a_word = size - 1 < WORD - first; /* mostly; and it is not empty */
    if (in_a_word) access_part(address / WORD, (uint32_t)first, (uint32_t)size, how, clock);
    else access_words(address, size, how, clock);
}
