#include "checker/analysis/interval.h"

#include <math.h>

#define BISECTIONS 60

/* The logarithm of the probability of exactly `hits` hits. */
static double log_exactly(double hits, double trials, double p)
{
    return lgamma(trials + 1) - lgamma(hits + 1) - lgamma(trials - hits + 1) + hits * log(p) +
           (trials - hits) * log1p(-p);
}

/* Terms are added up from the largest on, downwards or upwards, until they no longer count. */
static double tail(uint64_t from, uint64_t trials, double p, int direction)
{
    double hits = (double)from, all = (double)trials;
    double term = exp(log_exactly(hits, all, p)), sum = 0;
    double odds = p / (1 - p);
    while (hits >= 0 && hits <= all && (term > sum * 1e-17 || sum == 0)) {
        sum += term;
        term *= direction > 0 ? odds * (all - hits) / (hits + 1) : hits / (all - hits + 1) / odds;
        hits += direction;
        if (term == 0) break;
    }
    return sum;
}

double interval_at_most(uint64_t hits, uint64_t trials, double p)
{
    if (p <= 0 || hits >= trials) return 1;
    if (p >= 1) return 0;
    /* The tail that begins beyond the most probable number is short. */
    if ((double)hits < p * (double)trials) return tail(hits, trials, p, -1);
    return 1 - tail(hits + 1, trials, p, +1);
}

/* The p where at most `hits` hits have probability `chance`; the higher p, the lower the chance. */
static double solve(uint64_t hits, uint64_t trials, double chance)
{
    double low = 0, high = 1;
    for (int i = 0; i < BISECTIONS; i++) {
        double middle = low + (high - low) / 2;
        if (interval_at_most(hits, trials, middle) > chance) low = middle;
        else high = middle;
    }
    return low + (high - low) / 2;
}

Bounds interval(uint64_t hits, uint64_t trials, double confidence)
{
    double each = (1 - confidence) / 2;
    Bounds bounds = {0, 1};
    if (hits > 0) bounds.lower = solve(hits - 1, trials, 1 - each);
    if (hits < trials) bounds.upper = solve(hits, trials, each);
    return bounds;
}
