/* A variant as a whole scenario: the base, with what the variant overrides. */
#include "checker/scenario/reader.h"

#include <string.h>

static Node *copy_node(Reader *reader, const Node *node, uint32_t room)
{
    Node *copy = storage_new0(reader->storage, Node, 1);
    *copy = *node;
    copy->keys = storage_new0(reader->storage, Node *, room);
    copy->values = storage_new0(reader->storage, Node *, room);
    for (uint32_t i = 0; i < node->count; i++) {
        if (node->kind == NODE_MAP) copy->keys[i] = node->keys[i];
        copy->values[i] = node->values[i];
    }
    return copy;
}

static Node *append_list(Reader *reader, Node *base, Node *over)
{
    if (base->kind != NODE_LIST || over->kind != NODE_LIST) return over;
    Node *list = copy_node(reader, base, base->count + over->count);
    for (uint32_t i = 0; i < over->count; i++)
        list->values[list->count++] = over->values[i];
    return list;
}

/* The place of a key's value, made at the end if the map does not have the key. */
static Node **map_slot(Node *map, Node *key)
{
    for (uint32_t i = 0; i < map->count; i++)
        if (strcmp(map->keys[i]->text, key->text) == 0) return &map->values[i];
    map->keys[map->count] = key;
    return &map->values[map->count++];
}

/* Override single keys, and in a map of records the keys of each record. */
static Node *merge_map(Reader *reader, Node *base, Node *over, bool records)
{
    if (base->kind != NODE_MAP || over->kind != NODE_MAP) return over;
    Node *map = copy_node(reader, base, base->count + over->count);
    for (uint32_t i = 0; i < over->count; i++) {
        Node **slot = map_slot(map, over->keys[i]), *value = over->values[i];
        *slot = *slot && records ? merge_map(reader, *slot, value, false) : value;
    }
    return map;
}

static Node *merge_value(Reader *reader, Override override, Node *base, Node *over)
{
    if (!base) return over;
    switch (override) {
    case OVERRIDE_NEVER:
        return base;
    case OVERRIDE_VALUE:
        return over;
    case OVERRIDE_KEYS:
        return merge_map(reader, base, over, false);
    case OVERRIDE_RECORDS:
        return merge_map(reader, base, over, true);
    case OVERRIDE_APPEND:
        return append_list(reader, base, over);
    }
    g_assert_not_reached();
}

static const Key *key_named(const Level *level, const char *name)
{
    for (uint32_t i = 0; i < level->count; i++)
        if (strcmp(level->keys[i].name, name) == 0) return &level->keys[i];
    return NULL;
}

/* The keys that a variant may have, for the message about one that it may not. */
static Level variant_level(const Level *of, Key keys[])
{
    Level level = {"a variant", keys, 0};
    for (uint32_t i = 0; i < of->count; i++)
        if (of->keys[i].override != OVERRIDE_NEVER) keys[level.count++] = of->keys[i];
    return level;
}

const Node *merge_variant(Reader *reader, const Node *base, const Node *variant)
{
    g_autofree Key *keys = g_new0(Key, reader->level->count);
    Level level = variant_level(reader->level, keys);
    if (!level_check_keys(reader, &level, variant)) return base;

    Node *merged = copy_node(reader, base, base->count + variant->count);
    for (uint32_t i = 0; i < variant->count; i++) {
        const Key *key = key_named(reader->level, variant->keys[i]->text);
        if (!key || key->override == OVERRIDE_NEVER) continue;
        Node **slot = map_slot(merged, variant->keys[i]);
        *slot = merge_value(reader, key->override, *slot, variant->values[i]);
    }
    return merged;
}
