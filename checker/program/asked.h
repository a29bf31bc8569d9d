/* The scenarios that a command line names, and the variants of them that it asks for. */
#ifndef CHECKER_PROGRAM_ASKED_H
#define CHECKER_PROGRAM_ASKED_H

#include "checker/program/models.h"
#include "checker/program/options.h"

typedef struct AskedVariant {
    const Scenario *scenario;
    Variant *variant;
} AskedVariant;

typedef struct Asked {
    Models models;
    GPtrArray *scenarios; /* of Scenario * */
    GArray *variants;     /* of AskedVariant, in the order of the files */
} Asked;

/* Read the files and folders in `paths` (of char *, borrowed) and the models of --subject, and take
 * the variants that --variant names, or all.  Their searches get the limits of the command line.
 * False, with *error ready to print: something cannot be read, or no variant has that name.  Call
 * asked_clear in either case. */
bool asked_read(Asked *ret, const Options *options, const GPtrArray *paths, GError **error);
void asked_clear(Asked *asked);

/* Does --variant name it, or is --variant not given? */
bool asked_for(const Options *options, const Variant *variant);

/* A sentence about a --variant that none of these scenarios has; NULL if there is none.  Free with
 * g_free. */
char *asked_unknown_variant(const Options *options, const GPtrArray *scenarios);

#endif
