/* examples/mcs.c once more, for Spin. */
#ifndef N
#define N 3
#endif
#define NOBODY 255

byte tail = NOBODY;
byte behind[N] = NOBODY;
bool locked[N];
byte inside;

active [N] proctype process()
{
	byte before;

start:
	behind[_pid] = NOBODY;
	d_step { before = tail; tail = _pid }
	if
	:: d_step { before == NOBODY -> inside++; assert(inside == 1) } goto critical
	:: before != NOBODY
	fi;
	locked[_pid] = true;
	behind[before] = _pid;
	d_step { !locked[_pid] -> inside++; assert(inside == 1) }
	/* A goto may not lead to a d_step, but to an if. */
critical:
	if
	:: d_step { behind[_pid] != NOBODY -> inside-- } goto pass_on
	:: d_step { behind[_pid] == NOBODY -> inside-- }
	fi;
	if
	:: d_step { tail == _pid -> tail = NOBODY } goto start
	:: tail != _pid
	fi;
	behind[_pid] != NOBODY;
pass_on:
	locked[behind[_pid]] = false;
	goto start
}
