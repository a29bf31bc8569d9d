/* The few colours the program uses; without colour they are nothing. */
#ifndef CHECKER_PROGRAM_COLOR_H
#define CHECKER_PROGRAM_COLOR_H

#define COLOR_GOOD "\033[32m"
#define COLOR_BAD "\033[1;31m"
#define COLOR_OPEN "\033[33m"
#define COLOR_FAINT "\033[2m"
#define COLOR_STRONG "\033[1m"
#define COLOR_PLAIN ""
#define COLOR_END "\033[0m"

#define COLOR(on, code) ((on) ? (code) : "")

#endif
