/* How the runtime ends when it finds itself broken. */
#ifndef RUNTIME_PANIC_H
#define RUNTIME_PANIC_H

typedef enum ThrowId {
#define MESSAGE(constant, text) THROW_##constant,
#include "model/messages.def"
    THROW_COUNT
} ThrowId;

/* Throw what the model throws in the same place: its texts are model/messages.def. */
_Noreturn void throws(ThrowId message);
/* Throw something that the model leaves out. */
_Noreturn void throw_text(const char *text);

#endif
