"""BD tables: every encoder's bytes at equal score against `cjpeg -optimize -progressive`."""

import statistics

from . import curves
from .pictures import Source
from .processes import in_parallel

class Rate:
    """All measured points: by picture, by encoder, by sampling. `levels`: the scores of
    SSIMULACRA2 to look at; those of BD lie between the first and the last but one. Of several
    samplings, the smaller file counts."""

    def __init__(self, options, encoders, scratch, samplings=("420",),
                 levels=(60, 65, 70, 75, 80, 85, 88)):
        self.options = options
        self.samplings = samplings
        self.levels = levels
        self.band = [levels[0] + i / 2 for i in range(2 * (levels[-2] - levels[0]) + 1)]
        self.encoders = encoders
        self.scratch = scratch
        self.pictures = []
        self.points = []  # one {encoder: {sampling: [Point]}} a picture

    def measure(self, paths):
        for index, path in enumerate(paths):
            source = Source(path, self.scratch, self.options.longest)
            asks_butteraugli = index < self.options.butteraugli
            jobs = [(name, sampling, quality)
                    for name, (_, qualities) in self.encoders.items()
                    for sampling in self.samplings
                    for quality in sorted({*qualities[::self.options.step], qualities[-1]})]

            def one(job):
                name, sampling, quality = job
                out = self.scratch / f"{name}-{sampling}-{quality}.jpg".replace(" ", "-")
                return curves.measure(source, self.encoders[name][0], quality, sampling, out,
                                      self.options.program, asks_butteraugli)

            by_encoder = {name: {sampling: [] for sampling in self.samplings}
                          for name in self.encoders}
            for (name, sampling, _), point in zip(jobs, in_parallel(one, jobs, self.options.jobs)):
                by_encoder[name][sampling].append(point)
            self.pictures.append(source)
            self.points.append(by_encoder)
            source.remove()

    def curves_of(self, picture, name, metric):
        return [curves.rising(points, metric) for points in self.points[picture][name].values()]

    def differences(self, name, scores, metric="ssimulacra2"):
        """Over all pictures; `scores`: a list, or a function of the picture."""
        return [change for picture in range(len(self.points))
                for change in self.differences_on(picture, name, scores, metric)]

    def differences_on(self, picture, name, scores, metric):
        if metric not in self.points[picture]["cjpeg"][self.samplings[0]][0].scores:
            return []
        wanted = scores(picture) if callable(scores) else scores
        return curves.differences(self.curves_of(picture, name, metric),
                                  self.curves_of(picture, "cjpeg", metric), wanted)

    def picture_by_picture(self, name, metric):
        """[(percent, picture's name)] over the band, of those that have the metric in it."""
        scores = self.band if metric == "ssimulacra2" else self.band_of(metric)
        found = ((self.differences_on(picture, name, scores, metric), source.name)
                 for picture, source in enumerate(self.pictures))
        return [(curves.percent(changes), picture) for changes, picture in found if changes]

    def band_of(self, metric):
        """The scores that cjpeg has where its SSIMULACRA2 lies in the band, picture by
        picture."""
        def scores(picture):
            points = self.points[picture]["cjpeg"][self.samplings[0]]
            found = (curves.score_of_other_metric(points, metric, level) for level in self.band)
            return [score for score in found if score is not None]
        return scores

    def milliseconds_a_megapixel(self, name):
        return statistics.median(
            1000 * point.seconds / self.pictures[picture].megapixels
            for picture, by_encoder in enumerate(self.points)
            for points in by_encoder[name].values() for point in points)


def print_tables(rate, title):
    """Bytes at equal score, in percent against cjpeg's; negative is smaller."""
    print(f"\n{title}: {len(rate.pictures)} pictures, {' or '.join(rate.samplings)}; bytes against "
          "cjpeg -optimize -progressive")
    print_means(rate)
    print_pictures_behind(rate)


def print_means(rate):
    levels = "".join(f"{f'S2 {level}':>9}" for level in rate.levels)
    bd = f"BD {rate.levels[0]}-{rate.levels[-2]}"
    print(f"{'encoder':18}{levels}{bd:>11}{'= SSIM':>9}{'= butter.':>11}{'ms/MP':>8}")
    for name in rate.encoders:
        row = [curves.percent(rate.differences(name, [level])) for level in rate.levels]
        row.append(curves.percent(rate.differences(name, rate.band)))
        others = [curves.percent(rate.differences(name, rate.band_of(metric), metric))
                  for metric in ("ssim", "butteraugli")]
        print(f"{name:18}" + "".join(f"{value:+9.1f}" for value in row[:-1]) +
              f"{row[-1]:+11.2f}{others[0]:+9.1f}{others[1]:+11.1f}"
              f"{rate.milliseconds_a_megapixel(name):8.0f}")
    print("nan: a score that no quality tried here reaches, or that was not asked for. ms/MP: CPU "
          "of the whole process, reading the picture included; npm's mozjpeg: of its work alone.")


def print_pictures_behind(rate):
    """A mean hides them: pictures that cost more than cjpeg's at equal score."""
    for metric in ("ssimulacra2", "ssim", "butteraugli"):
        for name in rate.encoders:
            found = rate.picture_by_picture(name, metric)
            behind = sorted((change for change in found if change[0] > 0), reverse=True)
            if behind and name.startswith("pixmill"):
                worst = ", ".join(f"{picture} {change:+.1f} %" for change, picture in behind[:3])
                print(f"{name} is behind cjpeg at equal {metric} on {len(behind)} of {len(found)}: "
                      f"{worst}")
