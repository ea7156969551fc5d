"""The same facts as a bad line would bring them: late, out of order, more than once."""

import mmap
from array import array
from random import Random


def disorder(source, target, seed=None, duplicate_percent=0):
    """Copies the lines of `source` to `target`, in an order drawn by `seed` and some of them twice; how many it wrote.

    The permutation is over the whole year, so a fact comes up to a year late. Without a seed the order stays and a
    repeat follows its original. Only where each line begins is held in memory.
    """
    random = Random(0 if seed is None else seed)
    with open(source, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        starts = array("Q", [0])
        while (end := text.find(b"\n", starts[-1])) >= 0:
            starts.append(end + 1)
        order = array("Q", range(len(starts) - 1))
        repeats = random.sample(order, len(order) * duplicate_percent // 100)
        order.extend(repeats)
        if seed is None:
            order = sorted(order)
        else:
            random.shuffle(order)
        with open(target, "wb") as out:
            for line in order:
                out.write(text[starts[line] : starts[line + 1]])
    return len(order)
