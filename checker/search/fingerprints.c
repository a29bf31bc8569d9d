#include "checker/search/fingerprints.h"

#include <math.h>
#include <string.h>

#define LINE_SIZE 64 /* bytes: one cache miss */
#define LEAST_WIDTH 5
#define MOST_LINES 256 /* on the way of one state; so full is a table only at 96 % and more */

bool fingerprints_init(Fingerprints *set, uint32_t bits, uint64_t bytes)
{
    uint32_t width = (bits + 7) / 8;
    if (width < LEAST_WIDTH) width = LEAST_WIDTH;
    *set = (Fingerprints){
        .line_count = bytes >= LINE_SIZE ? bytes / LINE_SIZE : 1,
        .mask = UINT64_MAX >> (FINGERPRINT_MOST_BITS - bits),
        .bits = bits,
        .width = width,
        .slots = LINE_SIZE / width,
    };
    set->reservation = reservation_new(set->line_count * LINE_SIZE);
    set->lines = set->reservation.start;
    return set->lines != NULL;
}

void fingerprints_free(Fingerprints *set)
{
    reservation_free(&set->reservation);
}

static uint8_t *line_at(const Fingerprints *set, uint64_t line)
{
    return set->lines + line * LINE_SIZE;
}

void fingerprints_prefetch(const Fingerprints *set, StateHash hash)
{
    __builtin_prefetch(line_at(set, state_hash_place(hash.first, set->line_count)), 1);
}

/* A slot is read together with the bytes after it; the last one of a line ends so early that these
 * are in the line, too, as long as no slot is shorter than LEAST_WIDTH. */
_Static_assert(LINE_SIZE / 5 * 5 - 5 + 8 <= LINE_SIZE && LINE_SIZE / 6 * 6 - 6 + 8 <= LINE_SIZE &&
                   LINE_SIZE / 7 * 7 - 7 + 8 <= LINE_SIZE,
               "reading eight bytes at the last slot stays in the line");

static uint64_t slot_value(const Fingerprints *set, const uint8_t *slot)
{
    uint64_t value;
    memcpy(&value, slot, sizeof value);
    return value & set->mask;
}

static void fill_slot(const Fingerprints *set, uint8_t *slot, uint64_t fingerprint)
{
    uint64_t value;
    memcpy(&value, slot, sizeof value);
    value = (value & ~set->mask) | fingerprint;
    memcpy(slot, &value, sizeof value);
}

/* Zero is an empty slot.  That 1 is twice as likely for it does not show: 2^-bits more or less of a
 * share of 2^-bits. */
static uint64_t fingerprint_of(const Fingerprints *set, StateHash hash)
{
    uint64_t fingerprint = hash.second & set->mask;
    return fingerprint ? fingerprint : 1;
}

/* The slot of the line where this fingerprint is or, if it is not there, belongs; the number of
 * slots if the line is full of others. */
static uint32_t slot_in_line(const Fingerprints *set, const uint8_t *line, uint64_t fingerprint,
                             uint64_t *ret_value)
{
    uint32_t slot = 0;
    for (; slot < set->slots; slot++) {
        *ret_value = slot_value(set, line + slot * set->width);
        if (*ret_value == fingerprint || *ret_value == 0) break;
    }
    return slot;
}

static Admission enter(Fingerprints *set, uint8_t *slot, uint64_t fingerprint, uint64_t compared)
{
    fill_slot(set, slot, fingerprint);
    set->count++;
    set->compared += compared;
    return ADMITTED_NEW;
}

Admission fingerprints_add(Fingerprints *set, StateHash hash)
{
    uint64_t fingerprint = fingerprint_of(set, hash), compared = 0;
    uint64_t at = state_hash_place(hash.first, set->line_count);
    for (uint32_t i = 0; i < MOST_LINES && i < set->line_count; i++) {
        uint8_t *line = line_at(set, at);
        uint64_t value;
        uint32_t slot = slot_in_line(set, line, fingerprint, &value);
        compared += slot;
        if (slot < set->slots) {
            if (value) return ADMITTED_KNOWN;
            return enter(set, line + slot * set->width, fingerprint, compared);
        }
        at = at + 1 < set->line_count ? at + 1 : 0;
    }
    return ADMITTED_NOWHERE;
}

double fingerprints_omitted(const Fingerprints *set)
{
    return ldexp((double)set->compared, -(int)set->bits);
}
