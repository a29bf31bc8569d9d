/* Channels (chan.go: chansend, chanrecv, closechan).
 *
 * A goroutine that waits leaves its Sudog in the queue, with the address of its value: a cell on
 * its own stack, which the other side reads or writes while it is parked, and which copystack
 * follows. */
#include "runtime/chan.h"

#include "runtime/heap.h"
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/switch.h"

void chan_init(Chan *c, uint32_t capacity, void *_Atomic *buffer)
{
    *c = (Chan){.capacity = capacity, .buffer = buffer};
}

/* -------- queues, under the lock -------- */

static void enqueue(Sudog **first, Sudog **last, Sudog *s)
{
    s->next = NULL;
    if (*first) (*last)->next = s;
    else *first = s;
    *last = s;
}

static Sudog *dequeue(Sudog **first)
{
    Sudog *s = *first;
    if (s) *first = s->next;
    return s;
}

/* Park in a queue until somebody has dealt with *elem; returns whether somebody has, rather than
 * closed the channel. */
static bool wait_in(Chan *c, Sudog **first, Sudog **last, void **elem, const char *reason)
{
    G *gp = getg();
    gp->sudog = (Sudog){.g = gp, .elem = elem};
    enqueue(first, last, &gp->sudog);
    gopark(parkunlock, &c->lock, reason);
    bool success = gp->sudog.success;
    gp->sudog.elem = NULL;
    return success;
}

static void wake(Sudog *s, bool success)
{
    s->success = success;
    goready(s->g);
}

/* -------- the ring, under the lock -------- */

static void put(Chan *c, void *value)
{
    gc_set((void **)&c->buffer[(c->first + c->count++) % c->capacity], value);
}

static void *take(Chan *c)
{
    void *_Atomic *cell = &c->buffer[c->first];
    void *value = load(cell);
    gc_set((void **)cell, NULL);
    c->first = (c->first + 1) % c->capacity;
    c->count--;
    return value;
}

/* -------- send and receive -------- */

void chan_send(Chan *c, void *value)
{
    gc_shade(value); /* from one stack to another */
    lock(&c->lock);
    if (c->closed) throw_text("send on closed channel");
    Sudog *receiver = dequeue(&c->recv_first);
    if (receiver) {
        *receiver->elem = value;
        unlock(&c->lock);
        wake(receiver, true);
        return;
    }
    if (c->count < c->capacity) {
        put(c, value);
        unlock(&c->lock);
        return;
    }
    if (!wait_in(c, &c->send_first, &c->send_last, &value, "chan send"))
        throw_text("send on closed channel");
}

/* The value that comes next, and room for that of a sender who waits. */
static void *take_and_refill(Chan *c, Sudog **ret_sender)
{
    Sudog *sender = dequeue(&c->send_first);
    *ret_sender = sender;
    if (!c->count) return *sender->elem;
    void *value = take(c);
    if (sender) put(c, *sender->elem);
    return value;
}

bool chan_receive(Chan *c, void **ret_value)
{
    void *value = NULL;
    bool received = true;

    lock(&c->lock);
    if (c->count || c->send_first) {
        Sudog *sender;
        value = take_and_refill(c, &sender);
        unlock(&c->lock);
        if (sender) wake(sender, true);
    } else if (c->closed) {
        unlock(&c->lock);
        received = false;
    } else {
        received = wait_in(c, &c->recv_first, &c->recv_last, &value, "chan receive");
    }
    *ret_value = value;
    return received;
}

void chan_close(Chan *c)
{
    lock(&c->lock);
    if (c->closed) throw_text("close of closed channel");
    c->closed = true;
    Sudog *receivers = c->recv_first, *senders = c->send_first;
    c->recv_first = c->send_first = NULL;
    unlock(&c->lock);
    while (receivers)
        wake(dequeue(&receivers), false);
    while (senders)
        wake(dequeue(&senders), false);
}
