#include "checker/interactive/session_files.h"

#include "checker/embed.h"

EMBED(session_html, "checker/interactive/page/page.html");
EMBED(session_css, "checker/interactive/page/page.css");
EMBED(session_js, "checker/interactive/page/page.js");
