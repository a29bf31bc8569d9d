"""touch.py BYTES: touch so much memory, and end.

The host of a virtual machine takes back pages that are free, within seconds, and having one of 2 MiB again costs
milliseconds in place of a tenth of one. So that no search is quicker because another one has just ended, all of them
come right after this. A process of its own: what it had at most must not count as the runner's."""

import mmap
import sys

HUGE_PAGE = 1 << 21


def touch(size):
    with mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        memory.madvise(mmap.MADV_HUGEPAGE)
        for at in range(0, size, HUGE_PAGE):
            memory[at] = 1


if __name__ == "__main__":
    touch(int(sys.argv[1]))
