"""pixmill_add_images() in an outside project, under each generator: what a first build makes, that the
second runs nothing, and that each change redoes what it must and no more."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from support import PIXMILL, PixmillTest, contents, main, snapshot

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "cmake"

# What --build prints of a rule that runs; both modes and all generators have it.
WORK = "Optimizing"

PROJECT = """
cmake_minimum_required(VERSION 3.20)
project(outside NONE)
find_package(Pixmill 0.1 REQUIRED)
"""


class CMakeTest(PixmillTest):
    """A copy of the example in a folder with a space and an umlaut in its name."""

    timeout_seconds = 120

    def setUp(self):
        super().setUp()
        for tool in ("cmake", "ninja", "make"):
            self.assertIsNotNone(shutil.which(tool), f"{tool} is needed for this test (./dev deps)")
        self.prefix = self.dir / "prefix"
        self.cmake("--install", os.environ["PIXMILL_BUILD_FOLDER"], "--prefix", self.prefix)
        self.project = self.dir / "a page, größer"
        shutil.copytree(EXAMPLE, self.project)
        self.images = self.project / "images"
        self.folder = self.project / "build folder"
        self.config = None

    def cmake(self, *arguments, expect=0):
        done = subprocess.run(["cmake", *map(os.fspath, arguments)], env=self.environment(),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              check=False, timeout=self.timeout_seconds)
        if expect is not None:
            self.assertEqual(done.returncode, expect, done.stdout)
        return done.stdout

    def configure(self, *options, generator="Ninja", expect=0):
        return self.cmake("-S", self.project, "-B", self.folder, "-G", generator,
                          f"-DCMAKE_PREFIX_PATH={self.prefix}", *options, expect=expect)

    def build_project(self, *options, expect=0):
        """What it printed; nonzero exits are all alike across tools, so expect=None is any failure."""
        config = ["--config", self.config] if self.config else []
        command = ["cmake", "--build", os.fspath(self.folder), *config, *map(str, options)]
        done = subprocess.run(command, env=self.environment(), stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False,
                              timeout=self.timeout_seconds)
        if expect == 0:
            self.assertEqual(done.returncode, 0, done.stdout)
        else:
            self.assertNotEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def optimized(self):
        return self.folder / "site" / "images"

    def pictures(self):
        """{relative path: bytes' hash} of the outputs without the manifest."""
        found = contents(self.optimized())
        found.pop(b"pixmill-manifest.json", None)
        return found

    def write_project(self, text):
        (self.project / "CMakeLists.txt").write_text(PROJECT + text)

    def change(self, name, model):
        """Other bytes and a new date, on any file system."""
        shutil.copyfile(self.images / model, self.images / name)
        os.utime(self.images / name)


class Generator:
    """Every test once a generator and mode; the subclasses below name them."""

    generator = "Ninja"
    mode = "batch"

    def setUp(self):
        super().setUp()
        self.configure(f"-Dmode={self.mode}", generator=self.generator)

    def test_a_first_build_makes_every_picture_and_a_second_nothing(self):
        first = self.build_project()
        before = snapshot(self.folder / "site")

        second = self.build_project()

        self.assertIn(WORK, first)
        self.assertEqual(set(map(os.fsdecode, self.pictures())),
                         {"harbour.jpg", "old town.jpg", "icons/star.png", "icons/größe.png"})
        self.assertNotIn(WORK, second)
        self.assertNotIn("Listing", second)
        self.assertEqual(snapshot(self.folder / "site"), before)

    def test_one_changed_picture_redoes_one(self):
        self.build_project()
        before = snapshot(self.optimized())

        self.change("icons/star.png", "icons/größe.png")
        output = self.build_project()
        again = self.build_project()

        after = snapshot(self.optimized())
        changed = {os.fsdecode(path) for path in after if after[path] != before[path]}
        self.assertEqual(changed - {"pixmill-manifest.json"}, {"icons/star.png"})
        self.assertIn("Listing", output)
        self.assertNotIn(WORK, again)

    def test_a_new_date_alone_settles_after_one_build(self):
        self.build_project()
        os.utime(self.images / "harbour.jpg")

        self.build_project()

        self.assertNotIn(WORK, self.build_project())

    def test_a_changed_configuration_redoes_what_reads_it(self):
        self.build_project()
        before = self.pictures()
        config = self.project / "pixmill.toml"
        config.write_text(config.read_text() + '[[override]]\nmatch = "harb*"\njpeg.mode = "fixed"\n'
                          "jpeg.quality = 40\n")

        self.build_project()
        again = self.build_project()

        after = self.pictures()
        changed = {os.fsdecode(path) for path in after if after[path] != before[path]}
        self.assertEqual(changed, {"harbour.jpg"})
        self.assertNotIn(WORK, again)

    def test_an_added_picture_is_found(self):
        self.build_project()

        shutil.copyfile(self.images / "harbour.jpg", self.images / "new one.jpg")
        self.build_project()

        self.assertTrue((self.optimized() / "new one.jpg").exists())
        self.assertNotIn(WORK, self.build_project())

    def test_a_picture_that_fails_fails_the_build_by_name(self):
        (self.images / "icons" / "star.png").write_text("no picture")

        self.assertIn("star.png: ", self.build_project(expect=None))
        self.assertIn("star.png: ", self.build_project(expect=None), "a second build forgot it")

    def test_outputs_that_were_deleted_come_back(self):
        self.build_project()
        before = self.pictures()
        shutil.rmtree(self.optimized())

        self.build_project()

        self.assertEqual(self.pictures(), before)

    def test_the_outputs_can_be_installed(self):
        self.build_project()

        self.cmake("--install", self.folder, "--prefix", self.dir / "installed",
                   *(["--config", self.config] if self.config else []))

        installed = self.dir / "installed" / "share" / "page" / "images" / "icons" / "größe.png"
        self.assertTrue(installed.exists())

    def test_a_build_prints_only_what_the_generator_prints(self):
        first = self.build_project()
        self.change("icons/star.png", "icons/größe.png")

        for line in (first + self.build_project() + self.build_project()).splitlines():
            self.assertRegex(line, r"^(\[ *\d+%\]|\[\d+/\d+\]) (Optimizing|Listing|Built target|"
                                   r"Re-checking) |^ninja: no work to do")

    def test_a_build_goes_on_after_a_picture_was_removed(self):
        self.build_project()
        (self.images / "icons" / "star.png").unlink()

        self.build_project()

        self.assertNotIn(WORK, self.build_project())


class RemovesOutputs:
    """Only mode batch knows all outputs, and so those that are nobody's any more."""

    def test_a_removed_picture_takes_its_output_along(self):
        self.build_project()
        (self.images / "icons" / "star.png").unlink()

        self.build_project()

        self.assertFalse((self.optimized() / "icons" / "star.png").exists())
        self.assertTrue((self.optimized() / "harbour.jpg").exists())


class NinjaBatch(RemovesOutputs, Generator, CMakeTest):
    pass


class NinjaEach(Generator, CMakeTest):
    mode = "each"


class MakefilesBatch(RemovesOutputs, Generator, CMakeTest):
    generator = "Unix Makefiles"


class MakefilesEach(Generator, CMakeTest):
    generator = "Unix Makefiles"
    mode = "each"


class MultiConfigBatch(RemovesOutputs, Generator, CMakeTest):
    generator = "Ninja Multi-Config"

    def setUp(self):
        super().setUp()
        self.config = "Release"


class MultiConfigEach(Generator, CMakeTest):
    generator = "Ninja Multi-Config"
    mode = "each"

    def setUp(self):
        super().setUp()
        self.config = "Release"


class Arguments(CMakeTest):

    def test_both_modes_make_the_same_bytes(self):
        self.configure()
        self.build_project()
        batch = self.pictures()
        self.folder = self.project / "another"

        self.configure("-Dmode=each")
        self.build_project()

        self.assertEqual(self.pictures(), batch)

    def test_parallel_rules_share_the_cache(self):
        self.configure("-Dmode=each")
        self.build_project("-j", "4")
        shutil.rmtree(self.folder)

        self.configure("-Dmode=each")
        self.build_project("-j", "4")

        rerun = self.run_pixmill("build", self.images, "-o", self.dir / "o", "--config",
                                 self.project / "pixmill.toml", "--json", "--stats")
        self.assertEqual(rerun.stats()["encodes"], 0)

    def test_relative_sources_output_beside_them_manifest_options_and_preset(self):
        self.write_project("""
            pixmill_add_images(pictures SOURCES images/harbour.jpg "images/old town.jpg"
              OUTPUT_DIR ${CMAKE_CURRENT_BINARY_DIR}/out MANIFEST list.json PRESET classic
              OPTIONS --metadata all -j 1 OUTPUTS_VAR outputs)
            message(STATUS "outputs: ${outputs}")""")

        output = self.configure()
        self.build_project()

        rows = json.loads((self.folder / "list.json").read_text())["images"]
        self.assertEqual([row["source"] for row in rows],
                         ["images/harbour.jpg", "images/old town.jpg"])
        self.assertIn(f"outputs: {self.folder}/out/images/harbour.jpg;", output)
        self.assertTrue((self.folder / "out" / "images" / "old town.jpg").exists())

    def test_generated_pictures_need_a_base_and_are_made_first(self):
        self.write_project("""
            add_custom_command(OUTPUT made/picture.jpg
              COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_CURRENT_SOURCE_DIR}/images/harbour.jpg
                      made/picture.jpg)
            pixmill_add_images(pictures SOURCES ${CMAKE_CURRENT_BINARY_DIR}/made/picture.jpg
              BASE_DIR ${CMAKE_CURRENT_BINARY_DIR}/made OUTPUT_DIR out)""")

        self.configure()
        self.build_project()

        self.assertTrue((self.folder / "out" / "picture.jpg").exists())

    def test_each_configuration_can_have_an_output_folder_of_its_own(self):
        self.write_project("pixmill_add_images(p DIRECTORY images OUTPUT_DIR out/$<CONFIG> MODE each)\n"
                           "pixmill_add_images(b DIRECTORY images OUTPUT_DIR all/$<CONFIG>)")
        self.configure(generator="Ninja Multi-Config")

        for self.config in ("Debug", "Release"):
            self.build_project()
            self.assertNotIn(WORK, self.build_project())
            for kind in ("out", "all"):
                self.assertTrue((self.folder / kind / self.config / "harbour.jpg").exists())

    def test_a_configuration_that_pixmill_finds_by_itself_is_watched(self):
        self.change("it's.jpg", "harbour.jpg")  # a name that keeps Ninja from reading a depfile
        self.write_project("pixmill_add_images(b DIRECTORY images OUTPUT_DIR all)\n"
                           "pixmill_add_images(e DIRECTORY images OUTPUT_DIR one MODE each)")
        config = self.project / "pixmill.toml"
        for generator in ("Ninja", "Unix Makefiles"):
            shutil.rmtree(self.folder, ignore_errors=True)
            config.write_text('preset = "fast"\n')
            self.configure(generator=generator)
            self.build_project()
            before = contents(self.folder / "all")

            config.write_text('preset = "fast"\njpeg.mode = "fixed"\njpeg.quality = 40\n')
            self.build_project()

            for kind in ("all", "one"):
                after = contents(self.folder / kind)
                for name in (b"it's.jpg", b"harbour.jpg"):
                    self.assertNotEqual(after[name], before[name], (generator, kind, name))
            self.assertNotIn(WORK, self.build_project())

    def test_odd_names(self):
        self.change("do$lar & 'quote' (1).jpg", "harbour.jpg")
        self.change("number #1.jpg", "harbour.jpg")
        self.write_project("pixmill_add_images(b DIRECTORY images OUTPUT_DIR all)\n"
                           "pixmill_add_images(e DIRECTORY images GLOB do*.jpg OUTPUT_DIR e MODE each)")
        for generator in ("Ninja", "Unix Makefiles"):
            shutil.rmtree(self.folder, ignore_errors=True)
            self.configure(generator=generator)

            self.build_project()

            self.assertTrue((self.folder / "all" / "number #1.jpg").exists())
            self.assertTrue((self.folder / "e" / "do$lar & 'quote' (1).jpg").exists())
            self.assertNotIn(WORK, self.build_project())

    def test_two_targets_do_not_remove_each_other_s_pictures(self):
        two = """
            pixmill_add_images(one SOURCES images/harbour.jpg OUTPUT_DIR out MANIFEST 1 MODE {0})
            pixmill_add_images(two SOURCES images/icons/star.png OUTPUT_DIR out/ MANIFEST 2 MODE {0})"""
        self.write_project(two.format("batch"))
        self.assertIn("out is the OUTPUT_DIR of one", " ".join(self.configure(expect=1).split()))

        self.write_project(two.format("each").replace("MANIFEST 1", "").replace("MANIFEST 2", ""))
        self.configure()
        self.build_project()

        for name in ("harbour.jpg", "icons/star.png"):
            self.assertTrue((self.folder / "out" / "images" / name).exists())
        self.assertNotIn(WORK, self.build_project())

    def test_wrong_arguments_are_named(self):
        for arguments, words in (("SOURCES a.jpg", "needs OUTPUT_DIR"),
                                 ("DIRECTORY images SOURCES a.jpg OUTPUT_DIR o", "not both"),
                                 ("DIRECTORY images OUTPUT_DIR o MODE some", "MODE batch or each"),
                                 ("SOURCES /elsewhere/a.jpg OUTPUT_DIR o", "BASE_DIR"),
                                 ("DIRECTORY images OUTPUT_DIR o MODUS each", "MODUS")):
            self.write_project(f"pixmill_add_images(pictures {arguments})")
            self.assertIn(words, " ".join(self.configure(expect=1).split()))


class Package(CMakeTest):

    def test_the_program_can_be_replaced_for_a_cross_build(self):
        other = self.dir / "runs here"
        other.write_text(f'#!/bin/sh\ntouch "{self.dir}/was-run"\nexec "{PIXMILL}" "$@"\n')
        other.chmod(0o755)

        self.configure(f"-DPIXMILL_EXECUTABLE={other}")
        self.build_project()

        self.assertTrue((self.dir / "was-run").exists())

    def test_a_replacement_that_is_missing_is_named(self):
        output = self.configure(f"-DPIXMILL_EXECUTABLE={self.dir}/nowhere", expect=1)
        self.assertIn("which is not there", " ".join(output.split()))

    def test_a_version_that_is_too_new_is_refused(self):
        (self.project / "CMakeLists.txt").write_text(PROJECT.replace("0.1", "0.2"))
        self.configure(expect=1)

    def test_pkg_config_finds_the_program(self):
        self.assertIsNotNone(shutil.which("pkg-config"), "pkg-config is needed (./dev deps)")
        [pc] = self.prefix.rglob("pixmill.pc")
        found = subprocess.run(["pkg-config", "--variable=executable", "pixmill"],
                               env=self.environment() | {"PKG_CONFIG_PATH": str(pc.parent)},
                               stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
        self.assertTrue(Path(found).samefile(self.prefix / "bin" / "pixmill"), found)

    def test_the_debian_package_holds_a_package_that_is_found(self):
        for tool in ("dpkg-deb", "dpkg-shlibdeps"):
            self.assertIsNotNone(shutil.which(tool), f"{tool} (dpkg-dev) is needed (./dev deps)")
        subprocess.run(["cpack", "-G", "DEB", "-B", self.dir / "packages",
                        "--config", Path(os.environ["PIXMILL_BUILD_FOLDER"]) / "CPackConfig.cmake"],
                       cwd=self.dir, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        [package] = (self.dir / "packages").glob("pixmill_*.deb")
        subprocess.run(["dpkg-deb", "-x", package, self.dir / "root"], check=True)
        self.prefix = self.dir / "root" / "usr"

        self.configure()
        self.build_project()

        self.assertEqual(len(self.pictures()), 4)


if __name__ == "__main__":
    main()
