/* examples/lamport.c once more, for Spin. */
#ifndef N
#define N 3
#endif
#define NOBODY 255

byte x = NOBODY, y = NOBODY;
bool busy[N];
byte inside;

active [N] proctype process()
{
	byte j;

start:
	busy[_pid] = true;
	x = _pid;
	if
	:: y == NOBODY
	:: d_step { y != NOBODY -> busy[_pid] = false };
		y == NOBODY;
		goto start
	fi;
	y = _pid;
	if
	:: d_step { x == _pid -> inside++; assert(inside == 1) } goto critical
	:: d_step { x != _pid -> busy[_pid] = false; j = 0 }
	fi;
await_others:
	if
	:: d_step { j < N && !busy[j] -> j++ } goto await_others
	:: j == N
	fi;
	if
	:: d_step { y == _pid -> inside++; assert(inside == 1) }
	:: y == NOBODY -> goto start
	fi;
	/* A goto may not lead to a d_step, but to an if. */
critical:
	if
	:: d_step { y = NOBODY; inside-- }
	fi;
	busy[_pid] = false;
	goto start
}
