/* The roles.  A role keeps pointers into its own stack on that stack only, as goroutines must. */
#include "runtime/demo_roles.h"

#include "runtime/chan.h"
#include "runtime/heap.h"
#include "runtime/netpoll.h"
#include "runtime/panic.h"
#include "runtime/stack.h"

#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { DESCRIPTORS = 64, SHARED = 256, LIST_LENGTH = 20 };

Demo demo;

static Chan *channels; /* one for each pair of PING and PONG */
static PollDesc polls[DESCRIPTORS];
static int descriptors[DESCRIPTORS]; /* theirs, for the other end */
static Sema poll_owner[DESCRIPTORS];
static void *shared[SHARED]; /* roots */
static Sema count_lock = {.count = 1};
static uint64_t count; /* under count_lock */

static void check(bool right, const char *what)
{
    if (!right) throw_text(what);
}

/* Go on?  Those who never wait give way from time to time, or few would have a turn. */
static bool more(void)
{
    static _Atomic uint32_t rounds;
    if (xadd(&rounds, 1) % 32 == 0) gosched();
    return !load(&demo.stop);
}

/* -------- YIELD, RECURSE, COUNT, SPAWN -------- */

static bool yield_round(uint32_t number)
{
    (void)number;
    prologue(0);
    gosched();
    return more();
}

/* Deep enough for the stack to grow. */
enum { DEPTH = STACK_MIN / 256 };

/* Each frame has the address of a cell in the frame before: growing and shrinking the stack has to
 * keep the whole chain intact. */
typedef struct Frame {
    const struct Frame *caller;
    uint32_t depth;
    uint32_t fill[40];
} Frame;

static uint32_t recurse(const Frame *caller, uint32_t depth)
{
    Frame frame = {.caller = caller, .depth = depth};
    prologue(sizeof frame);
    for (uint32_t i = 0; i < 40; i++)
        frame.fill[i] = depth + i;
    uint32_t below = depth < DEPTH ? recurse(&frame, depth + 1) : 0;
    if (depth == DEPTH) gosched();
    for (uint32_t i = 0; i < 40; i++)
        check(frame.fill[i] == depth + i, "a frame has changed");
    uint32_t seen = 0;
    for (const Frame *f = frame.caller; f && depth % 16 == 0; f = f->caller) {
        check(f->depth == depth - ++seen, "a pointer into the stack is wrong");
    }
    return below + 1;
}

static bool recurse_round(uint32_t number)
{
    (void)number;
    check(recurse(NULL, 0) == DEPTH + 1, "recursion lost its way");
    return more();
}

static bool count_round(uint32_t number)
{
    (void)number;
    semacquire(&count_lock);
    count++;
    prologue(0); /* preempted, perhaps, with the lock */
    semrelease(&count_lock);
    atomic_fetch_add(&demo.counted, 1);
    return more();
}

typedef struct Child {
    Sema done;
    uint32_t got;
} Child;

static void child(void *c)
{
    Child *self = c;
    self->got = 42;
    gosched();
    semrelease(&self->done);
}

static bool spawn_round(uint32_t number)
{
    Child *c = calloc(1, sizeof *c); /* not on the stack: the child has no business there */
    (void)number;
    if (!c) throw_text("out of memory");
    go(child, c);
    semacquire(&c->done);
    check(c->got == 42, "a child has not run");
    free(c);
    return more();
}

/* -------- PING and PONG: channels -------- */

static bool ping_round(uint32_t number)
{
    static _Atomic uint32_t next;
    uintptr_t value = xadd(&next, 1);
    void *answer;

    chan_send(&channels[number], (void *)value);
    check(chan_receive(&channels[number], &answer), "a channel was closed by somebody else");
    check((uintptr_t)answer == value + 1, "PONG has answered something else");
    if (more()) return true;
    chan_close(&channels[number]);
    return false;
}

/* Ends when PING has. */
static bool pong_round(uint32_t number)
{
    Chan *c = &channels[number - 1];
    void *value;

    if (!chan_receive(c, &value)) return false;
    chan_send(c, (char *)value + 1);
    return true;
}

/* -------- LIST and SHARE: the heap -------- */

