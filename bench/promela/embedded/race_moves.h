/* The C side of race.pml, what looks into Spin's state vector.
 *
 * The world's bytes lie there and nowhere else.  WHOLE keeps them together in the globals.  SPLIT
 * gives the process of each actor its own M and the G of the same number, so that COLLAPSE has
 * components to share; the rest is global.
 *
 * Spin asks each guard twice before it goes on: once to choose, once to be sure.  `asked_again`
 * makes the second time free.
 */
static bool asked_again;

#ifdef SPLIT

#define LOCAL(actor) (((P0 *)pptr(actor))->part)

static inline void look(World *world)
{
    memcpy(world->bytes, now.rest.before_ms, sizeof now.rest.before_ms);
    for (unsigned i = 0; i < ACTORS; i++)
        memcpy(world->bytes + MS_AT + i * sizeof(M), LOCAL(i).m, sizeof(M));
    for (unsigned i = 0; i < OWN_GS; i++)
        memcpy(world->bytes + GS_AT + i * sizeof(G), LOCAL(i).g, sizeof(G));
    memcpy(world->bytes + REST_GS_AT, now.rest.after_gs, sizeof now.rest.after_gs);
}

static inline void put_in_place(void)
{
    memcpy(now.rest.before_ms, after.bytes, sizeof now.rest.before_ms);
    for (unsigned i = 0; i < ACTORS; i++)
        memcpy(LOCAL(i).m, after.bytes + MS_AT + i * sizeof(M), sizeof(M));
    for (unsigned i = 0; i < OWN_GS; i++)
        memcpy(LOCAL(i).g, after.bytes + GS_AT + i * sizeof(G), sizeof(G));
    memcpy(now.rest.after_gs, after.bytes + REST_GS_AT, sizeof now.rest.after_gs);
}

#else

static inline void look(World *world)
{
    *world = now.world;
}

static inline void put_in_place(void)
{
    now.world = after;
}

#endif

static inline bool can_move(unsigned actor, unsigned choice)
{
    if (asked_again) {
        asked_again = false;
        return true;
    }
    look(&after);
    asked_again = attempt_step(actor, choice);
    return asked_again;
}

/* An invariant is violated here. */
static inline bool broken_here(void)
{
    World world;
    look(&world);
    return is_broken(&world);
}
