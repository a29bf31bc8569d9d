/* Values that nobody reads again: states that differ by these only are taken for one.
 *
 * The model says which they are (Subject.forget).  Such states have the same moves for ever, so one
 * can stand for all, whatever is asked (M. Bozga, J.-C. Fernandez, L. Ghirvu, "State space
 * reduction based on live variables analysis", 1999).  A check may still look at such a value: then
 * it stays.
 */
#ifndef CHECKER_DEAD_H
#define CHECKER_DEAD_H

#include "checker/search/search.h"

/* What to give as Question.symmetry: no names are exchanged, dead values are overwritten.  For
 * subjects that have `forget`.  `question` must outlive it, with its checks. */
Symmetry dead_symmetry(const Question *question);

#endif
