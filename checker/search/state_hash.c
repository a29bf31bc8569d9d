#include "checker/search/state_hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

StateHash state_hash(const uint8_t *state, size_t size)
{
    XXH128_hash_t hash = XXH3_128bits(state, size);
    return (StateHash){hash.low64, hash.high64};
}
