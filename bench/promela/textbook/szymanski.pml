/* examples/szymanski.c once more, for Spin. */
#ifndef N
#define N 3
#endif

bool announced[N], waiting[N], shut[N];
byte inside;

active [N] proctype process()
{
	byte j;

	/* A goto may not lead to a d_step, but to an if. */
idle:
	if
	:: d_step { announced[_pid] = true; j = 0 }
	fi;
door_open:
	if
	:: d_step { j < N && !shut[j] -> j++ } goto door_open
	:: j == N
	fi;
	d_step { waiting[_pid] = true; announced[_pid] = false }
stepped_in:
	if
	:: d_step { shut[_pid] -> j = 0 } goto lower_numbers
	:: d_step { !shut[_pid] -> j = 0 }
	fi;
anybody_outside:
	if
	:: d_step { j < N && !announced[j] -> j++ } goto anybody_outside
	:: j == N || announced[j]
	fi;
	if
	:: j < N -> goto door_is_shut
	:: d_step { j == N -> shut[_pid] = true; j = 0 }
	fi;
shut_door:
	if
	:: d_step { j < N && !announced[j] -> j++ } goto shut_door
	:: d_step { j < N && announced[j] -> shut[_pid] = false } goto door_is_shut
	:: d_step { j == N -> waiting[_pid] = false; j = 0 }
	fi;
all_left_waiting:
	if
	:: d_step { j < N && !waiting[j] -> j++ } goto all_left_waiting
	:: j == N
	fi;
door_is_shut:
	if
	:: j == N -> goto join_shutter
	:: d_step { j < N -> j = 0 }
	fi;
find_shutter:
	if
	:: d_step { j < N && (waiting[j] || !shut[j]) -> j++ } goto find_shutter
	:: j == N || (!waiting[j] && shut[j])
	fi;
join_shutter:
	if
	:: d_step { j != _pid && j < N -> shut[_pid] = true; waiting[_pid] = false } goto stepped_in
	:: j == _pid || j == N -> goto stepped_in
	fi;
lower_numbers:
	if
	:: d_step { j < _pid && !waiting[j] && !shut[j] -> j++ } goto lower_numbers
	:: d_step { j == _pid -> inside++; assert(inside == 1) }
	fi;
	d_step { shut[_pid] = false; inside-- }
	goto idle
}
