#include "checker/program/explain.h"

/* One reduction's paragraph: a heading, then lines that are indented by two. */
typedef void Paragraph(FILE *out, const Variant *variant);

static void explain_symmetry(FILE *out, const Variant *variant)
{
    fputs(variant->symmetry ? variant->symmetry : "symmetry\n  not looked for\n", out);
    if (variant->options.no_symmetry) fputs("  not used: --no-symmetry\n", out);
}

static Paragraph *const paragraphs[] = {explain_symmetry};

void explain_reductions(FILE *out, const Scenario *scenario, const Variant *variant)
{
    fprintf(out, "%s  %s\n", scenario->path, variant->name);
    for (size_t i = 0; i < G_N_ELEMENTS(paragraphs); i++)
        paragraphs[i](out, variant);
    fputc('\n', out);
}
