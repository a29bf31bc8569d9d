/* The models that --subject loads, for scenarios to name and traces to come back to. */
#ifndef CHECKER_PROGRAM_MODELS_H
#define CHECKER_PROGRAM_MODELS_H

#include "checker/program/module.h"

typedef struct Models {
    GArray *modules;  /* of SubjectModule, as scenario_read wants them */
    GPtrArray *paths; /* the file of each, borrowed */
} Models;

Models models_new(void);
void models_clear(Models *models);

/* Load one more; `path` must outlive the models. */
bool models_add(Models *models, const char *path, GError **error);

/* Read a scenario that may name them. */
Scenario *models_read(const Models *models, const char *path, GError **error);
/* The same, or a live scenario. */
Scenario *models_read_any(const Models *models, const char *path, GError **error);

/* The file that the model called `name` came from; NULL for one that ships with checker. */
const char *models_path(const Models *models, const char *name);

#endif
