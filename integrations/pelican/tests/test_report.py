"""What pixmill's events come to."""

import unittest

from pelican.plugins.pixmill.report import Report


def image(source, **more):
    return {"event": "image", "source": source, "status": "optimized", "source_bytes": 3_000_000,
            "output_bytes": 1_000_000, "message": "", **more}


class ReportTest(unittest.TestCase):

    def test_sizes_are_as_browsers_show_them(self):
        report = Report()
        for orientation in (1, 4, 5, 6, 8):
            report.add_event(image(f"{orientation}.jpg", width=40, height=30,
                                   orientation=orientation))
        report.add_event(image("a.gif"))

        self.assertEqual(report.sizes, {"1.jpg": (40, 30), "4.jpg": (40, 30), "5.jpg": (30, 40),
                                        "6.jpg": (30, 40), "8.jpg": (30, 40)})

    def test_names_that_are_no_utf8_are_those_of_files(self):
        report = Report()
        report.add_event(image("100%25%FF.jpg", width=1, height=2, source_escaped=True))
        report.add_event(image("100%25.jpg", width=1, height=2))

        self.assertEqual(set(report.sizes), {"100%\udcff.jpg", "100%25.jpg"})

    def test_totals_and_failures(self):
        report = Report()
        report.add_event(image("a.jpg"))
        report.add_event(image("b.jpg", status="failed", output_bytes=0, message="it is damaged"))
        report.add_event({"event": "summary", "stats": {"encodes": 1}})
        report.add_event({"event": "something of a later version"})

        self.assertEqual(report.failures, ["b.jpg: it is damaged"])
        self.assertEqual(report.summary(), "pixmill: 1 picture, 3.0 MB before, 1.0 MB after: "
                                           "2.0 MB (66.7 %) saved")

    def test_no_pictures_are_no_division_by_nothing(self):
        self.assertIn("0.0 %", Report().summary())


if __name__ == "__main__":
    unittest.main()
