/* A scenario of the Go model for Spin, by the model's own steps: each transition is one attempt of
 * one actor by one choice, exactly as checker takes it, so both have the same states and transitions.
 * twin.h, written by twin.c, says which scenario; -DSPLIT spreads the world over processes (race_moves.h).
 *
 * Nobody is ever stuck here for Spin (end:); which actors may rest is the model's own question.
 */
#define PROMELA
#include "twin.h"

c_decl {
	extern void (*uerror)(char *);
	extern short *proc_offset;
\#include "race.h"
}
c_code {
\#include "race_moves.h"
}

#define MOVE(actor, choice) \
	:: d_step { c_expr { can_move (actor, choice) } -> c_code { put_in_place(); } }

#if CHOICES == 1
#define MOVES(actor) MOVE(actor, 0)
#elif CHOICES == 2
#define MOVES(actor) MOVE(actor, 0) MOVE(actor, 1)
#elif CHOICES == 3
#define MOVES(actor) MOVE(actor, 0) MOVE(actor, 1) MOVE(actor, 2)
#elif CHOICES == 4
#define MOVES(actor) MOVE(actor, 0) MOVE(actor, 1) MOVE(actor, 2) MOVE(actor, 3)
#else
#define MOVES(actor) MOVE(actor, 0) MOVE(actor, 1) MOVE(actor, 2) MOVE(actor, 3) \
	MOVE(actor, 4) MOVE(actor, 5) MOVE(actor, 6) MOVE(actor, 7) MOVE(actor, 8)
#endif

#ifdef SPLIT
c_state "Rest rest" "Global" "initial_rest ()"
c_state "Part part" "Local actor" "initial_part (h)"

active [ACTORS] proctype actor()
{
end:	do
	:: c_expr { Pactor->_pid == 0 && broken_here () } -> assert(false)
	MOVES(Pactor->_pid)
	od
}

#else
c_state "World world" "Global" "initial_world ()"

active proctype actors()
{
end:	do
	:: c_expr { broken_here () } -> assert(false)
	MOVES(0)
#if ACTORS > 1
	MOVES(1)
#endif
#if ACTORS > 2
	MOVES(2)
#endif
#if ACTORS > 3
	MOVES(3)
#endif
#if ACTORS > 4
	MOVES(4)
#endif
#if ACTORS > 5
	MOVES(5)
#endif
#if ACTORS > 6
	MOVES(6)
#endif
#if ACTORS > 7
	MOVES(7)
#endif
	od
}
#endif
