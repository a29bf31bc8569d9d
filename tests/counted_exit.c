/* For the build that counts what is reached: a process that was forked ends without what exit(3)
 * calls, and all that it has reached would be forgotten. */
#include <unistd.h>

void __gcov_dump(void);
_Noreturn void __real__exit(int status);
_Noreturn void __wrap__exit(int status);

_Noreturn void __wrap__exit(int status)
{
    __gcov_dump();
    __real__exit(status);
}
