#include "checker/program/draw_command.h"

#include "checker/draw/html.h"
#include "checker/draw/svg.h"
#include "checker/draw/text.h"
#include "checker/program/against.h"
#include "checker/program/live_subject.h"
#include "checker/program/narrate.h"
#include "checker/program/output_file.h"
#include "checker/program/report.h"
#include "checker/program/status.h"
#include "checker/program/terminal.h"
#include "checker/program/traced.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_WIDTH = 100 /* in columns, of what is no terminal */ };

/* -------- forms -------- */

typedef enum Form { FORM_TEXT, FORM_HTML, FORM_SVG, FORM_UNKNOWN } Form;

static Form form_of(const char *path)
{
    if (!path || g_str_has_suffix(path, ".txt")) return FORM_TEXT;
    if (g_str_has_suffix(path, ".html")) return FORM_HTML;
    return g_str_has_suffix(path, ".svg") ? FORM_SVG : FORM_UNKNOWN;
}

/* As wide as the terminal, in characters that it has; a file is read elsewhere. */
static TextLook look_of(const Options *options, FILE *out)
{
    bool file = options->output != NULL;
    return (TextLook){.width = file ? FILE_WIDTH : terminal_width(out, FILE_WIDTH),
                      .ascii = options->ascii || (!file && !terminal_is_unicode()),
                      .color = !file && report_color(options, out),
                      .folded = !options->verbose};
}

static char *draw(const Options *options, FILE *out, const Picture *picture)
{
    switch (form_of(options->output)) {
    case FORM_HTML:
        return picture_html(picture);
    case FORM_SVG:
        return picture_svg(picture, !options->verbose);
    case FORM_TEXT:
        return picture_text(picture, look_of(options, out));
    case FORM_UNKNOWN:
        break;
    }
    g_assert_not_reached();
}

/* -------- the picture -------- */

/* Takes over the error. */
static int refuse(GError *error)
{
    fputs(error->message, stderr);
    g_error_free(error);
    return STATUS_BAD_INPUT;
}

static int put(const Options *options, FILE *out, const char *text)
{
    GError *error = NULL;
    if (!options->output) {
        fputs(text, out);
        return STATUS_FINE;
    }
    bool written = output_file_write(options->output, text, -1, options->force, &error);
    return written ? STATUS_FINE : refuse(error);
}

static int draw_picture(const Options *options, FILE *out, const Path *path, const Marks *marks,
                        const PictureCaption *caption)
{
    g_autoptr(Picture) picture = picture_new(path, marks, caption, options->verbose);
    g_autofree char *text = draw(options, out, picture);
    return put(options, out, text);
}

static int draw_path(const Options *options, FILE *out, const Traced *traced, const Path *path)
{
    const Question *question = &traced->variant->question;
    Verdict verdict = traced_claim(traced);
    const Variant *fixed = against_nearest(traced->scenario, traced->variant);
    Marks marks = marks_find(question, path, verdict, &traced->variant->options,
                             fixed ? &fixed->question : NULL);
    g_autoptr(GString) ending = g_string_new(NULL);
    narrate_verdict(ending, question, path, verdict, (Look){0});
    char *answer = verdict_text(verdict);
    PictureCaption caption = {.title = traced->scenario->title,
                              .scenario = traced->scenario->path,
                              .variant = traced->variant->name,
                              .about = traced->variant->about,
                              .history = traced->scenario->history,
                              .verdict = answer,
                              .ending = ending->str};
    int status = draw_picture(options, out, path, &marks, &caption);
    free(answer);
    marks_clear(&marks);
    return status;
}

static int refuse_length(const char *trace, uint32_t steps)
{
    fprintf(stderr, "%s: error: it has %u steps; %u are the most that are drawn\n", trace, steps,
            PICTURE_MOST_STEPS);
    return STATUS_BAD_INPUT;
}

/* A picture must not show a failure that is none. */
static int refuse_failure(const char *trace)
{
    fprintf(stderr, "%s: it does not fail as it claims; checker replay tells how\n", trace);
    return STATUS_WRONG;
}

static int draw_traced(const Options *options, FILE *out, const Traced *traced)
{
    GError *error = NULL;
    g_autoptr(Path) path = traced_path(traced, &error);
    if (!path) return refuse(error);
    if (path_length(path) > PICTURE_MOST_STEPS)
        return refuse_length(traced->path, path_length(path));
    if (!traced_still_fails(traced, path)) return refuse_failure(traced->path);
    return draw_path(options, out, traced, path);
}

static int draw_model(const Options *options, FILE *out, const char *trace)
{
    GError *error = NULL;
    Traced traced;
    int status = traced_read(&traced, options, trace, &error) ? draw_traced(options, out, &traced)
                                                              : refuse(error);
    traced_clear(&traced);
    return status;
}

/* -------- real programs -------- */

static int draw_execution(const Options *options, FILE *out, const LiveTrace *trace,
                          const Path *path)
{
    g_autofree char *name = g_path_get_basename(trace->program);
    g_autofree char *arguments = g_strjoinv(" ", trace->arguments);
    g_autofree char *title = g_strjoin(" ", name, *arguments ? arguments : NULL, NULL);
    g_autofree char *ending = g_strdup_printf("%s: %s", trace->verdict, trace->message);
    PictureCaption caption = {.title = title, .verdict = trace->verdict, .ending = ending};
    Marks marks = {.marks = g_array_new(FALSE, FALSE, sizeof(Mark)),
                   .window_first = MARK_NO_STEP,
                   .window_last = MARK_NO_STEP};
    int status = draw_picture(options, out, path, &marks, &caption);
    marks_clear(&marks);
    return status;
}

static int draw_live(const Options *options, FILE *out, const char *file)
{
    GError *error = NULL;
    g_autoptr(LiveTrace) trace = live_trace_read(file, &error);
    if (!trace) return refuse(error);
    if (trace->threads->len > PICTURE_MOST_STEPS) return refuse_length(file, trace->threads->len);
    g_autoptr(GArray) lines = live_lines_of_trace(trace);
    LiveSubject *live = live_subject_new(lines, file, &error);
    if (!live) return refuse(error);
    int status = draw_execution(options, out, trace, live_subject_path(live));
    live_subject_free(live);
    return status;
}

int draw_command(const Options *options, FILE *out)
{
    const char *trace = g_ptr_array_index(options->operands, 0);
    if (form_of(options->output) == FORM_UNKNOWN) {
        fprintf(stderr, "%s: error: what is drawn ends in .html, .svg or .txt\n", options->output);
        return STATUS_BAD_INPUT;
    }
    GError *error = NULL;
    if (options->output && !output_file_check(options->output, options->force, &error))
        return refuse(error);
    return live_trace_is_one(trace) ? draw_live(options, out, trace)
                                    : draw_model(options, out, trace);
}
