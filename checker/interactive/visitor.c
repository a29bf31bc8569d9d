#include "checker/interactive/visitor.h"

#include "checker/search/require.h"

#include <glib.h>
#include <string.h>
#include <unistd.h>

static bool is_here(const char *host, uint16_t port)
{
    static const char *const names[] = {"127.0.0.1", "localhost"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *here = g_strdup_printf("%s:%u", names[i], port);
        /* Browsers leave out the port that is usual for http. */
        if (g_ascii_strcasecmp(host, here) == 0) return true;
        if (port == 80 && g_ascii_strcasecmp(host, names[i]) == 0) return true;
    }
    return false;
}

bool visitor_is_welcome(const Visitor *visitor, uint16_t port)
{
    static const char scheme[] = "http://";
    const char *origin = visitor->origin, *site = visitor->fetch_site;
    if (!visitor->host || !is_here(visitor->host, port)) return false;
    if (origin && !(g_str_has_prefix(origin, scheme) && is_here(origin + strlen(scheme), port)))
        return false;
    return !site || strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
}

char *visitor_token(void)
{
    uint8_t bytes[VISITOR_TOKEN_BYTES];
    REQUIRE(getentropy(bytes, sizeof bytes) == 0, "the system has no random numbers");
    GString *token = g_string_new(NULL);
    for (size_t i = 0; i < sizeof bytes; i++)
        g_string_append_printf(token, "%02x", bytes[i]);
    return g_string_free(token, FALSE);
}

const char *visitor_path(const char *path, const char *token)
{
    size_t length = strlen(token);
    if (path[0] != '/' || strlen(path) < length + 2) return NULL;
    unsigned different = path[length + 1] != '/';
    for (size_t i = 0; i < length; i++)
        different |= (unsigned char)path[1 + i] ^ (unsigned char)token[i];
    return different ? NULL : path + length + 2;
}
