#include "checker/program/live_command.h"

#include "checker/live/launch.h"
#include "checker/program/check_command.h"
#include "checker/program/files.h"
#include "checker/program/live_answer.h"
#include "checker/program/live_ask.h"
#include "checker/program/live_case.h"
#include "checker/program/status.h"

static bool write_trace(Live *live, GError **error)
{
    const char *folder = live->options->trace_dir;
    if (!folder) return true;
    g_autofree char *name = g_path_get_basename(live->argv[0]);
    g_autofree char *path = g_strdup_printf("%s/%s.trace", folder, name);
    if (g_mkdir_with_parents(folder, 0777) == 0) return live_keep(live, path, error);
    g_set_error(error, LIVE_ERROR, 0, "%s cannot be made", folder);
    return false;
}

static int complain(const GError *error)
{
    fprintf(stderr, "checker: %s\n", error->message);
    return STATUS_BAD_INPUT;
}

static int explore(Live *live)
{
    g_autoptr(GError) error = NULL;
    const LiveAnswer *answer = &live->shared->answer;
    ProgressBoard board = progress_board(live->options, stderr);
    if (!live_search(live, &board, live->argv[0], &error)) {
        live_report_error(live, error->message);
        return complain(error);
    }
    int status = live_status(answer->verdict);
    bool written = status != STATUS_WRONG || write_trace(live, &error);
    live_report(live);
    return written ? status : complain(error);
}

static char **argv_of(const GPtrArray *operands)
{
    char **argv = g_new0(char *, operands->len + 1);
    for (guint i = 0; i < operands->len; i++)
        argv[i] = g_strdup(g_ptr_array_index(operands, i));
    return argv;
}

static int run_program(const Options *options, FILE *out)
{
    LiveSearch search = live_ask_search(options);
    g_autofree char *mistake = options->variant->len ? g_strdup("--variant is for live scenarios")
                                                     : live_ask_mistake(&search, options);
    if (mistake) {
        fprintf(stderr, "checker: %s\n", mistake);
        return STATUS_BAD_INPUT;
    }
    Live live;
    live_begin(&live, options, out, argv_of(options->operands));
    live_ask(&live.shared->question, &search, options);
    int status = explore(&live);
    live_end(&live);
    return status;
}

int live_command(const Options *options, FILE *out)
{
    const char *first = g_ptr_array_index(options->operands, 0);
    return files_may_be_scenarios(first) ? check_command(options, out) : run_program(options, out);
}
