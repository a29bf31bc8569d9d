#include "checker/program/explain_command.h"

#include "checker/program/against.h"
#include "checker/program/live_traces.h"
#include "checker/program/narrate.h"
#include "checker/program/one_trace.h"
#include "checker/program/reasons.h"
#include "checker/program/report.h"
#include "checker/program/status.h"

/* -------- the parts of the page -------- */

static void tell_title(Page *page, const Traced *traced)
{
    const Scenario *scenario = traced->scenario;
    page_add(page, STYLE_STRONG, "%s: %s", scenario->title, traced->variant->name);
    page_end(page, "", "");
    if (scenario->history) {
        page_add(page, STYLE_FAINT, "%s", scenario->history);
        page_end(page, "", "");
    }
    if (traced->variant->about) {
        page_add(page, STYLE_PLAIN, "%s", traced->variant->about);
        page_end(page, "", "");
    }
}

static void tell_lines(Page *page, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        if (!**line) continue;
        page_add(page, STYLE_PLAIN, "%s", g_strchug(*line));
        page_end(page, "  ", "    ");
    }
}

static void tell_start(Page *page, const Path *path)
{
    const Subject *subject = path->subject;
    g_autofree uint8_t *state = g_malloc(subject->state_size);
    g_autoptr(GString) cast = g_string_new(NULL);
    subject->initial(subject->context, path->initial, state);
    narrate_cast(cast, subject, state);
    if (!cast->len) return;
    page_heading(page, "Who is who");
    tell_lines(page, cast->str);
}

static void tell(Page *page, const Traced *traced, const Path *path, const Insight *insight,
                 const Variant *fixed, bool hidden)
{
    Marks marks = marks_of(insight, path);
    Story story = {.page = page,
                   .path = path,
                   .insight = insight,
                   .marks = &marks,
                   .fixed = fixed ? fixed->name : NULL,
                   .hidden = hidden};
    Reasons reasons = {.story = &story, .variant = traced->variant, .fixed = fixed};
    tell_title(page, traced);
    page_heading(page, "In short");
    g_autofree char *headline = narrate_headline(path, insight->failure.verdict);
    reasons_headline(&reasons, headline);
    reasons_in_short(&reasons);
    tell_start(page, path);
    page_heading(page, "Step by step");
    story_tell(&story);
    page_heading(page, "What is wrong");
    reasons_of_failure(&reasons);
    reasons_constraints(&reasons);
    marks_clear(&marks);
}

/* -------- the command -------- */

static const Variant *choose_fixed(const Traced *traced, const Options *options, GError **error)
{
    if (options->against) return against_named(traced->scenario, options->against, error);
    return against_nearest(traced->scenario, traced->variant);
}

static int explain_path(Traced *traced, const Options *options, FILE *out, const Path *path,
                        GError **error)
{
    const Variant *variant = traced->variant;
    const Variant *fixed = choose_fixed(traced, options, error);
    if (*error) return STATUS_BAD_INPUT;
    if (!traced_still_fails(traced, path)) return one_trace_passes(traced, out);
    Insight insight =
        insight_find(&variant->question, path, traced_claim(traced), &variant->options,
                     fixed ? &fixed->question : NULL, INSIGHT_EVERYTHING);
    Page page = page_new(page_width(out), report_color(options, out));
    tell(&page, traced, path, &insight, fixed, options->verbose);
    fwrite(page.out->str, 1, page.out->len, out);
    page_clear(&page);
    insight_clear(&insight);
    return STATUS_FINE;
}

int explain_command(const Options *options, FILE *out)
{
    return one_trace(options, out, explain_path, live_explain);
}
