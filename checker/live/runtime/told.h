/* What executions tell the search's parent. */
#ifndef CHECKER_LIVE_TOLD_H
#define CHECKER_LIVE_TOLD_H

/* An execution begins, and has ended. */
void told_begin(void);
void told_end(void);
/* There will be no other. */
void told_flush(void);

#endif
