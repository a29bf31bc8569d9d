/* Which variants of scenarios the command line asks for. */
#ifndef CHECKER_PROGRAM_VARIANTS_H
#define CHECKER_PROGRAM_VARIANTS_H

#include "checker/program/options.h"
#include "checker/scenario/scenario.h"

/* Named by --variant, or nobody is. */
bool variant_is_chosen(const Options *options, const Variant *variant);

/* A sentence (of char *, owned) for each --variant that none of these scenarios has.  Free with
 * g_ptr_array_unref. */
GPtrArray *variants_missing(const Options *options, const GPtrArray *scenarios);

/* SCENARIO.VARIANT, as a file may be called; free with g_free. */
char *variant_file_name(const Scenario *scenario, const Variant *variant);

#endif
