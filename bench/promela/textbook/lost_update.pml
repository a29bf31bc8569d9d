/* examples/lost_update.c once more, for Spin. */
#ifndef N
#define N 2
#endif

byte counter, finished;

active [N] proctype thread()
{
    byte seen;

    seen = counter;
    d_step { counter = seen + 1; finished++; assert(counter == finished) }
end:    false
}
