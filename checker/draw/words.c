#include "checker/draw/words.h"

#include "checker/trace/render.h"

#include <string.h>

enum { MOST_READS = 2 };

const char *words_mark(MarkKind kind)
{
    switch (kind) {
    case MARK_STALE_READ:
        return "stale read";
    case MARK_MADE_STALE:
        return "made stale";
    case MARK_ACTS:
        return "acts on it";
    case MARK_PAIR:
        return "critical pair";
    case MARK_PARTS:
        return "the fix differs";
    case MARK_NO_RETURN:
        return "no return";
    case MARK_LOST:
        return "goal lost";
    case MARK_CYCLE_START:
        return "cycle begins";
    case MARK_FAILS:
        return "fails";
    }
    g_assert_not_reached();
}

const char *words_arrow(ArrowKind kind)
{
    static const char *const names[ARROW_KINDS] = {
        [ARROW_LOCK] = "lock",
        [ARROW_WAKE_UP] = "wake-up",
        [ARROW_HAND_OFF] = "hand-off",
        [ARROW_ALLOWS] = "guard",
    };
    return names[kind];
}

char *words_reason(const Picture *picture, const PictureArrow *arrow)
{
    const char *who = picture->subject->actors[picture->steps[arrow->from].actor];
    return g_strdup_printf("%s %s in step %u%s", who, arrow->reason, arrow->from + 1,
                           arrow->waited ? ", for which it waited" : "");
}

char *words_field(const Picture *picture, uint32_t field)
{
    GString *name = g_string_new(NULL);
    render_field(name, &picture->subject->fields[field]);
    return g_string_free(name, FALSE);
}

char *words_value(const Picture *picture, uint32_t field, int32_t value)
{
    GString *text = g_string_new(NULL);
    render_value(text, &picture->subject->fields[field], value);
    return g_string_free(text, FALSE);
}

char *words_changes(const Picture *picture, uint32_t step, const char *arrow)
{
    GString *out = g_string_new(NULL);
    const GArray *changes = picture->steps[step].changes;
    for (guint i = 0; i < changes->len; i++) {
        const PictureChange *change = &g_array_index(changes, PictureChange, i);
        const Field *field = &picture->subject->fields[change->field];
        if (i) g_string_append(out, ", ");
        render_field(out, field);
        g_string_append_c(out, ' ');
        render_value(out, field, change->from);
        g_string_append(out, arrow);
        render_value(out, field, change->to);
    }
    return g_string_free(out, FALSE);
}

char *words_reads(const Picture *picture, uint32_t step)
{
    const PictureStep *one = &picture->steps[step];
    if (one->changes->len || one->throws || one->reads->len > MOST_READS) return g_strdup("");
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < one->reads->len; i++) {
        const PictureRead *read = &g_array_index(one->reads, PictureRead, i);
        g_string_append(out, i ? ", " : "reads ");
        render_field(out, &picture->subject->fields[read->field]);
        g_string_append(out, " = ");
        render_value(out, &picture->subject->fields[read->field], read->value);
    }
    return g_string_free(out, FALSE);
}

char *words_cast(const Picture *picture, uint32_t row, uint32_t actor)
{
    const char *machine = picture_machine(picture, actor);
    if (!machine) return g_strdup("");
    const PictureCast *cast = picture_cast(picture, row, actor);
    GString *out = g_string_new(machine);
    if (cast->runs) g_string_append_printf(out, " runs %s", cast->runs);
    if (cast->holds) g_string_append_printf(out, " on %s", cast->holds);
    if (cast->stale) g_string_append_printf(out, ", %s no longer its own", cast->stale);
    return g_string_free(out, FALSE);
}

char *words_fold(const Picture *picture, uint32_t first)
{
    uint32_t count = picture->steps[first].fold;
    g_autoptr(GPtrArray) procedures = g_ptr_array_new();
    for (uint32_t i = first; i < first + count; i++) {
        char *name = (char *)picture->steps[i].step->procedure;
        if (!g_ptr_array_find_with_equal_func(procedures, name, g_str_equal, NULL))
            g_ptr_array_add(procedures, name);
    }
    g_ptr_array_add(procedures, NULL);
    g_autofree char *names = g_strjoinv(", ", (char **)procedures->pdata);
    return g_strdup_printf("%u quiet steps in %s", count, names);
}

char *words_cast_change(const Picture *picture, uint32_t step, uint32_t actor)
{
    const PictureCast *before = picture_cast(picture, step, actor);
    const PictureCast *after = picture_cast(picture, step + 1, actor);
    GString *out = g_string_new(NULL);
    if (g_strcmp0(before->holds, after->holds) != 0)
        g_string_append_printf(out, after->holds ? "has %s" : "lets go of %s",
                               after->holds ? after->holds : before->holds);
    if (g_strcmp0(before->runs, after->runs) != 0)
        g_string_append_printf(out, "%s%s %s", out->len ? ", " : "",
                               after->runs ? "runs" : "leaves",
                               after->runs ? after->runs : before->runs);
    return g_string_free(out, FALSE);
}

