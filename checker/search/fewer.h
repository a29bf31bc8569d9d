/* How many of something a test tries. */
#ifndef CHECKER_FEWER_H
#define CHECKER_FEWER_H

/* The sanitizers cost a factor of five to ten, and see no less with fewer; builds without them,
 * which are tested as well, try all. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define ALL_OR_FEWER(all, fewer) (fewer)
#else
#define ALL_OR_FEWER(all, fewer) (all)
#endif

#endif
