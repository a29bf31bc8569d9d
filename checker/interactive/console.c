#include "checker/interactive/console.h"

#include "checker/interactive/console_words.h"
#include "checker/interactive/layout.h"
#include "checker/interactive/lines.h"
#include "checker/interactive/views.h"
#include "checker/program/color.h"
#include "checker/program/interrupt.h"
#include "checker/program/report.h"
#include "checker/program/status.h"

/* -------- what is printed -------- */

void console_print(const Console *console, const char *text)
{
    g_autofree char *lines = layout(text, layout_width());
    fputs(lines, console->out);
}

void console_complain(Console *console, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *sentence = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *line = g_strconcat(sentence, "\n", NULL);
    g_autofree char *text = layout(line, layout_width());
    fflush(console->out);
    fputs(text, stderr);
    if (!lines_are_typed()) console->status = STATUS_BAD_INPUT;
}

void console_show(const Console *console)
{
    g_autoptr(GString) text = g_string_new(NULL);
    view_diagnosis(text, console->session, console->look);
    view_offers(text, console->session, console->look);
    console_print(console, text->str);
}

/* -------- one line after the other -------- */

/* An empty line looks again; a line may be a comment. */
static void do_line(Console *console, char *line)
{
    const char *text = g_strstrip(line);
    if (!*text) console_show(console);
    else if (*text != '#') console_do(console, text);
}

/* What is explored, and which variants there are besides. */
static void show_opening(const Console *console)
{
    const Traced *traced = &console->opening->traced;
    g_autoptr(GString) text = g_string_new(NULL);
    const char *about = traced->variant->about;
    g_string_append_printf(text, "%s%s%s  %s%s%s\n", COLOR(console->look.color, COLOR_STRONG),
                           traced->scenario->path, COLOR(console->look.color, COLOR_END),
                           traced->variant->name, about ? ": " : "", about ? about : "");
    const GPtrArray *variants = traced->scenario->variants;
    if (!traced->trace && !console->opening->options->variant->len && variants->len > 1) {
        g_autofree char *names = opening_variants(console->opening);
        g_string_append_printf(text, "the first of its variants: %s; --variant chooses\n", names);
    }
    narrate_start(text, console->session->path, console->look);
    if (traced->trace)
        g_string_append_printf(text, "%s is ahead: `forward` follows it\n", traced->path);
    g_string_append(text, "`help` lists the commands\n");
    console_print(console, text->str);
}

int console_run(Opening *opening, FILE *out)
{
    Console console = {.opening = opening, .session = opening->session, .out = out};
    console.look =
        (Look){.color = report_color(opening->options, out), .hidden = opening->options->verbose};
    interrupt_keep();
    show_opening(&console);
    console_show(&console);
    while (!console.done) {
        g_autofree char *prompt = g_strdup_printf("%u> ", session_position(console.session));
        *interrupted = 0;
        g_autofree char *line = lines_read(console.session, prompt, out);
        if (!line) break;
        *interrupted = 0;
        do_line(&console, line);
    }
    return console.status;
}
