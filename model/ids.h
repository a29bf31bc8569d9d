/* Sets of ids: bit n is the object with id n + 1. */
#ifndef MODEL_IDS_H
#define MODEL_IDS_H

#include <stdbool.h>
#include <stdint.h>

/* Of nobody (0) nothing. */
static inline uint8_t id_bit(uint8_t id)
{
    return (uint8_t)(id ? 1u << (id - 1) : 0);
}

static inline bool id_in(uint8_t set, uint8_t id)
{
    return set & id_bit(id);
}

/* The lowest of a set that is not empty. */
static inline uint8_t id_first(uint8_t set)
{
    return (uint8_t)(__builtin_ctz(set) + 1);
}

static inline uint8_t id_rest(uint8_t set)
{
    return set & (uint8_t)(set - 1);
}

static inline uint8_t ids_up_to(uint8_t count)
{
    return (uint8_t)((1u << count) - 1);
}

#endif
