#!/usr/bin/env python3
"""A referee for the trainer: LightGBM on the same exported features, judged in the same way.

    medtrail-train export --worlds TRAIN… --out train/
    medtrail-train export --worlds TEST…  --out test/
    python3 referee.py --train train/*.npy --test test/*.npy

Needs numpy and lightgbm. Prints incident recall by family at false-alarm rates of 0.05 % and 0.01 %, with thresholds that
just keep these rates on the test scans. Compare with the trees-only columns of `medtrail-train evaluate --baselines`, whose
thresholds are set in the same way: the trees are worth their name if the means differ by no more than a point.
"""

import argparse
import csv
from pathlib import Path

import lightgbm
import numpy as np

MISSING = np.iinfo(np.int32).min


def load(paths):
    features, rows = [], []
    for world, path in enumerate(map(Path, paths)):
        features.append(np.load(path))
        with path.with_suffix(".csv").open(newline="") as file:
            for row in csv.DictReader(file):
                rows.append((world, int(row["received"]), row["class"], row["family"], row["incident"], row["part"]))
    matrix = np.concatenate(features).astype(np.float32)
    matrix[matrix == np.float32(MISSING)] = np.nan
    return matrix, rows


def chosen(rows, part, generator):
    """As the trainer: all but benign scans that pass the rules, of which one in twenty stands for all."""
    keep, weight = [], []
    for place, (_, _, kind, _, _, of) in enumerate(rows):
        if of != part:
            continue
        thinned = part == "risk" and kind == "benign"
        if thinned and generator.integers(20) != 0:
            continue
        keep.append(place)
        weight.append(20.0 if thinned else 1.0)
    return np.array(keep), np.array(weight)


def balanced(rows, keep, weight, attacks_weigh):
    """Every family counts the same, in it every incident, in it every scan."""
    incidents, scans = {}, {}
    for place in keep:
        world, _, kind, family, incident, _ = rows[place]
        if kind == "attack":
            incidents.setdefault(family, set()).add((world, incident))
            scans[(world, family, incident)] = scans.get((world, family, incident), 0) + 1
    others = sum(w for place, w in zip(keep, weight) if rows[place][2] != "attack")
    total = others * attacks_weigh / max(len(incidents), 1)
    for at, place in enumerate(keep):
        world, _, kind, family, incident, _ = rows[place]
        if kind == "attack":
            weight[at] = total / len(incidents[family]) / scans[(world, family, incident)]
    return weight / weight.mean()


def train(matrix, rows, part, attacks_weigh):
    keep, weight = chosen(rows, part, np.random.default_rng(1))
    weight = balanced(rows, keep, weight, attacks_weigh)
    label = np.array([rows[place][2] == "attack" for place in keep], dtype=np.float32)
    late = np.zeros(len(keep), dtype=bool)
    for world in {row[0] for row in rows}:
        here = np.array([rows[place][0] == world for place in keep])
        times = np.array([rows[place][1] for place in keep])[here]
        late[here] = times >= times.min() + 0.8 * (times.max() - times.min())
    data = lightgbm.Dataset(matrix[keep][~late], label[~late], weight=weight[~late])
    watched = lightgbm.Dataset(matrix[keep][late], label[late], weight=weight[late], reference=data)
    settings = dict(objective="binary", learning_rate=0.1, num_leaves=20, max_depth=5, max_bin=1000, seed=1,
                    deterministic=True, force_row_wise=True, feature_fraction=0.6, verbose=-1)
    return lightgbm.train(settings, data, 250, valid_sets=[watched], callbacks=[lightgbm.early_stopping(25, verbose=False)])


def ranks(scores, others, everything):
    """Scores of a part as the share of all other scans at or above them: comparable between the parts."""
    falling = np.sort(scores[others])
    above = len(falling) - np.searchsorted(falling, scores, side="left")
    return above / max(everything, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--train", nargs="+", required=True)
    parser.add_argument("--test", nargs="+", required=True)
    parser.add_argument("--attacks-weigh", type=float, default=0.2)
    options = parser.parse_args()

    matrix, rows = load(options.train)
    models = {part: train(matrix, rows, part, options.attacks_weigh) for part in ("triage", "risk")}
    del matrix
    matrix, rows = load(options.test)
    attack = np.array([row[2] == "attack" for row in rows])
    parts = np.array([row[5] for row in rows])
    share = np.ones(len(rows))
    for part, model in models.items():
        here = parts == part
        scores = model.predict(matrix[here], num_iteration=model.best_iteration)
        share[here] = ranks(scores, ~attack[here], (~attack).sum())

    incidents = {}
    for place, (world, _, kind, family, incident, _) in enumerate(rows):
        if kind == "attack":
            incidents.setdefault((family, world, incident), []).append(place)
    best = {key: share[places].min() for key, places in incidents.items()}
    families = sorted({key[0] for key in best})
    others = np.sort(share[~attack])
    print(f"{len(rows)} scans, {len(best)} incidents")
    for budget in (0.0005, 0.0001):
        allowed = int(len(others) * budget)
        limit = others[allowed] if allowed < len(others) else 1.0
        recalls = {f: np.mean([value < limit for key, value in best.items() if key[0] == f]) for f in families}
        print(f"at {100 * budget:.2f} %: mean {np.mean(list(recalls.values())):.3f}")
        for family, recall in recalls.items():
            print(f"  {family:28} {recall:.3f}")


if __name__ == "__main__":
    main()
