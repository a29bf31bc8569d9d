/* examples/filter.c once more, for Spin. */
#ifndef N
#define N 3
#endif

byte at[N], last[N - 1];
byte inside;

active [N] proctype process()
{
	byte level, k;

idle:
	level = 1;
climb:
	if
	:: d_step { level == N -> level = 0; inside++; assert(inside == 1) } goto critical
	:: d_step { level < N -> at[_pid] = level }
	fi;
	last[level - 1] = _pid;
wait:
	if
	:: d_step { k == N -> k = 0; level++ } goto climb
	:: d_step {
		k < N && (k == _pid || at[k] < level || last[level - 1] != _pid) -> k++
	   } goto wait
	fi;
	/* A goto may not lead to a d_step, but to an if. */
critical:
	if
	:: d_step { at[_pid] = 0; inside-- } goto idle
	fi
}
