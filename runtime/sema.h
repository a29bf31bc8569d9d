/* Semaphores of goroutines: who waits parks, and its thread goes on with others. */
#ifndef RUNTIME_SEMA_H
#define RUNTIME_SEMA_H

#include "runtime/world.h"

/* Take one, waiting for it if there is none. */
void semacquire(Sema *sema);
/* Give one, and make the goroutine runnable that has waited longest. */
void semrelease(Sema *sema);

#endif
