/* A bucket of an index: a cache line of numbers, and of tags, which are some bits of the hashes of
 * what the numbers stand for, so that few have to be looked at.
 *
 * There are two forms.  Usually each of 12 places has a tag of one byte.  Where memory matters more
 * than time there are 16: a number has as many bits as the greatest one needs, and its tag those
 * that are left of 32.
 *
 * Places are filled from the front and never emptied: one that is empty ends every search for a
 * place or a number.
 */
#ifndef CHECKER_BUCKET_H
#define CHECKER_BUCKET_H

#include "checker/search/bytes.h"
#include "checker/search/memory.h"
#include "checker/search/tags.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#define PLACES 12
#define DENSE_PLACES 16

/* What a place may have in place of a number plus one: nothing; the trace of a record for which
 * there was no room; or a claim of a thread that is about to write one: FIRST_CLAIM and its
 * number among the claims of that thread. */
#define EMPTY UINT32_C(0)
#define MOST_CLAIMS 128
#define FIRST_CLAIM (UINT32_MAX - MOST_CLAIMS + 1)
#define WASTED (FIRST_CLAIM - 1)

typedef union Bucket {
    struct {
        Tags tags; /* of each place, 0: empty, or its claim is fresh; four are spare */
        _Atomic uint32_t number[PLACES];
    };
    _Atomic uint32_t word[DENSE_PLACES]; /* the number, and above it the tag; or EMPTY */
} Bucket;

static_assert(sizeof(Bucket) == MEMORY_LINE, "a bucket is a cache line");

/* Is there a record, whose number is one less? */
static inline bool bucket_is_record(uint32_t number)
{
    return number - 1 < WASTED - 1;
}

/* -------- the usual form -------- */

static inline uint8_t usual_tag(uint64_t hash)
{
    uint8_t tag = (uint8_t)hash;
    return tag ? tag : 1;
}

static inline uint32_t usual_places_with(TagsView view, uint8_t tag)
{
    return tags_with(view, tag) & ((1u << PLACES) - 1);
}

/* -------- the dense form: `bits` of a number -------- */

static inline uint32_t dense_mask(uint32_t bits)
{
    return (uint32_t)((UINT64_C(1) << bits) - 1);
}

static inline uint32_t dense_word(uint32_t bits, uint32_t number, uint64_t hash)
{
    return (uint32_t)(hash << bits) | (number & dense_mask(bits));
}

/* What numbers need if so many buckets are full: as they are below 2^32, at most 32, though there
 * may be places for more. */
static inline uint32_t dense_bits_for(uint64_t buckets)
{
    uint64_t values = buckets * DENSE_PLACES + 2 + MOST_CLAIMS;
    uint32_t bits = 64 - (uint32_t)__builtin_clzll(values - 1);
    return bits < 32 ? bits : 32;
}

/* The greatest stand for none. */
static inline uint32_t dense_number(uint32_t bits, uint32_t word)
{
    uint32_t mask = dense_mask(bits), number = word & mask;
    return number >= (WASTED & mask) ? number | ~mask : number;
}

#if defined(__SSE2__) && !defined(__SANITIZE_THREAD__)

typedef struct DenseView {
    __m128i words[DENSE_PLACES / 4];
} DenseView;

static inline DenseView dense_view(const Bucket *bucket)
{
    DenseView view;
    for (uint32_t i = 0; i < DENSE_PLACES / 4; i++)
        view.words[i] = _mm_load_si128((const __m128i *)bucket + i);
    atomic_thread_fence(memory_order_acquire);
    return view;
}

/* Bit set: the places whose words have these bits under the mask. */
static inline uint32_t dense_places_with(const DenseView *view, uint32_t mask, uint32_t bits)
{
    __m128i masks = _mm_set1_epi32((int)mask), wanted = _mm_set1_epi32((int)(bits & mask));
    uint32_t places = 0;
    for (uint32_t i = 0; i < DENSE_PLACES / 4; i++) {
        __m128i same = _mm_cmpeq_epi32(_mm_and_si128(view->words[i], masks), wanted);
        places |= (uint32_t)_mm_movemask_ps(_mm_castsi128_ps(same)) << 4 * i;
    }
    return places;
}

#else

