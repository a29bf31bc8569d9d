/* Memory that lives and dies together: what a document or a scenario points into. */
#ifndef CHECKER_SCENARIO_STORAGE_H
#define CHECKER_SCENARIO_STORAGE_H

#include <glib.h>

/* A list of blocks, each freed with g_free when the storage is. */
typedef GPtrArray Storage;

static inline Storage *storage_new(void)
{
    return g_ptr_array_new_with_free_func(g_free);
}

/* Take over a block from g_malloc. */
static inline void *storage_own(Storage *storage, void *block)
{
    g_ptr_array_add(storage, block);
    return block;
}

/* `count` zeroed elements. */
#define storage_new0(storage, type, count) ((type *)storage_own(storage, g_new0(type, count)))

#endif
