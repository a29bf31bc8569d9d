/* Results on their way from one process to another: a stream of parcels.
 *
 * Both ends are forks of one process, so that numbers look the same to both, and what a question
 * has so many of is known to both.
 */
#ifndef CHECKER_PROGRAM_PARCEL_H
#define CHECKER_PROGRAM_PARCEL_H

#include "checker/search/search.h"

#include <glib.h>

typedef enum ParcelKind {
    PARCEL_PROGRESS, /* figures so far */
    PARCEL_RESULT,
    PARCEL_LACK /* there will be no result: there was not enough memory to find it */
} ParcelKind;

/* Send to a pipe.  False: nobody takes it.  Of the progress only the figures are sent, no arrays.
 */
bool parcel_send_progress(int pipe, const Statistics *so_far);
bool parcel_send_result(int pipe, const Question *question, const Result *result);
bool parcel_send_lack(int pipe);

/* A result as bytes, and again; they must have come whole. */
GByteArray *parcel_pack(const Question *question, const Result *result);
Result parcel_unpack(const Question *question, const uint8_t *bytes);

/* Take the first parcel out of the bytes received so far, if all of it is there.  Sets what its
 * kind says and leaves the other alone; the result is the caller's, to be freed with result_free.
 * Names of verdicts stay valid for ever. */
bool parcel_take(GByteArray *received, const Question *question, ParcelKind *ret_kind,
                 Statistics *ret_so_far, Result *ret_result);

#endif
