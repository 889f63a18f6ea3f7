"""A progress line is for terminals, and never mixes with what is printed."""

import json
import os
import pty
import re
import subprocess
import threading

from support import PIXMILL, PixmillTest, main

CONTROL = re.compile(r"[\r\x1b]")


def on_screen(raw):
    """The lines that a terminal shows in the end: CR goes back, CSI K erases, colours vanish."""
    lines = []
    for line in raw.replace("\r\n", "\n").split("\n"):
        shown = ""
        for part in re.split(r"(\r|\x1b\[[0-9;?]*[A-Za-z])", line):
            if part == "\r":
                cursor_home, rest = "", shown
                shown = cursor_home + "\0" + rest  # what stands there until it is overwritten
            elif part.startswith("\x1b["):
                if part.endswith("K"):
                    shown = shown.split("\0")[0]
            elif "\0" in shown:
                before, old = shown.split("\0", 1)
                shown = before + part + ("\0" + old[len(part):] if old[len(part):] else "")
            else:
                shown += part
        lines.append(shown.replace("\0", ""))
    return lines


class Progress(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(60)

    def build_on_terminal(self, *options, stdout_too):
        """(bytes on the terminal, bytes on stdout if that is a pipe)."""
        terminal, program_end = pty.openpty()
        command = [PIXMILL, "build", self.src, "-o", self.out, *options]
        process = subprocess.Popen(command, cwd=self.dir,
                                   env=self.environment() | {"TERM": "xterm"},
                                   stdin=subprocess.DEVNULL, stderr=program_end,
                                   stdout=program_end if stdout_too else subprocess.PIPE)
        os.close(program_end)
        seen = []
        reader = threading.Thread(target=self.read_all, args=(terminal, seen))
        reader.start()
        stdout = b"" if stdout_too else process.stdout.read()
        if process.stdout:
            process.stdout.close()
        process.wait(timeout=60)
        reader.join()
        os.close(terminal)
        return b"".join(seen).decode(), stdout.decode()

    @staticmethod
    def read_all(terminal, seen):
        while True:
            try:
                data = os.read(terminal, 65536)
            except OSError:  # Linux's answer when the other end is closed
                return
            if not data:
                return
            seen.append(data)

    def test_no_control_characters_when_not_a_terminal(self):
        self.assertNotRegex(self.build().output, CONTROL)

    def test_json_on_a_pipe_stays_json_beside_a_terminal(self):
        _, stdout = self.build_on_terminal("--json", stdout_too=False)

        for line in stdout.splitlines():
            json.loads(line)

    def test_none_means_none(self):
        screen, _ = self.build_on_terminal("--progress", "none", "--color", "never",
                                           stdout_too=True)

        self.assertNotRegex(screen.replace("\r\n", "\n"), CONTROL)

    def test_messages_and_summary_are_whole_lines_on_a_terminal(self):
        (self.src / "damaged.png").write_bytes(b"")

        screen, _ = self.build_on_terminal("--color", "never", stdout_too=True)

        lines = on_screen(screen)
        plain = self.run_pixmill("build", self.src, "-o", self.dir / "plain", "--cache-dir",
                                 self.dir / "other cache", "--color", "never", expect=1)
        message = next(line for line in plain.stderr.splitlines() if "damaged.png" in line)
        self.assertIn(message, [line.rstrip() for line in lines])
        self.assertTrue(screen.endswith("\n"))


if __name__ == "__main__":
    main()
