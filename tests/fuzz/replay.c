/* The inputs that are given, one after the other, without libFuzzer: for what once broke a fuzzer,
 * and for those who have no clang. */
#include "tests/fuzz/fuzz.h"

#include <glib.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        g_autofree char *text = NULL;
        gsize length = 0;
        g_autoptr(GError) error = NULL;
        if (!g_file_get_contents(argv[i], &text, &length, &error)) g_error("%s", error->message);
        LLVMFuzzerTestOneInput((const uint8_t *)text, length);
    }
    printf("%d inputs\n", argc - 1);
    return argc > 1 ? 0 : 1;
}
