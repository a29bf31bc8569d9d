/* Throwing. */
#include "runtime/panic.h"

#include "runtime/os.h"

static const char *const throw_texts[THROW_COUNT] = {
#define MESSAGE(constant, text) [THROW_##constant] = text,
#include "model/messages.def"
};

_Noreturn void throws(ThrowId message)
{
    throw_text(throw_texts[message]);
}

_Noreturn void throw_text(const char *text)
{
    os_fatal("fatal error: ", text);
}