static const char *plural(uint32_t count)
{
    return count == 1 ? "" : "s";
}

char *words_size(const Picture *picture)
{
    uint32_t steps = picture->step_count, actors = picture->subject->actor_count;
    return g_strdup_printf("%u step%s of %u actor%s, %u context switch%s", steps, plural(steps),
                           actors, plural(actors), picture->switches,
                           picture->switches == 1 ? "" : "es");
}

/* -------- statuses -------- */

static const char *value_name(const ValueKind *kind, uint32_t value)
{
    return value < kind->value_count && kind->values[value] ? kind->values[value] : NULL;
}

/* How many bytes all names of a kind begin with. */
static size_t common_prefix(const ValueKind *kind)
{
    const char *first = NULL;
    size_t length = 0;
    for (uint32_t i = 0; i < kind->value_count; i++) {
        const char *name = value_name(kind, i);
        if (!name) continue;
        if (!first) first = name, length = strlen(name);
        size_t same = 0;
        while (same < length && first[same] == name[same] && g_ascii_isalpha(name[same]))
            same++;
        length = same;
    }
    return length;
}

const char *words_status(const Picture *picture, uint32_t field, int32_t value)
{
    const ValueKind *kind = picture->subject->fields[field].kind;
    const char *name = value >= 0 ? value_name(kind, (uint32_t)value) : NULL;
    if (!name) return "?";
    size_t prefix = common_prefix(kind);
    return name[prefix] ? name + prefix : name;
}

char *words_strip(const Picture *picture, guint strip)
{
    const Field *fields = picture->subject->fields;
    uint32_t own = g_array_index(picture->strips, uint32_t, strip);
    for (guint i = 0; i < picture->strips->len; i++) {
        uint32_t other = g_array_index(picture->strips, uint32_t, i);
        bool same = strcmp(fields[own].object, fields[other].object) == 0 &&
                    fields[own].index == fields[other].index;
        if ((i != strip && same) || !*fields[own].object) return words_field(picture, own);
    }
    if (!fields[own].index) return g_strdup(fields[own].object);
    return g_strdup_printf("%s%u", fields[own].object, fields[own].index);
}

/* The place where two names part, in characters. */
static glong parting(const char *a, const char *b)
{
    glong at = 0;
    for (; *a && g_utf8_get_char(a) == g_utf8_get_char(b); at++)
        a = g_utf8_next_char(a), b = g_utf8_next_char(b);
    return at;
}

char *words_letters(const Picture *picture, uint32_t field, int32_t value)
{
    const ValueKind *kind = picture->subject->fields[field].kind;
    g_autofree char *own = g_utf8_make_valid(words_status(picture, field, value), -1);
    g_autofree char *first = g_utf8_substring(own, 0, 1);
    for (uint32_t i = 0; i < kind->value_count; i++) {
        if ((int32_t)i == value || !value_name(kind, i)) continue;
        g_autofree char *other = g_utf8_make_valid(words_status(picture, field, (int32_t)i), -1);
        glong at = parting(own, other);
        if (at == 0 || at >= g_utf8_strlen(own, -1)) continue;
        g_autofree char *second = g_utf8_substring(own, at, at + 1);
        return g_strconcat(first, second, NULL);
    }
    return g_steal_pointer(&first);
}

const char *words_tone(const Picture *picture, uint32_t field, int32_t value)
{
    static const char *const by_name[][2] = {
        {"idle", "idle"},
        {"running", "running"},
        {"runnable", "ready"},
        {"syscall", "away"},
        {"gcstop", "stopped"},
        {"preempted", "stopped"},
        {"waiting", "waiting"},
        {"dead", "dead"},
        {"copystack", "moving"},
        {"scanrunning", "running-locked"},
        {"scanrunnable", "ready-locked"},
        {"scansyscall", "away-locked"},
        {"scanwaiting", "waiting-locked"},
        {"scanpreempted", "stopped-locked"},
    };
    static const char *const by_number[] = {"idle",    "ready",  "running", "away",
                                            "waiting", "moving", "stopped", "dead"};
    const char *name = words_status(picture, field, value);
    for (size_t i = 0; i < G_N_ELEMENTS(by_name); i++)
        if (strcmp(by_name[i][0], name) == 0) return by_name[i][1];
    return by_number[(uint32_t)value % G_N_ELEMENTS(by_number)];
}
