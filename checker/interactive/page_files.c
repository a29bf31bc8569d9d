/* The assembler takes the files as they are.  PAGE_FOLDER is where they lie. */
#include "checker/interactive/page_files.h"

#define PAGE_FILE(name, file)                                                                      \
    __asm__(".section .rodata\n"                                                                   \
            ".global " #name "\n"                                                                  \
            ".type " #name ", %object\n" #name ":\n"                                               \
            ".incbin \"" PAGE_FOLDER file "\"\n"                                                   \
            ".byte 0\n"                                                                            \
            ".size " #name ", . - " #name "\n"                                                     \
            ".previous\n")

PAGE_FILE(page_html, "page.html");
PAGE_FILE(page_css, "page.css");
PAGE_FILE(page_js, "page.js");
