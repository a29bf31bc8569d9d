/* What the collector's procedures share: the values of the settings that pick a historic shape. */
#ifndef MODEL_COLLECTOR_H
#define MODEL_COLLECTOR_H

#include "model/step.h"

/* SETTING_STACK_SCAN */
enum { SCAN_BY_STOPG, SCAN_BY_SCANG, SCAN_BY_SUSPENDG };

/* SETTING_WORKER_ATTACH */
enum { ATTACH_BEFORE_PARK, ATTACH_BEFORE_DROPG, ATTACH_AFTER_PARK };

enum { MARK_ROOTS = 1 }; /* pieces of mark work that root jobs make */

/* Go of 2015 keeps gcscanvalid: every move to Grunning is followed by clearing it. */
static inline bool keeps_scanvalid(const Step *s)
{
    return setting(s, SETTING_STACK_SCAN) != SCAN_BY_SUSPENDG;
}

#endif
