/* Files that the program carries in itself: the assembler takes them as they are. */
#ifndef CHECKER_EMBED_H
#define CHECKER_EMBED_H

/* Define `const char NAME[]`: the text of a file of the source tree and a zero.  What is embedded
 * is a dependency of the source file that does it: cmake/embed.cmake, which says EMBED_ROOT too. */
#define EMBED(name, path)                                                                          \
    __asm__(".section .rodata\n"                                                                   \
            ".global " #name "\n"                                                                  \
            ".type " #name ", %object\n" #name ":\n"                                               \
            ".incbin \"" EMBED_ROOT path "\"\n"                                                    \
            ".byte 0\n"                                                                            \
            ".size " #name ", . - " #name "\n"                                                     \
            ".previous\n")

#endif
