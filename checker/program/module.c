#include "checker/program/module.h"

#include "checker/search/dead.h"

#include <dlfcn.h>
#include <string.h>

G_DEFINE_QUARK(module_error, module_error)

static void fail(GError **error, const char *path, const char *sentence)
{
    g_set_error(error, MODULE_ERROR, 0, "%s: error: %s\n", path, sentence);
}

SubjectEntry *module_load(const char *path, GError **error)
{
    /* A name without a slash would be looked up in the system's folders. */
    g_autofree char *file = g_canonicalize_filename(path, NULL);
    if (!g_file_test(file, G_FILE_TEST_IS_REGULAR)) {
        fail(error, path, "there is no such file");
        return NULL;
    }
    void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        g_autofree char *reason = g_strdup_printf("not a shared object: %s", dlerror());
        fail(error, path, reason);
        return NULL;
    }
    SubjectEntry *entry;
    *(void **)&entry = dlsym(handle, SUBJECT_ENTRY);
    if (entry) return entry;
    fail(error, path, "does not export " SUBJECT_ENTRY "; see checker/subject.h");
    dlclose(handle);
    return NULL;
}

/* -------- is it a subject? -------- */

static const char *field_mistake(const Subject *subject)
{
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (!field->object || !field->member || !field->kind)
            return "a field has no object, member or kind";
        if (field->size != 1 && field->size != 2) return "a field's size is neither 1 nor 2";
        if ((uint32_t)field->offset + field->size > subject->state_size)
            return "a field lies outside the state";
    }
    return NULL;
}

static const char *step_mistake(const Subject *subject)
{
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (uint32_t i = 0; i < subject->step_count; i++) {
        const SubjectStep *step = &subject->steps[i];
        if (!step->name || !step->procedure || !step->source)
            return "a step has no name, procedure or source";
        if (!g_hash_table_add(names, (char *)step->name)) return "two steps have the same name";
    }
    return NULL;
}

static const char *actor_mistake(const Subject *subject)
{
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (uint32_t i = 0; i < subject->actor_count; i++) {
        if (!subject->actors[i]) return "an actor has no name";
        if (!g_hash_table_add(names, (char *)subject->actors[i]))
            return "two actors have the same name";
    }
    return NULL;
}

static const char *subject_mistake(const Subject *subject)
{
    if (subject->version != SUBJECT_VERSION)
        return "was built for another version of checker/subject.h";
    if (!subject->name) return "the subject has no name";
    if (subject->state_size < 1 || subject->state_size > SUBJECT_MAX_STATE)
        return "state_size is not between 1 and 4096";
    if (subject->initial_count < 1) return "there is no initial state";
    if (subject->actor_count < 1 || subject->actor_count > SUBJECT_MAX_ACTORS)
        return "actor_count is not between 1 and 32";
    if (subject->step_count < 1 || subject->step_count >= 65535)
        return "step_count is not between 1 and 65534";
    if (!subject->initial || !subject->attempt || !subject->may_rest)
        return "initial, attempt or may_rest is missing";
    const char *mistake = actor_mistake(subject);
    if (!mistake) mistake = step_mistake(subject);
    return mistake ? mistake : field_mistake(subject);
}

const Subject *module_subject(const char *path, SubjectEntry *entry, const char *const *parameters,
                              GError **error)
{
    const char *reason = NULL;
    const Subject *subject = entry(parameters, &reason);
    const char *mistake = subject ? subject_mistake(subject) : reason;
    if (subject && !mistake) return subject;
    fail(error, path, mistake ? mistake : "gave no subject");
    return NULL;
}

char *module_name(const char *path, SubjectEntry *entry)
{
    static const char *const none[] = {NULL};
    const char *reason = NULL;
    const Subject *subject = entry(none, &reason);
    if (subject && subject->name) return g_strdup(subject->name);
    g_autofree char *file = g_path_get_basename(path);
    return g_strndup(file, strcspn(file, "."));
}

/* -------- asked by itself -------- */

static Question question_of(const Subject *subject)
{
    Check *checks = g_new0(Check, subject->predicate_count);
    for (uint32_t i = 0; i < subject->predicate_count; i++)
        checks[i] = check_of(CHECK_ALWAYS, subject, &subject->predicates[i]);
    return (Question){
        .subject = subject, .check_count = subject->predicate_count, .checks = checks};
}

static void variant_free(void *data)
{
    Variant *variant = data;
    g_free((Check *)variant->question.checks);
    g_free((Symmetry *)variant->question.symmetry);
    g_free(variant->name);
    g_free(variant->digest);
    g_free(variant);
}

Scenario *module_scenario(const char *path, const Subject *subject)
{
    Variant *variant = g_new0(Variant, 1);
    variant->name = g_strdup("default");
    variant->question = question_of(subject);
    variant->digest = g_strdup("");
    if (subject->forget) {
        Symmetry *found = g_new(Symmetry, 1);
        *found = dead_symmetry(&variant->question);
        variant->question.symmetry = found;
    }
    Scenario *scenario = g_new0(Scenario, 1);
    scenario->path = g_strdup(path);
    scenario->title = g_strdup(subject->name);
    scenario->variants = g_ptr_array_new_with_free_func(variant_free);
    g_ptr_array_add(scenario->variants, variant);
    return scenario;
}

void module_scenario_free(Scenario *scenario)
{
    if (!scenario) return;
    g_ptr_array_unref(scenario->variants);
    g_free(scenario->path);
    g_free(scenario->title);
    g_free(scenario);
}