typedef struct DenseView {
    uint32_t words[DENSE_PLACES];
} DenseView;

static inline DenseView dense_view(const Bucket *bucket)
{
    DenseView view;
    for (uint32_t i = 0; i < DENSE_PLACES; i++)
        view.words[i] = atomic_load_explicit(&bucket->word[i], memory_order_acquire);
    return view;
}

static inline uint32_t dense_places_with(const DenseView *view, uint32_t mask, uint32_t bits)
{
    uint32_t places = 0;
    for (uint32_t i = 0; i < DENSE_PLACES; i++)
        places |= (uint32_t)((view->words[i] & mask) == (bits & mask)) << i;
    return places;
}

#endif

/* -------- either form -------- */

/* Who does the same to many buckets asks once, and makes a constant of `dense`. */
typedef struct BucketForm {
    bool dense;
    uint32_t bits; /* of a number, in the dense form */
} BucketForm;

/* A bucket as it was at one moment: a place that is empty in a view tells that those behind it were
 * empty too. */
typedef struct BucketView {
    TagsView tags;   /* in the usual form... */
    DenseView dense; /* ...or in the other */
} BucketView;

SPECIALISED BucketView bucket_view(const Bucket *bucket, BucketForm form)
{
    if (form.dense) return (BucketView){.dense = dense_view(bucket)};
    return (BucketView){.tags = tags_view(&bucket->tags)};
}

/* Bit set: the places that may have something with this hash; or a claim, or nothing. */
SPECIALISED uint32_t bucket_wanted(const BucketView *view, BucketForm form, uint64_t hash)
{
    if (!form.dense) return usual_places_with(view->tags, usual_tag(hash));
    return dense_places_with(&view->dense, ~dense_mask(form.bits), dense_word(form.bits, 0, hash));
}

SPECIALISED uint32_t bucket_empty(const BucketView *view, BucketForm form)
{
    if (!form.dense) return usual_places_with(view->tags, 0);
    return dense_places_with(&view->dense, UINT32_MAX, EMPTY);
}

SPECIALISED _Atomic uint32_t *bucket_place(Bucket *bucket, BucketForm form, uint32_t place)
{
    return form.dense ? &bucket->word[place] : &bucket->number[place];
}

SPECIALISED uint32_t bucket_number(const Bucket *bucket, BucketForm form, uint32_t place)
{
    const _Atomic uint32_t *at = form.dense ? &bucket->word[place] : &bucket->number[place];
    uint32_t word = atomic_load_explicit(at, memory_order_acquire);
    return form.dense ? dense_number(form.bits, word) : word;
}

SPECIALISED uint32_t bucket_word(BucketForm form, uint32_t number, uint64_t hash)
{
    return form.dense ? dense_word(form.bits, number, hash) : number;
}

/* Put a number, or a claim, into a place that was empty a moment ago.  False: another thread was
 * quicker. */
SPECIALISED bool bucket_take(Bucket *bucket, BucketForm form, uint32_t place, uint32_t number,
                             uint64_t hash)
{
    uint32_t expected = EMPTY;
    if (!atomic_compare_exchange_strong_explicit(bucket_place(bucket, form, place), &expected,
                                                 bucket_word(form, number, hash),
                                                 memory_order_acq_rel, memory_order_acquire))
        return false;
    if (!form.dense)
        atomic_store_explicit(&bucket->tags.tag[place], usual_tag(hash), memory_order_release);
    return true;
}

/* The claim of a place is settled: this is its number. */
SPECIALISED void bucket_settle(Bucket *bucket, BucketForm form, uint32_t place, uint32_t number,
                               uint64_t hash)
{
    atomic_store_explicit(bucket_place(bucket, form, place), bucket_word(form, number, hash),
                          memory_order_release);
}

/* bucket_take() when nobody can come in between, who would have to wait for the other processors.
 */
SPECIALISED void bucket_set(Bucket *bucket, BucketForm form, uint32_t place, uint32_t number,
                            uint64_t hash)
{
    atomic_store_explicit(bucket_place(bucket, form, place), bucket_word(form, number, hash),
                          memory_order_relaxed);
    if (!form.dense)
        atomic_store_explicit(&bucket->tags.tag[place], usual_tag(hash), memory_order_relaxed);
}

#endif
