#include "checker/program/json_parts.h"
#include "checker/program/replay_report.h"
#include "checker/scenario/json_text.h"

static const char *const answers[] = {
    [REPLAY_SAME] = "same",           [REPLAY_DIFFERENT] = "different",
    [REPLAY_PASSES] = "passes",       [REPLAY_INFEASIBLE] = "infeasible",
    [REPLAY_UNDECIDED] = "undecided",
};

static const char *status_of(ReplayAnswer answer)
{
    if (answer == REPLAY_SAME) return "ok";
    return answer == REPLAY_UNDECIDED ? "open" : "fail";
}

void replay_json(FILE *out, const Replayed *replayed)
{
    const Traced *traced = replayed->traced;
    g_autoptr(GString) object = g_string_new("{");
    json_text(object, "file", traced->path);
    json_text(object, "scenario", traced->scenario->path);
    json_text(object, "variant", traced->variant->name);
    json_text(object, "model", traced->variant->question.subject->name);
    json_text(object, "status", status_of(replayed->answer));
    json_flag(object, "ok", replayed->answer == REPLAY_SAME);
    json_text(object, "answer", answers[replayed->answer]);
    json_text(object, "sentence", replayed->sentence);
    json_verdict(object, "claim", traced_claim(traced));
    if (replayed->has_verdict) json_verdict(object, "verdict", replayed->verdict);
    else json_null(object, "verdict");
    json_texts(object, "notes", replayed->notes);
    json_path(object, "counterexample", replayed->path);
    json_close(object, '}');
    fprintf(out, "%s\n", object->str);
}
