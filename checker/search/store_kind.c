#include "checker/search/lossy.h"

const char *const store_names[STORE_COUNT] = {
    [STORE_EXACT] = "exact",   [STORE_COMPACT] = "compact", [STORE_HASH64] = "hash64",
    [STORE_HASH48] = "hash48", [STORE_HASH40] = "hash40",   [STORE_BITSTATE] = "bitstate",
};

static const uint32_t fingerprint_bits[STORE_COUNT] = {
    [STORE_HASH64] = 64, [STORE_HASH48] = 48, [STORE_HASH40] = 40};

uint32_t store_fingerprint_bits(StoreKind store)
{
    return fingerprint_bits[store];
}

const char *store_verdict(StoreKind store)
{
    return store_fingerprint_bits(store) ? "hash compaction" : "bitstate";
}
