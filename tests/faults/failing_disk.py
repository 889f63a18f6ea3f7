"""A disk that is full or broken: under the cache it costs only the cache, under the outputs it is
named and nothing half-written stays."""

import errno
import os
import shutil

from faulty import FaultyTest
from support import contents, files_below, main

EVERY_CHANGE = "write,sync,rename,unlink,open,truncate,mkdir"
FAULTS = (errno.ENOSPC, errno.EIO)


class FailingDisk(FaultyTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(8)
        self.expected = self.undisturbed_outputs()

    def start_over(self):
        shutil.rmtree(self.out, ignore_errors=True)
        shutil.rmtree(self.cache, ignore_errors=True)

    def assert_finished_right(self, run, context):
        self.assertEqual(run.code, 0, f"{context}\n{run}")
        self.assertEqual(contents(self.out), self.expected, context)


class UnderTheCache(FailingDisk):

    def assert_costs_only_the_cache(self, calls, fault, nth):
        context = f"{calls} fail with {errno.errorcode[fault]} from #{nth}"
        run = self.build_with_fault(self.cache, calls, fault, nth)
        self.assert_finished_right(run, context)
        self.assertEqual(run.stderr.count("warning: the cache in"), 1, f"{context}\n{run}")
        # and afterwards it is a cache again
        shutil.rmtree(self.out)
        self.assert_finished_right(self.build(), context)

    def test_nothing_can_be_written(self):
        for fault in FAULTS:
            self.start_over()
            self.assert_costs_only_the_cache(EVERY_CHANGE, fault, "1+")

    def test_it_fails_from_some_write_on(self):
        for fault in FAULTS:
            for nth in (1, 2, 3, 5, 8, 13):
                self.start_over()
                self.assert_costs_only_the_cache("write", fault, f"{nth}+")

    def test_no_sync_works(self):
        for fault in FAULTS:
            self.start_over()
            self.assert_costs_only_the_cache("sync", fault, "1+")

    def test_it_fails_while_results_are_added_to_an_older_cache(self):
        self.build()
        self.make_pictures(4, seed=2, into=self.src / "new")
        self.expected = self.undisturbed_outputs()
        shutil.copytree(self.cache, self.dir / "older")
        for fault in FAULTS:
            for nth in (1, 3, 6):
                self.start_over()
                shutil.copytree(self.dir / "older", self.cache)
                self.assert_costs_only_the_cache("write", fault, f"{nth}+")


class UnderTheOutputs(FailingDisk):

    def assert_named_and_nothing_half_written(self, calls, fault, nth):
        context = f"{calls} fail with {errno.errorcode[fault]} from #{nth}"
        run = self.build_with_fault(self.out, calls, fault, nth)
        self.assertEqual(run.code, 1, f"{context}\n{run}")
        self.assertIn(os.strerror(fault), run.stderr, context)
        self.assertNotIn("the cache in", run.stderr, context)
        self.assert_outputs_whole(self.expected)
        self.assertFalse([path for path in files_below(self.out) if b"pixmill-tmp" in path], context)
        return run

    def test_a_full_disk_is_an_error_that_names_each_picture_it_costs(self):
        pictures = [path for path in self.expected if path != b"pixmill-manifest.json"]
        for fault in FAULTS:
            self.start_over()
            run = self.assert_named_and_nothing_half_written("write", fault, "1+")
            for path in pictures:
                self.assertIn(os.fsdecode(path), run.stderr)

            self.assert_finished_right(self.build(), "with room again")

    def test_from_some_write_on(self):
        for nth in (2, 4, 7):
            self.start_over()
            self.assert_named_and_nothing_half_written("write", errno.ENOSPC, f"{nth}+")
            self.assert_finished_right(self.build(), "with room again")

    def test_what_cannot_be_synced_is_not_put_in_place(self):
        self.start_over()
        self.assert_named_and_nothing_half_written("sync", errno.EIO, "1+")

        self.assertEqual(set(contents(self.out)) - {b"pixmill-manifest.json"}, set())
        self.assert_finished_right(self.build(), "with a disk that works")

    def test_old_outputs_stay_where_new_ones_do_not_fit(self):
        self.build()
        before = contents(self.out)
        self.make_pictures(8, seed=7)  # the same names, other pictures

        run = self.build_with_fault(self.out, "write", errno.ENOSPC, "1+")

        self.assertEqual(run.code, 1, run)
        self.assert_outputs_whole(before)

    def test_one_picture_for_a_rule(self):
        source = next(self.src.rglob("*.jpg"))
        target = self.dir / "rule" / "picture.jpg"
        target.parent.mkdir()
        run = self.run_with_fault(target.parent, "write", errno.ENOSPC, "1+", "one", source, target)

        self.assertEqual(run.code, 1, run)
        self.assertIn(os.strerror(errno.ENOSPC), run.stderr)
        self.assertEqual(files_below(target.parent), [])

    def test_in_place_every_file_stays_as_it_was(self):
        before = contents(self.src)

        run = self.run_with_fault(self.src, "write", errno.ENOSPC, "1+", "optimize", self.src)

        self.assertEqual(run.code, 1, run)
        self.assertIn(os.strerror(errno.ENOSPC), run.stderr)
        self.assertEqual(contents(self.src), before)


class ShortWrites(FailingDisk):

    def test_every_write_falling_short_changes_nothing(self):
        for below in (self.out, self.cache):
            self.start_over()
            run = self.build_with_fault(below, "write", "short", "1+")
            self.assert_finished_right(run, f"below {below.name}")
        self.assertEqual(self.run_pixmill("cache", "verify").code, 0)

    def test_interrupted_writes_are_written_again(self):
        for below in (self.out, self.cache):
            self.start_over()
            run = self.build_with_fault(below, "write", errno.EINTR, 2)
            self.assert_finished_right(run, f"below {below.name}")


if __name__ == "__main__":
    main()
