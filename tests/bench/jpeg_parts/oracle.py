"""The metric against its reference's scores: tables of picture, cjpeg's arguments, bytes, score."""

import statistics
from pathlib import Path

from .processes import in_parallel, run

ALLOWED = 0.02


def rows_of(table):
    for line in table.read_text().splitlines():
        if line and not line.startswith("#"):
            name, arguments, size, score = line.split("\t")
            yield name, arguments.split(), int(size), float(score)


def find(name, folders):
    for folder in folders:
        if (Path(folder) / name).is_file():
            return Path(folder) / name
    return None


def difference(job, options, scratch):
    """(score less the reference's, or None where this cjpeg makes another file)."""
    index, picture, arguments, size, expected = job
    ppm, jpeg, png = (scratch / f"oracle-{index}.{suffix}" for suffix in ("ppm", "jpg", "png"))
    colour, flat = (scratch / f"oracle-{index}-{name}.v" for name in ("colour", "flat"))
    run("vips", "colourspace", picture, colour, "srgb")
    run("vips", "extract_band", colour, flat, 0, "--n", 3)
    run("vips", "copy", flat, ppm)
    run("vips", "copy", ppm, f"{png}[strip]")
    run("cjpeg", *arguments, "-outfile", jpeg, ppm)
    same = jpeg.stat().st_size == size
    text, _ = run(options.program, "compare", png, jpeg, "--metric", "ssimulacra2")
    for path in (ppm, jpeg, png, colour, flat):
        path.unlink()
    return float(text.split()[-1]) - expected if same else None


def report(options, scratch):
    """Prints a line for each table; False if any score is further off than is allowed."""
    fine = True
    for table in sorted(Path(options.oracle).glob("ssimulacra2*.tsv")):
        jobs, missing = [], set()
        for index, (name, arguments, size, score) in enumerate(rows_of(table)):
            picture = find(name, options.oracle_pictures)
            if picture is None:
                missing.add(name)
            else:
                jobs.append((index, picture, arguments, size, score))
        all_found = in_parallel(lambda job: difference(job, options, scratch), jobs, options.jobs)
        found = [abs(value) for value in all_found if value is not None]
        worst = max(found, default=float("nan"))
        fine = fine and worst <= ALLOWED and len(found) == len(jobs) and not missing
        print(f"{table.name}: {len(found)} scores, |difference| mean "
              f"{statistics.fmean(found or [float('nan')]):.6f}, worst {worst:.6f} "
              f"(allowed {ALLOWED}); {len(jobs) - len(found)} JPEGs that another libjpeg made, "
              f"{len(missing)} pictures not found")
    return fine
