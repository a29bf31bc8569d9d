/* Text of a scenario is printed: in reports, on terminals, into logs.  YAML's escapes can hide in
 * it what moves a cursor, recolours a screen, or turns the direction of writing so that a line
 * reads other than it is. */
#include "checker/scenario/reader.h"

static bool turns_direction(gunichar character)
{
    return character == 0x200E || character == 0x200F || character == 0x061C ||
           (character >= 0x202A && character <= 0x202E) ||
           (character >= 0x2066 && character <= 0x2069);
}

/* Line breaks and tabs are layout, and what is to be one line is made one. */
static bool is_printable(gunichar character)
{
    if (character == '\n' || character == '\r' || character == '\t') return true;
    bool separates = character == 0x2028 || character == 0x2029;
    return !separates && !g_unichar_iscntrl(character) && !turns_direction(character);
}

static void check_text(Reader *reader, const Node *node)
{
    for (const char *at = node->text; *at; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        if (is_printable(character)) continue;
        reader_error(reader, node->at, "letters, digits, signs",
                     "the control character U+%04X cannot be printed", character);
        return;
    }
}

void check_printable(Reader *reader, const Node *node)
{
    if (node->kind == NODE_TEXT) check_text(reader, node);
    for (uint32_t i = 0; i < node->count; i++) {
        if (node->kind == NODE_MAP) check_text(reader, node->keys[i]);
        check_printable(reader, node->values[i]);
    }
}
