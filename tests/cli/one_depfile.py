"""`one`: a picture as a step of somebody else's build, with a depfile that make and ninja read."""

import shutil
import subprocess

import png
from support import PIXMILL, PixmillTest, main


def dependencies(depfile):
    """(target, dependencies) of a depfile's first rule, with make's escapes undone. The rules behind
    it have no dependencies: they keep make calm when a file is gone."""
    text = depfile.read_text().replace("\\\n", " ").split("\n")[0] + "\n"
    words, word, i = [], "", 0
    while i < len(text):
        pair = text[i:i + 2]
        if pair in ("\\ ", "\\#", "\\:", "$$"):
            word += pair[1]
            i += 2
            continue
        if text[i].isspace():
            words, word = words + [word], ""
        else:
            word += text[i]
        i += 1
    words = [w for w in words + [word] if w]
    target = words[0].removesuffix(":")
    return target, [w for w in words[1:] if w != ":"]


class One(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(16)
        self.picture = self.src / "photos" / "photo-0.jpg"
        self.target = self.dir / "made.jpg"
        self.depfile = self.dir / "made.d"

    def test_it_makes_what_build_makes(self):
        self.build()
        self.run_pixmill("one", self.picture, self.target, "--no-cache")

        self.assertEqual(self.target.read_bytes(),
                         (self.out / "photos" / "photo-0.jpg").read_bytes())

    def test_an_output_that_is_right_already_is_not_written(self):
        self.run_pixmill("one", self.picture, self.target)
        before = self.target.stat()

        self.run_pixmill("one", self.picture, self.target)

        after = self.target.stat()
        self.assertEqual((after.st_ino, after.st_mtime_ns), (before.st_ino, before.st_mtime_ns))

    def test_missing_folders_above_the_output_are_made(self):
        self.run_pixmill("one", self.picture, self.dir / "a" / "b" / "made.jpg")

        self.assertTrue((self.dir / "a" / "b" / "made.jpg").exists())

    def test_the_depfile_names_the_picture(self):
        self.run_pixmill("one", self.picture, self.target, "--depfile", self.depfile)

        self.assertEqual(dependencies(self.depfile), (str(self.target), [str(self.picture)]))

    def test_the_depfile_names_the_target_and_the_configuration_that_was_read(self):
        config = self.dir / "pixmill.toml"
        config.write_text('preset = "fast"\n')

        self.run_pixmill("one", self.picture, self.target, "--depfile", self.depfile,
                         "--depfile-target", "sub/made.jpg")

        target, found = dependencies(self.depfile)
        self.assertEqual(target, "sub/made.jpg")
        self.assertEqual({self.dir / path for path in found}, {self.picture, config})

    def test_special_characters_are_escaped(self):
        odd = self.dir / "a b" / "do$lar #1.png"
        odd.parent.mkdir()
        odd.write_bytes(png.flat(8, 8, 1, 2, 3))

        self.run_pixmill("one", odd, self.dir / "out.png", "--depfile", self.depfile)

        self.assertEqual(dependencies(self.depfile)[1], [str(odd)])

    def test_a_picture_of_another_format_is_converted(self):
        self.run_pixmill("one", self.src / "screens" / "grey-as-rgb-7.png", self.target, "-q", "80")

        self.assertTrue(self.target.read_bytes().startswith(b"\xff\xd8\xff"))

    def test_ninja_rebuilds_when_and_only_when_it_must(self):
        ninja = shutil.which("ninja")
        self.assertIsNotNone(ninja, "ninja-build is needed for this test (./dev deps)")
        config = self.dir / "pixmill.toml"
        config.write_text('preset = "fast"\n')
        (self.dir / "build.ninja").write_text(
            "rule optimize\n"
            "  command = $$PIXMILL_UNDER_TEST one $in $out --depfile $out.d --depfile-target $out\n"
            "  depfile = $out.d\n"
            "build made.jpg: optimize src/photos/photo-0.jpg\n")

        self.assertIn("[1/1]", self.ninja(ninja))
        self.assertIn("no work to do", self.ninja(ninja))
        self.let_files_age()
        config.write_text('preset = "lossless"\n')
        self.assertIn("[1/1]", self.ninja(ninja))

    def ninja(self, program):
        return subprocess.run([program], cwd=self.dir, check=True, stdout=subprocess.PIPE,
                              text=True,
                              env=self.environment() | {"PIXMILL_UNDER_TEST": PIXMILL}).stdout


if __name__ == "__main__":
    main()
