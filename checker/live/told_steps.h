/* What an execution of the runtime tells `checker conform`: a list of ToldStep, each followed by
 * what it says.  Fields are numbered in the order of runtime/follow/fields.def, those of P, M and G
 * once for each of them. */
#ifndef CHECKER_LIVE_TOLD_STEPS_H
#define CHECKER_LIVE_TOLD_STEPS_H

#include <stdint.h>

typedef enum ToldKind {
    TOLD_WORLD, /* how it begins: all fields */
    TOLD_STEP,  /* this M has taken this step: the fields that differ from before */
    TOLD_THROW, /* in this step it throws; the text, with zeros up to a multiple of 8 */
    TOLD_CUT    /* there was more */
} ToldKind;

typedef struct ToldStep {
    uint16_t step; /* as model/steps.def numbers them */
    uint8_t kind;  /* ToldKind */
    uint8_t m;     /* from 1 */
    uint8_t choice, alternatives;
    uint16_t count; /* of ToldChange, or of 8 bytes of text */
} ToldStep;

typedef struct ToldChange {
    uint32_t field;
    int32_t value;
} ToldChange;

#endif
