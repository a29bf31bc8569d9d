#include "checker/draw/page_files.h"

#include "checker/embed.h"

EMBED(base_css, "checker/draw/base.css");
EMBED(drawn_html, "checker/draw/page.html");
EMBED(drawn_css, "checker/draw/page.css");
EMBED(drawn_js, "checker/draw/page.js");
EMBED(picture_css, "checker/draw/picture.css");
EMBED(picture_js, "checker/draw/picture.js");
EMBED(still_css, "checker/draw/still.css");
