"""make's jobserver: as many workers as there are tokens and one more, counted from outside while
they run, and every token back in the end."""

import fcntl
import os
import signal
import struct
import subprocess
import termios

import workers
from support import PIXMILL, PixmillTest, contents, main


class Jobserver(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(64)
        self.ends = os.pipe()
        for end in self.ends:
            self.addCleanup(os.close, end)
        self.auth = f"--jobserver-auth={self.ends[0]},{self.ends[1]}"

    def tokens(self):
        """The tokens that nobody holds."""
        size = struct.unpack("i", fcntl.ioctl(self.ends[0], termios.FIONREAD, b"\0" * 4))[0]
        found = os.read(self.ends[0], size) if size else b""
        if found:
            os.write(self.ends[1], found)
        return bytes(sorted(found))

    def start(self, makeflags, *options, pass_fds=None):
        return subprocess.Popen(
            [PIXMILL, "build", self.src, "-o", self.out, "--quiet", "--preset", "best", *options],
            env=self.environment() | {"MAKEFLAGS": makeflags}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            pass_fds=self.ends if pass_fds is None else pass_fds)

    def most_workers(self, *arguments, **options):
        """Builds, and says how many workers were at work at once."""
        process = self.start(*arguments, **options)
        found = workers.most(process)
        self.assertEqual((process.returncode, process.communicate()[0]), (0, b""))
        return found

    def test_a_pair_of_descriptors(self):
        os.write(self.ends[1], b"ab")

        self.assertEqual(self.most_workers(f" -j3 {self.auth}"), 3)

        self.assertEqual(self.tokens(), b"ab")

    def test_a_fifo(self):
        fifo = self.dir / "fifo"
        os.mkfifo(fifo)
        end = os.open(fifo, os.O_RDWR)
        self.addCleanup(os.close, end)
        os.write(end, b"c")

        most = self.most_workers(f" -j2 --jobserver-auth=fifo:{fifo}", pass_fds=())

        self.assertEqual(most, 2)
        self.assertEqual(os.read(end, 9), b"c")

    def test_one_worker_needs_no_token(self):
        self.assertEqual(self.most_workers(f" -j4 {self.auth}"), 1)

    def test_closed_descriptors_mean_one_worker_and_no_word(self):
        os.write(self.ends[1], b"ab")

        self.assertEqual(self.most_workers(f" -j3 {self.auth}", pass_fds=()), 1)

    def test_jobs_on_the_command_line_win(self):
        self.assertEqual(self.most_workers(f" -j9 {self.auth}", "-j", "2"), 2)

    def test_the_outputs_are_the_same(self):
        os.write(self.ends[1], b"ab")
        self.most_workers(f" -j3 {self.auth}", "--no-cache")
        expected = contents(self.out)

        self.run_pixmill("build", self.src, "-o", self.dir / "alone", "--preset", "best", "-j", "1",
                         "--no-cache")

        self.assertEqual(contents(self.dir / "alone"), expected)

    def test_one_takes_no_token(self):
        os.write(self.ends[1], b"ab")
        target = self.dir / "one.jpg"
        process = subprocess.Popen([PIXMILL, "one", self.src / "photos" / "photo-0.jpg", target],
                                   env=self.environment() | {"MAKEFLAGS": f" -j3 {self.auth}"},
                                   pass_fds=self.ends)
        while process.poll() is None:
            self.assertEqual(self.tokens(), b"ab")

        self.assertEqual(process.returncode, 0)
        self.assertTrue(target.exists())

    def test_tokens_come_back_when_signals_end_the_run(self):
        os.write(self.ends[1], b"xyz")
        for signals in ((signal.SIGINT,), (signal.SIGTERM,), (signal.SIGINT, signal.SIGINT),
                        (signal.SIGHUP,), (signal.SIGQUIT,)):
            with self.subTest(signals):
                process = self.start(f" -j4 {self.auth}", "--no-cache")
                while self.tokens() == b"xyz":
                    self.assertIsNone(process.poll(), "it ended before it took a token")
                for number in signals:
                    process.send_signal(number)
                process.communicate(timeout=60)

                self.assertNotEqual(process.returncode, 0)
                self.assertEqual(self.tokens(), b"xyz")


if __name__ == "__main__":
    main()
