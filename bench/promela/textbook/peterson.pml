/* examples/peterson.c once more, for Spin. */
#ifndef N
#define N 3
#endif

byte at[N], last[N];
byte inside;

active [N] proctype process()
{
    byte level, k;

idle:
    level = 1;
climb:
    if
    :: d_step { level == N -> inside++; assert(inside == 1) } goto critical
    :: d_step { level < N -> at[_pid] = level }
    fi;
    d_step { last[level - 1] = _pid; k = 0 }
scan:
    if
    :: d_step { k < N && (k == _pid || at[k] < level) -> k++ } goto scan
    :: d_step { k == N || last[level - 1] != _pid -> level++ } goto climb
    fi;
    /* A goto may not lead to a d_step, but to an if. */
critical:
    if
    :: d_step { at[_pid] = 0; inside-- } goto idle
    fi
}
