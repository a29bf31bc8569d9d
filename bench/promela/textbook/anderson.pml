/* examples/anderson.c once more, for Spin. */
#ifndef N
#define N 3
#endif

byte counter;
bool slot[N] = { true, false };
byte inside;

active [N] proctype process()
{
	byte place;

	/* A goto may not lead to a d_step, but to an if. */
draw:
	if
	:: d_step { place = counter; counter++ }
	fi;
	d_step {
		if
		:: place == N - 1 -> counter = counter - N
		:: else
		fi;
		place = place % N
	}
	slot[place];
	d_step { slot[place] = false; inside++; assert(inside == 1) }
	d_step { slot[(place + 1) % N] = true; inside-- }
	goto draw
}