typedef struct Node {
    struct Node *next;
    uint32_t value, check;
} Node;

static void *new_node(uint32_t value)
{
    Node *node = gc_new();
    node->value = value;
    node->check = ~value;
    return node;
}

/* A list that hangs on nothing but this goroutine's stack. */
static bool list_round(uint32_t number)
{
    Node *list = NULL;
    for (uint32_t i = 0; i < LIST_LENGTH; i++) {
        prologue(0);
        Node *node = new_node(number + i);
        gc_set((void **)&node->next, list);
        list = node;
    }
    gosched();
    uint32_t i = LIST_LENGTH;
    for (Node *node = list; node; node = node->next) {
        i--;
        check(node->value == number + i && node->check == ~node->value, "an object was freed");
    }
    check(i == 0, "a list has changed");
    return more();
}

/* Objects go from root to stack and back, changing place while marking is on. */
static bool share_round(uint32_t number)
{
    static _Atomic uint32_t turn;
    uint32_t from = xadd(&turn, 7) % SHARED, to = xadd(&turn, 13) % SHARED;
    Node *mine = gc_get(&shared[from]);
    Node *node = new_node(number);

    gc_set((void **)&node->next, mine ? gc_get((void **)&mine->next) : NULL);
    gc_set(&shared[from], node);
    prologue(0);
    if (mine) {
        check(mine->check == ~mine->value, "a shared object was freed");
        gc_set((void **)&mine->next, NULL);
    }
    gc_set(&shared[to], mine);
    return more();
}

/* -------- SYSCALL and NETWORK -------- */

static bool syscall_round(uint32_t number)
{
    entersyscall();
    if (number % 64 < 10) usleep(100);
    else (void)getppid();
    exitsyscall();
    gosched();
    return more();
}

/* On a stack that is worth shrinking. */
static void wait_for_input(PollDesc *pd, uint32_t depth)
{
    uint64_t value;
    prologue(STACK_MIN / 4 * 3);
    if (depth) {
        wait_for_input(pd, depth - 1);
        return;
    }
    while (read(pd->fd, &value, sizeof value) < 0)
        netpollblock(pd);
}

static bool network_round(uint32_t number)
{
    uint32_t n = number / ROLES % DESCRIPTORS;
    semacquire(&poll_owner[n]);
    if (more()) wait_for_input(&polls[n], 1);
    semrelease(&poll_owner[n]);
    return more();
}

void roles_input(uint32_t random)
{
    uint64_t one = 1;
    if (write(descriptors[random % DESCRIPTORS], &one, sizeof one) < 0)
        throw_text("eventfd is full");
}

/* -------- all of them -------- */

const Role roles[ROLES] = {
    [YIELD] = {"yield", yield_round},       [RECURSE] = {"recurse", recurse_round},
    [PING] = {"ping", ping_round},          [PONG] = {"pong", pong_round},
    [LIST] = {"list", list_round},          [SHARE] = {"share", share_round},
    [SYSCALL] = {"syscall", syscall_round}, [NETWORK] = {"network", network_round},
    [COUNT] = {"count", count_round},       [SPAWN] = {"spawn", spawn_round},
};

RoleId role_of(uint32_t number)
{
    return number % ROLES;
}

void roles_init(uint32_t goroutines)
{
    channels = calloc(goroutines, sizeof *channels);
    if (!channels) throw_text("out of memory");
    for (uint32_t i = 0; i < goroutines; i++)
        chan_init(&channels[i], 0, NULL);
    for (uint32_t i = 0; i < DESCRIPTORS; i++) {
        descriptors[i] = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
        if (descriptors[i] < 0) throw_text("eventfd failed");
        store(&poll_owner[i].count, 1);
    }
    gc_add_root(shared, SHARED);
}

void roles_open(void)
{
    for (uint32_t i = 0; i < DESCRIPTORS; i++)
        netpollopen(&polls[i], descriptors[i]);
}

void roles_close(void)
{
    for (uint32_t i = 0; i < DESCRIPTORS; i++)
        roles_input(i);
}

void roles_check(void)
{
    check(count == load(&demo.counted), "the lock has let two in at once");
}
