/* examples/philosophers.c once more, for Spin. */
#ifndef N
#define N 4
#endif
#ifndef LEFT
#define LEFT 0
#endif
#ifndef SLOW
#define SLOW 0
#endif

#define LEFT_HANDED (LEFT && _pid == 0)
#define FIRST ((_pid + LEFT_HANDED) % N)
#define SECOND ((_pid + !LEFT_HANDED) % N)

bool taken[N];

active [N] proctype philosopher()
{
	/* A goto may not lead to a d_step, but to an if. */
think:
#if SLOW
	skip;
	d_step { !taken[FIRST] -> taken[FIRST] = true }
	d_step { !taken[SECOND] -> taken[SECOND] = true }
	skip;
	taken[SECOND] = false;
	taken[FIRST] = false;
#else
	if
	:: d_step { !taken[FIRST] -> taken[FIRST] = true }
	fi;
	d_step { !taken[SECOND] -> taken[SECOND] = true }
	taken[FIRST] = false;
	taken[SECOND] = false;
#endif
	goto think
}
