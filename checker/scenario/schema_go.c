/* The Go model's vocabulary as schemas: settings, operations, invariants. */
#include "checker/scenario/schema.h"

#include <string.h>

/* -------- settings -------- */

static void append_setting(GString *out, const SettingInfo *info)
{
    json_open(out, info->name, '{');
    json_text(out, "description", info->meaning);
    json_text(out, "default", info->values[info->standard]);
    json_open(out, "enum", '[');
    for (int i = 0; i < SETTING_MAX_VALUES && info->values[i]; i++)
        json_text(out, NULL, info->values[i]);
    json_close(out, ']');
    json_close(out, '}');
}

static void append_settings(GString *out)
{
    json_open(out, "settings", '{');
    json_text(out, "type", "object");
    json_flag(out, "additionalProperties", false);
    json_open(out, "properties", '{');
    for (int id = 0; id < SETTING_COUNT; id++)
        append_setting(out, &setting_info[id]);
    json_close(out, '}');
    json_close(out, '}');
}

/* -------- operations -------- */

static void append_plain_operations(GString *out)
{
    json_open(out, NULL, '{');
    json_open(out, "oneOf", '[');
    for (int id = 0; id < OPERATION_COUNT; id++)
        if (operation_info[id].argument == NO_ARGUMENT)
            schema_constant(out, operation_info[id].name, operation_info[id].meaning);
    for (uint32_t i = 0; i < composite_count; i++)
        schema_constant(out, composites[i].name, composites[i].meaning);
    json_close(out, ']');
    json_close(out, '}');
}

static void append_argument(GString *out, OperationArgument argument)
{
    if (argument == A_G) schema_value(out, NULL, "the name of an actor");
    if (argument == A_P) schema_value(out, NULL, "p1 to p8");
    if (argument == A_NUMBER) schema_integer(out, 0, LARGEST_ARGUMENT);
}

static void append_either(GString *out)
{
    json_open(out, "either", '{');
    json_text(out, "description", "one of these lists, whichever: a choice");
    json_text(out, "type", "array");
    json_number(out, "minItems", 2);
    json_number(out, "maxItems", MAX_TARGETS);
    schema_referring(out, "items", "program");
    json_close(out, '}');
}

/* {ready: g1}, {forever: [...]}, {either: [...]}: one key. */
static void append_operations_with_one_key(GString *out)
{
    json_open(out, NULL, '{');
    json_text(out, "type", "object");
    json_number(out, "minProperties", 1);
    json_number(out, "maxProperties", 1);
    json_flag(out, "additionalProperties", false);
    json_open(out, "properties", '{');
    for (int id = 0; id < OPERATION_COUNT; id++) {
        if (operation_info[id].argument == NO_ARGUMENT) continue;
        json_open(out, operation_info[id].name, '{');
        json_text(out, "description", operation_info[id].meaning);
        append_argument(out, operation_info[id].argument);
        json_close(out, '}');
    }
    json_open(out, "forever", '{');
    json_text(out, "description", "again and again; nothing can come after it");
    schema_reference(out, "program");
    json_close(out, '}');
    append_either(out);
    json_close(out, '}');
    json_close(out, '}');
}

static void append_repeat(GString *out)
{
    json_open(out, NULL, '{');
    json_text(out, "type", "object");
    json_text(out, "description", "so many times, one after the other");
    json_flag(out, "additionalProperties", false);
    json_open(out, "required", '[');
    json_text(out, NULL, "repeat");
    json_text(out, NULL, "of");
    json_close(out, ']');
    json_open(out, "properties", '{');
    json_open(out, "repeat", '{');
    schema_integer(out, 1, MAX_INSTRUCTIONS);
    json_close(out, '}');
    schema_referring(out, "of", "program");
    json_close(out, '}');
    json_close(out, '}');
}

static void append_operation(GString *out)
{
    json_open(out, "operation", '{');
    json_open(out, "anyOf", '[');
    append_plain_operations(out);
    append_operations_with_one_key(out);
    append_repeat(out);
    json_close(out, ']');
    json_close(out, '}');
}

/* A list of operations, or a single one without the brackets. */
static void append_program(GString *out)
{
    json_open(out, "program", '{');
    json_open(out, "anyOf", '[');
    schema_referring(out, NULL, "operation");
    json_open(out, NULL, '{');
    json_text(out, "type", "array");
    schema_referring(out, "items", "operation");
    json_close(out, '}');
    json_close(out, ']');
    json_close(out, '}');
}

/* -------- invariants -------- */

static void append_invariants(GString *out)
{
    json_open(out, "invariant", '{');
    json_open(out, "oneOf", '[');
    for (uint32_t i = 0; i < go_invariant_count; i++)
        schema_constant(out, go_invariants[i].name, go_invariants[i].text);
    json_close(out, ']');
    json_close(out, '}');
}

void schema_go_definitions(GString *out)
{
    append_settings(out);
    append_operation(out);
    append_program(out);
    append_invariants(out);
}
