#include "checker/interactive/places.h"

#include "checker/draw/page_files.h"
#include "checker/interactive/acts.h"
#include "checker/interactive/session_files.h"

#include <string.h>

enum { FINE = 200, NOT_THERE = 404, NOT_IN_THIS_WAY = 405, CONFLICT = 409 };

Answer answer_text(int status, const char *text)
{
    return (Answer){status, "text/plain; charset=utf-8", g_strdup(text), NULL};
}

void answer_clear(Answer *answer)
{
    g_free(answer->text);
    g_free(answer->disposition);
    *answer = (Answer){0};
}

/* -------- the page -------- */

static Answer html(Opening *opening, GHashTable *arguments)
{
    (void)opening, (void)arguments;
    return (Answer){FINE, "text/html; charset=utf-8", g_strdup(session_html), NULL};
}

static Answer style(Opening *opening, GHashTable *arguments)
{
    (void)opening, (void)arguments;
    return (Answer){FINE, "text/css; charset=utf-8",
                    g_strconcat(base_css, picture_css, session_css, NULL), NULL};
}

static Answer script(Opening *opening, GHashTable *arguments)
{
    (void)opening, (void)arguments;
    return (Answer){FINE, "text/javascript; charset=utf-8",
                    g_strconcat(picture_js, session_js, NULL), NULL};
}

/* -------- the session -------- */

static Answer state_after(const Opening *opening, const Reply *reply)
{
    return (Answer){reply->bad ? CONFLICT : FINE, "application/json", session_json(opening, reply),
                    NULL};
}

static Answer state(Opening *opening, GHashTable *arguments)
{
    (void)arguments;
    return state_after(opening, &(Reply){0});
}

static Answer do_act(Opening *opening, GHashTable *arguments)
{
    Reply reply = act(opening, arguments);
    Answer answer = state_after(opening, &reply);
    g_free(reply.text);
    return answer;
}

static Answer stop(Opening *opening, GHashTable *arguments)
{
    (void)opening, (void)arguments;
    return answer_text(FINE, "stopped\n");
}

/* The schedule so far as a file; its paths are from the folder that checker was started in. */
static Answer trace(Opening *opening, GHashTable *arguments)
{
    (void)arguments;
    g_autofree char *name = opening_trace_name(opening);
    g_autoptr(Trace) written = opening_trace(opening, name);
    g_strcanon(name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-", '_');
    return (Answer){FINE, "application/yaml", trace_text(written),
                    g_strdup_printf("attachment; filename=\"%s\"", name)};
}

/* -------- all of it -------- */

static const Place places[] = {
    {"GET", "", html, false},          {"GET", "page.css", style, false},
    {"GET", "page.js", script, false}, {"GET", "state", state, false},
    {"GET", "trace", trace, false},    {"POST", "act", do_act, false},
    {"POST", "stop", stop, true},
};

const Place *place_find(const char *method, const char *path, int *ret_status)
{
    *ret_status = NOT_THERE;
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        if (strcmp(places[i].path, path) != 0) continue;
        if (strcmp(places[i].method, method) == 0) return &places[i];
        *ret_status = NOT_IN_THIS_WAY;
    }
    return NULL;
}
