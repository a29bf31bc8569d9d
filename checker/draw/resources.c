#include "checker/draw/resources.h"

#include "page_resources.h"

const char *draw_resource(const char *name)
{
    g_autofree char *path = g_strconcat("/checker/draw/", name, NULL);
    g_autoptr(GBytes) bytes =
        g_resource_lookup_data(page_get_resource(), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    g_assert(bytes);
    /* Uncompressed data lies in the program itself, with a zero behind it. */
    return g_bytes_get_data(bytes, NULL);
}
