/* What the goroutines of the demonstration do: each role in a loop, checking what it gets. */
#ifndef RUNTIME_DEMO_ROLES_H
#define RUNTIME_DEMO_ROLES_H

#include "runtime/goroutine.h"

typedef enum RoleId {
    YIELD,
    RECURSE,
    PING,
    PONG,
    LIST,
    SHARE,
    SYSCALL,
    NETWORK,
    COUNT,
    SPAWN,
    ROLES
} RoleId;

typedef struct Role {
    const char *name;
    bool (*round)(uint32_t number); /* one round of the goroutine with this number: go on? */
} Role;

extern const Role roles[ROLES];

typedef struct Demo {
    uint32_t goroutines;
    _Atomic bool stop;
    _Atomic uint32_t *rounds;
    _Atomic uint32_t ended;
    _Atomic uint64_t counted; /* what COUNT did, one by one */
} Demo;

extern Demo demo;

/* The role of goroutine `number`; PING and PONG come in pairs. */
RoleId role_of(uint32_t number);
/* Before the runtime: channels, descriptors, roots. */
void roles_init(uint32_t goroutines);
/* On the first goroutine: make the descriptors known to the poller. */
void roles_open(void);
/* On any thread: input for one of those that wait for it. */
void roles_input(uint32_t random);
/* On the first goroutine, at the end: wake everybody who waits for somebody who has left. */
void roles_close(void);
/* When all have ended: do the sums agree?  Ends the process if not. */
void roles_check(void);

#endif
