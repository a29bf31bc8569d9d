#include "checker/program/models.h"

#include <string.h>

static void free_name(void *data)
{
    g_free((char *)((SubjectModule *)data)->name);
}

Models models_new(void)
{
    Models models = {g_array_new(FALSE, FALSE, sizeof(SubjectModule)), g_ptr_array_new()};
    g_array_set_clear_func(models.modules, free_name);
    return models;
}

void models_clear(Models *models)
{
    g_array_unref(models->modules);
    g_ptr_array_unref(models->paths);
}

bool models_add(Models *models, const char *path, GError **error)
{
    SubjectEntry *entry = module_load(path, error);
    if (!entry) return false;
    SubjectModule module = {module_name(path, entry), entry};
    g_array_append_val(models->modules, module);
    g_ptr_array_add(models->paths, (char *)path);
    return true;
}

Scenario *models_read(const Models *models, const char *path, GError **error)
{
    return scenario_read(path, (SubjectModule *)models->modules->data, models->modules->len, error);
}

Scenario *models_read_any(const Models *models, const char *path, GError **error)
{
    return scenario_read_any(path, (SubjectModule *)models->modules->data, models->modules->len,
                             error);
}

const char *models_path(const Models *models, const char *name)
{
    for (guint i = 0; i < models->modules->len; i++)
        if (strcmp(g_array_index(models->modules, SubjectModule, i).name, name) == 0)
            return g_ptr_array_index(models->paths, i);
    return NULL;
}
