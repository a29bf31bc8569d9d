/* examples/bakery.c once more, for Spin. */
#ifndef N
#define N 2
#endif
#ifndef MAX
#define MAX 9
#endif

bool choosing[N];
byte ticket[N];
byte inside;

active [N] proctype process()
{
    byte j, max;

    /* A goto may not lead to a d_step, but to an if. */
idle:
    if
    :: d_step { choosing[_pid] = true; j = 0; max = 0 }
    fi;
choose:
    if
    :: d_step {
        j < N ->
        if
        :: ticket[j] > max -> max = ticket[j]
        :: else
        fi;
        j++
       } goto choose
    :: d_step { j == N && max < MAX -> ticket[_pid] = max + 1; choosing[_pid] = false; j = 0 }
    fi;
look:
    if
    :: d_step { j == N -> inside++; assert(inside == 1) } goto critical
    :: j < N && !choosing[j]
    fi;
    d_step {
        ticket[j] == 0 || ticket[j] > ticket[_pid] ||
            (ticket[j] == ticket[_pid] && _pid <= j) -> j++
    }
    goto look;
critical:
    if
    :: d_step { ticket[_pid] = 0; inside-- } goto idle
    fi
}
