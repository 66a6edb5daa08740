"""Print how much of each import is right: headings, citations, points, tables, works.

The samples stand in tests/importing/samples, each with its truth, written by hand.

    make bench-import     or: python benchmarks/importing.py [-v] [SAMPLE...]
"""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "importing"


def main() -> None:
    """Print a row for each sample and the sum of all; -v also what is wrong."""
    scoring = _scoring()
    verbose = "-v" in sys.argv
    names = [arg for arg in sys.argv[1:] if not arg.startswith("-")]
    samples = scoring.samples(FOLDER / "samples")
    print("sample".ljust(28), *(kind.rjust(11) for kind in scoring.KINDS))
    told: list[tuple[float, bool]] = []
    right = dict.fromkeys(scoring.KINDS, 0)
    total = dict.fromkeys(scoring.KINDS, 0)
    for sample, truth in samples:
        if names and sample.stem not in names and sample.name not in names:
            continue
        score, imported, _ = scoring.score_sample(sample, truth)
        told += scoring.calibration(imported, tomllib.loads(truth.read_text(encoding="utf-8")))
        unsure = sum(not decision.sure for decision in imported.decisions.taken)
        cells = [_cell(score.right[kind], score.total[kind]) for kind in scoring.KINDS]
        print(sample.name.ljust(28), *cells, f"  {unsure} unsure")
        for kind in scoring.KINDS:
            right[kind] += score.right[kind]
            total[kind] += score.total[kind]
        if verbose:
            for line in score.wrong:
                print("   ", line)
    print("all".ljust(28), *(_cell(right[kind], total[kind]) for kind in scoring.KINDS))
    shares = (f"{right[kind] / total[kind]:.1%}" if total[kind] else "–" for kind in scoring.KINDS)
    print("".ljust(28), *(share.rjust(11) for share in shares))
    _print_calibration(told)


def _print_calibration(told: list[tuple[float, bool]]) -> None:
    """Print how many decisions of each sureness were right."""
    print("\nheadings and points: how sure, how many, how many of them right")
    for low, high in ((0.0, 0.6), (0.6, 0.75), (0.75, 0.9), (0.9, 1.01)):
        these = [right for sure, right in told if low <= sure < high]
        share = f"{sum(these) / len(these):.0%}" if these else "–"
        print(
            f"{low:.0%} to {min(high, 1):.0%}".ljust(16), str(len(these)).rjust(5), share.rjust(6)
        )


def _cell(right: int, total: int) -> str:
    return (f"{right}/{total}" if total else "–").rjust(11)


def _scoring() -> ModuleType:
    """Load the comparison that the tests use."""
    sys.path.insert(0, str(ROOT))
    spec = importlib.util.spec_from_file_location("scoring", FOLDER / "scoring.py")
    assert spec is not None  # noqa: S101 - the file is there
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    sys.modules["scoring"] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
