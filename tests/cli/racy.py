"""Files that change in ways that a look at their stat may miss, on a real disk: what is served is always
what lay there, whole."""

import os
import threading

from support import PixmillTest, contents, main


def picture(fill, size=3000):
    """A GIF as far as pixmill looks at one: copied as it is, so an output shows what was read."""
    return b"GIF89a" + bytes([fill]) * size


class Racy(PixmillTest):

    def setUp(self):
        super().setUp()
        self.src.mkdir()
        self.source = self.src / "a.gif"
        self.output = self.out / "a.gif"

    def assert_builds_what_lies_there(self):
        self.build()
        self.assertEqual(self.output.read_bytes(), self.source.read_bytes())

    def test_rewritten_with_the_same_size_again_and_again(self):
        for round_number in range(40):
            self.source.write_bytes(picture(round_number))
            self.assert_builds_what_lies_there()

    def test_rewritten_in_place_so_that_even_the_inode_stays(self):
        self.source.write_bytes(picture(0))
        for round_number in range(40):
            with open(self.source, "r+b") as file:
                file.seek(6)
                file.write(bytes([round_number]) * 3000)
            self.assert_builds_what_lies_there()

    def test_rewritten_and_given_its_old_date_back(self):
        for round_number in range(20):
            self.source.write_bytes(picture(round_number))
            os.utime(self.source, ns=(10**18, 10**18))  # only ctime tells
            self.assert_builds_what_lies_there()

    def test_dates_in_the_future_prove_nothing(self):
        for round_number in range(20):
            self.source.write_bytes(picture(round_number))
            os.utime(self.source, ns=(4 * 10**18, 4 * 10**18))
            self.assert_builds_what_lies_there()

    def test_another_old_file_of_the_same_size_and_date_moved_over_it(self):
        for name, fill in (("a.gif", 1), ("b.gif", 2)):
            (self.dir / name).write_bytes(picture(fill))
            os.utime(self.dir / name, ns=(10**18, 10**18))
        os.rename(self.dir / "a.gif", self.source)
        self.let_files_age()
        self.assert_builds_what_lies_there()
        self.build()  # and trusts it now

        os.rename(self.dir / "b.gif", self.source)

        self.assert_builds_what_lies_there()

    def test_an_output_rewritten_with_the_same_size_is_restored(self):
        self.source.write_bytes(picture(1))
        self.build()
        for round_number in range(20):
            self.output.write_bytes(picture(100 + round_number))
            self.assert_builds_what_lies_there()

    def test_replaced_all_the_time_while_it_is_read(self):
        versions = [picture(fill, size=2_000_000) for fill in (1, 2)]
        self.source.write_bytes(versions[0])
        is_over = threading.Event()

        def replace():
            number = 0
            while not is_over.is_set():
                number += 1
                if number % 3 == 0:  # in place, the worse way
                    self.source.write_bytes(versions[number % 2])
                else:
                    (self.dir / "next").write_bytes(versions[number % 2])
                    os.rename(self.dir / "next", self.source)

        writer = threading.Thread(target=replace)
        writer.start()
        try:
            for _ in range(20):
                run = self.build(expect=None)
                if run.code == 0:
                    found = self.output.read_bytes()  # all that there was of it just then
                    self.assertTrue(any(one.startswith(found) for one in versions))
                else:
                    self.assertEqual(run.code, 1, run)
                    self.assertIn("a.gif", run.stderr)
        finally:
            is_over.set()
            writer.join()

        self.assert_builds_what_lies_there()
        self.assertIn(self.output.read_bytes(), versions)


class HardLinks(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(16)
        self.twins = self.dir / "twins"

    def link_all(self, folder):
        """Each file of the folder gets a second name elsewhere."""
        for path in folder.rglob("*"):
            if path.is_file():
                twin = self.twins / path.relative_to(folder)
                twin.parent.mkdir(parents=True, exist_ok=True)
                os.link(path, twin)
        return contents(self.twins)

    def test_an_output_with_a_second_name_is_replaced_and_not_written(self):
        self.build()
        before = self.link_all(self.out)
        self.make_pictures(16, seed=2)  # the same names, other pictures

        self.build()

        self.assertEqual(contents(self.twins), before)
        self.assertNotEqual(contents(self.out), before)

    def test_a_source_with_a_second_name_is_replaced_in_place_and_the_other_stays(self):
        before = self.link_all(self.src)

        self.run_pixmill("optimize", self.src)

        self.assertEqual(contents(self.twins), before)
        self.assertNotEqual(contents(self.src), before)

    def test_writing_into_an_output_does_not_reach_the_cache(self):
        self.build()
        expected = contents(self.out)
        for path in self.out.rglob("*.jpg"):
            with open(path, "r+b") as file:
                file.write(b"spoilt")

        self.run_pixmill("cache", "verify")
        self.build()

        self.assertEqual(contents(self.out), expected)

    def test_two_sources_that_are_one_file_each_get_their_output(self):
        source = next(self.src.rglob("*.jpg"))
        os.link(source, self.src / "second.jpg")

        self.build()

        first = (self.out / source.relative_to(self.src)).read_bytes()
        self.assertEqual((self.out / "second.jpg").read_bytes(), first)
        self.assertFalse(os.path.samefile(self.out / source.relative_to(self.src),
                                          self.out / "second.jpg"))


if __name__ == "__main__":
    main()
