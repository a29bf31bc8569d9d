#include "checker/program/terminal.h"

#include <glib.h>
#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <sys/ioctl.h>

uint32_t terminal_width(FILE *out, uint32_t otherwise)
{
    struct winsize size;
    if (ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    guint64 columns;
    const char *said = g_getenv("COLUMNS");
    bool is_said = said && g_ascii_string_to_unsigned(said, 10, 1, 10000, &columns, NULL);
    return is_said ? (uint32_t)columns : otherwise;
}

bool terminal_is_unicode(void)
{
    locale_t users = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (!users) return false;
    bool is = strcmp(nl_langinfo_l(CODESET, users), "UTF-8") == 0;
    freelocale(users);
    return is;
}
