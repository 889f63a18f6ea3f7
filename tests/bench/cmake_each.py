"""What one rule per picture costs where every result is cached: pixmill_add_images(MODE each) over 500
pictures from a clean build folder, against 500 rules of `cmake -E copy`, and MODE batch beside them.
At most 1.5 times as long is what was promised. "each" builds into a folder that the cache has never
seen, "again" into one that was emptied. Minimum, median and maximum are printed, of the times and of
the ratios within a round.

usage: cmake_each.py [PICTURES [ROUNDS]]   (500, 5)
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = """
cmake_minimum_required(VERSION 3.20)
project(cmake_each NONE)
if(HOW STREQUAL copy)
  file(GLOB_RECURSE names RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/img img/*.png img/*.jpg)
  foreach(name IN LISTS names)
    add_custom_command(
      OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/out/${name} DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/img/${name}
      COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_CURRENT_SOURCE_DIR}/img/${name}
              ${CMAKE_CURRENT_BINARY_DIR}/out/${name}
      COMMENT "Copying ${name}" VERBATIM)
    list(APPEND outputs ${CMAKE_CURRENT_BINARY_DIR}/out/${name})
  endforeach()
  add_custom_target(pictures ALL DEPENDS ${outputs})
else()
  find_package(Pixmill REQUIRED)
  pixmill_add_images(pictures DIRECTORY img OUTPUT_DIR out MODE ${HOW})
endif()
"""


class Bench:
    """The project, its pictures and a cache that knows every result, below one scratch folder."""

    def __init__(self, scratch, count):
        program = Path(os.environ["PIXMILL"])
        self.project = scratch / "project"
        self.project.mkdir()
        (self.project / "CMakeLists.txt").write_text(PROJECT)
        # the program's own build folder, two above tool/pixmill, holds the picture maker
        subprocess.run([program.parents[1] / "tests" / "support" / "make_pictures",
                        self.project / "img", str(count), "1"], check=True)
        self.environment = os.environ | {"PIXMILL_CACHE_DIR": str(scratch / "cache")}
        self.options = [f"-DCMAKE_PREFIX_PATH={scratch / 'prefix'}", "--no-warn-unused-cli"]
        self.run("cmake", "--install", program.parents[1], "--prefix", scratch / "prefix")

    def run(self, *command):
        subprocess.run([*map(str, command)], env=self.environment, check=True,
                       stdout=subprocess.DEVNULL)

    def build(self, how, generator, name="build"):
        """Seconds that `cmake --build` takes in a clean build folder."""
        folder = self.project / name
        shutil.rmtree(folder, ignore_errors=True)
        self.run("cmake", "-S", self.project, "-B", folder, "-G", generator, f"-DHOW={how}",
                 *self.options)
        started = time.perf_counter()
        self.run("cmake", "--build", folder, "-j", os.cpu_count())
        return time.perf_counter() - started


def spread(numbers):
    """Least, middle and most."""
    return f"{min(numbers):5.2f} {statistics.median(numbers):5.2f} {max(numbers):5.2f}"


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory(prefix="pixmill-bench-") as folder:
        bench = Bench(Path(folder), count)
        bench.build("batch", "Ninja")  # fills the cache
        for generator in ("Ninja", "Unix Makefiles"):
            walls = {how: [] for how in ("copy", "each", "again", "batch")}
            for turn in range(rounds):  # by turns, so that a busy machine is busy for all
                new = f"{generator} {turn}"
                walls["copy"].append(bench.build("copy", generator))
                walls["each"].append(bench.build("each", generator, new))
                walls["again"].append(bench.build("each", generator, new))
                walls["batch"].append(bench.build("batch", generator))
            print(f"{generator}, {count} pictures, {rounds} rounds")
            for how, seconds in walls.items():
                ratios = [own / copy for own, copy in zip(seconds, walls["copy"])]
                print(f"  {how:6} {spread(seconds)} s, {spread(ratios)} times as long as copy")


if __name__ == "__main__":
    main()
