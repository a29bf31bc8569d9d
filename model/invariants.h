/* What the invariants look at, for their executable twins (invariants.c) and for telling which
 * moves they can notice (sees.c). */
#ifndef MODEL_INVARIANTS_H
#define MODEL_INVARIANTS_H

#include "model/view.h"

/* Is this M inside run_safe_point_fn, with a flag won and not yet counted?  And one with this
 * frame, which may be NULL? */
bool counts_soon(const View *v, uint8_t m);
bool frame_counts_soon(const Frame *top);

/* Does who has this frame, or NULL, run forEachP's fn next? */
bool frame_runs_fn(const Frame *top);

/* Does its forEachP wait (all flags raised, count not yet checked)? */
bool waits_in_foreachp(const View *v, uint8_t m);

/* The P that it owns, or 0; m.p goes stale in a system call, so it means ownership only outside
 * one. */
uint8_t owned_p(const View *v, uint8_t m);

/* Does it execute a G that does not know it, or that it does not know as its own? */
bool is_lost(const View *v, uint8_t m);

/* Is this M inside startm, with a spinning M to start and to count for? */
bool starts_spinning(const View *v, uint8_t m);
bool frame_starts_spinning(const Frame *top); /* as of counts_soon */

/* Does this M, on g0, act for a G that it has put into Gwaiting for as long? */
bool disguises_its_g(const View *v, uint8_t m);
/* That is so if it has a G, and acts for it in a procedure that begins on g0, or the G comes back
 * from markroot. */
bool acts_for_its_g(const View *v, uint8_t m);
bool is_back_from_markroot(const G *g);

/* For each invariant, as Predicate.sees. */
typedef Notice Sees(const void *context, const uint8_t *before, const uint8_t *after,
                    uint32_t actor);
Sees p_has_one_owner_sees, foreachp_counts_each_p_sees, no_stray_stop_sees, stopwait_counts_ps_sees,
    fn_runs_once_sees, fn_runs_on_own_p_sees, g_in_one_queue_sees, queued_is_runnable_sees,
    idle_ps_are_idle_sees, spinning_is_counted_sees, scanned_at_most_once_sees, g_on_one_m_sees,
    running_g_knows_its_m_sees, attached_worker_is_parked_sees, attached_worker_lives_sees,
    disguised_g_is_left_alone_sees;

/* The same, as Predicate.watches (breaks.c). */
typedef void Watches(const void *context, uint64_t *bytes);
Watches p_has_one_owner_watches, foreachp_counts_each_p_watches, no_stray_stop_watches,
    stopwait_counts_ps_watches, fn_runs_once_watches, fn_runs_on_own_p_watches,
    g_in_one_queue_watches, queued_is_runnable_watches, idle_ps_are_idle_watches,
    spinning_is_counted_watches, scanned_at_most_once_watches, g_on_one_m_watches,
    running_g_knows_its_m_watches, attached_worker_is_parked_watches, attached_worker_lives_watches,
    disguised_g_is_left_alone_watches;

/* The same, as Predicate.breaks (breaks.c). */
typedef bool Breaks(const void *context, const uint8_t *before, const uint8_t *after,
                    const uint64_t *known);
Breaks p_has_one_owner_breaks, foreachp_counts_each_p_breaks, no_stray_stop_breaks,
    stopwait_counts_ps_breaks, fn_runs_once_breaks, fn_runs_on_own_p_breaks, g_in_one_queue_breaks,
    queued_is_runnable_breaks, idle_ps_are_idle_breaks, spinning_is_counted_breaks,
    scanned_at_most_once_breaks, g_on_one_m_breaks, running_g_knows_its_m_breaks,
    attached_worker_is_parked_breaks, attached_worker_lives_breaks,
    disguised_g_is_left_alone_breaks;

#endif
