"""The same comparison with NumPy and SciPy: measurements from standard input, what SciPy finds of them to standard output.

Input, JSON: {"old": starts, "now": starts, "quantiles": [...], "confidence": 0.99, "tails": [[tail, freedom], ...]}, where starts are
lists of rounds, and rounds are lists of durations, ms. Durations within a round are drawn when "within" is true.
"""

import json
import sys

import numpy as np
from scipy import stats


def pooled(starts, rng=None, within=False):
    """Every duration, or of one draw of starts, rounds and durations."""
    if rng is None:
        return np.concatenate([np.asarray(r) for s in starts for r in s])
    drawn = []
    for i in rng.integers(len(starts), size=len(starts)):
        rounds = starts[i]
        for j in rng.integers(len(rounds), size=len(rounds)):
            r = np.asarray(rounds[j])
            drawn.append(rng.choice(r, size=len(r)) if within else r)
    return np.concatenate(drawn)


def log_quantile(values, part):
    return float(np.log(np.quantile(values, part, method="inverted_cdf")))


def scipy_draws(old, now, part):
    """Whole starts, by scipy.stats.bootstrap: its percentile interval and its standard error."""
    a = [pooled([s]) for s in old]
    b = [pooled([s]) for s in now]

    def statistic(i, j):
        return log_quantile(np.concatenate([b[k] for k in j]), part) - log_quantile(
            np.concatenate([a[k] for k in i]), part
        )

    found = stats.bootstrap(
        (np.arange(len(a)), np.arange(len(b))),
        statistic,
        n_resamples=4000,
        vectorized=False,
        method="percentile",
        confidence_level=0.95,
        random_state=np.random.default_rng(1),
    )
    return found.confidence_interval.low, found.confidence_interval.high, found.standard_error


def numpy_draws(starts, part, within, seed):
    rng = np.random.default_rng(seed)
    return np.array([log_quantile(pooled(starts, rng, within), part) for _ in range(4000)])


def widened(point, low, high, var_old, var_new, count_old, count_new, confidence):
    freedom = (var_old + var_new) ** 2 / (var_old**2 / (count_old - 1) + var_new**2 / (count_new - 1))
    few = np.sqrt(max(count_old / (count_old - 1), count_new / (count_new - 1)))
    factor = stats.t.isf((1 - confidence) / 2, freedom) / stats.norm.isf(0.025) * few
    return float(np.exp(point - factor * (point - low))), float(np.exp(point + factor * (high - point)))


asked = json.load(sys.stdin)
old, now = asked["old"], asked["now"]
answer = {"tails": [float(stats.t.isf(tail, freedom)) for tail, freedom in asked["tails"]], "ratios": []}
for part in asked["quantiles"]:
    point = log_quantile(pooled(now), part) - log_quantile(pooled(old), part)
    a = numpy_draws(old, part, asked["within"], 2)
    b = numpy_draws(now, part, asked["within"], 3)
    if asked["within"]:
        low, high = np.quantile(b - a, [0.025, 0.975])
    else:
        low, high, _ = scipy_draws(old, now, part)
    low, high = widened(
        point, low, high, a.var(ddof=1), b.var(ddof=1), len(old), len(now), asked["confidence"]
    )
    answer["ratios"].append({"ratio": float(np.exp(point)), "low": low, "high": high})
json.dump(answer, sys.stdout)
