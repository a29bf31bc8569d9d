/* examples/philosophers.c once more, for Spin. */
#ifndef N
#define N 4
#endif
#ifndef LEFT
#define LEFT 0
#endif

bool taken[N];

active [N] proctype philosopher()
{
    byte first = (_pid + (LEFT && _pid == 0)) % N;
    byte second = (_pid + !(LEFT && _pid == 0)) % N;

    /* A goto may not lead to a d_step, but to an if. */
think:
    if
    :: d_step { !taken[first] -> taken[first] = true }
    fi;
    d_step { !taken[second] -> taken[second] = true }
    taken[first] = false;
    taken[second] = false;
    goto think
}
