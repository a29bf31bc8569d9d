#include "checker/interactive/session_picture.h"

#include "checker/draw/picture_json.h"
#include "checker/program/against.h"
#include "checker/scenario/json_text.h"

#include <string.h>

/* -------- what decides it -------- */

/* A failure that shows in a state ends the path. */
static Path *path_to_failure(const Session *session, Diagnosis diagnosis)
{
    Path *path = session_whole(session);
    bool goal =
        diagnosis.verdict.kind == VERDICT_STUCK || diagnosis.verdict.kind == VERDICT_LIVELOCK;
    path_cut(path, goal ? session_position(session) : diagnosis.since);
    if (!goal) return path;
    path->cycle = session->path->cycle;
    path->lost = session->path->lost;
    return path;
}

void session_picture_decide(Opening *opening)
{
    const Session *session = opening->session;
    const Traced *traced = &opening->traced;
    Diagnosis diagnosis = session_diagnosis(session);
    const Variant *fixed = against_nearest(traced->scenario, traced->variant);
    g_autoptr(Path) path = path_to_failure(session, diagnosis);
    opening_forget_marks(opening);
    opening->marks = marks_find(session->question, path, diagnosis.verdict, session->options,
                                fixed ? &fixed->question : NULL);
    opening->marked = path_schedule(path);
}

/* -------- the picture -------- */

static bool begins_with(const Path *path, const Schedule *schedule)
{
    if (path->initial != schedule->initial || path_length(path) < schedule->length) return false;
    for (uint32_t i = 0; i < schedule->length; i++) {
        const Move *taken = &path_step(path, i)->move, *move = &schedule->moves[i];
        if (taken->actor != move->actor || taken->choice != move->choice) return false;
    }
    return true;
}

/* Nobody has asked: only where it goes wrong, if that is a step. */
static Marks plain_marks(const Session *session)
{
    Diagnosis diagnosis = session_diagnosis(session);
    Marks marks = {.marks = g_array_new(FALSE, FALSE, sizeof(Mark)),
                   .window_first = MARK_NO_STEP,
                   .window_last = MARK_NO_STEP};
    bool shows =
        diagnosis.verdict.kind == VERDICT_THROWS || diagnosis.verdict.kind == VERDICT_VIOLATES;
    Mark fails = {.kind = MARK_FAILS, .step = diagnosis.since - 1, .other = MARK_NO_STEP};
    if (shows && diagnosis.since) g_array_append_val(marks.marks, fails);
    return marks;
}

static void append_picture(GString *out, const Opening *opening, const Path *path,
                           const Marks *marks)
{
    g_autoptr(Picture) picture =
        picture_new(path, marks, &(PictureCaption){0}, opening->options->verbose);
    g_autofree char *text = picture_json(picture);
    g_string_append(out, text);
}

void session_picture_json(GString *out, const char *key, const Opening *opening)
{
    const Session *session = opening->session;
    g_autoptr(Path) whole = session_whole(session);
    whole->cycle = session->path->cycle;
    whole->lost = session->path->lost;
    if (path_length(whole) > SESSION_PICTURE_MOST) {
        json_null(out, key);
        return;
    }
    json_key(out, key);
    if (opening->marks.marks && begins_with(whole, &opening->marked)) {
        append_picture(out, opening, whole, &opening->marks);
        return;
    }
    Marks marks = plain_marks(session);
    append_picture(out, opening, whole, &marks);
    marks_clear(&marks);
}
