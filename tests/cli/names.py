"""A file's name is bytes: spaces, quotes, newlines and what is not UTF-8 all come through."""

import json
import os

import png
from support import PixmillTest, files_below, main

NAMES = (b"with space.png", b"quo'te\".png", b"new\nline.png", b"do$lar #hash.png", b"-dash.png",
         b"back\\slash.png", b"tab\tin.png", b"%41 percent.png", b"gr\xc3\xb6\xc3\x9fe.png",
         b"nfd-o\xcc\x88.png", b"latin-1 \xe9.png", b"broken \xff\xfe.png", b"\xed\xa0\x80.png")


class Names(PixmillTest):

    def setUp(self):
        super().setUp()
        self.src.mkdir()
        for shade, name in enumerate(NAMES):
            with open(os.path.join(os.fsencode(self.src), name), "wb") as file:
                file.write(png.flat(8, 8, shade, 0, 0))

    def test_every_output_has_the_name_of_its_source(self):
        self.build()

        outputs = set(files_below(self.out)) - {b"pixmill-manifest.json"}
        self.assertEqual(outputs, set(NAMES))

    def test_the_manifest_is_utf_8_and_tells_all_names_apart(self):
        self.build()

        text = self.manifest_bytes().decode("utf-8", "strict")
        sources = [image["source"] for image in json.loads(text)["images"]]
        self.assertEqual(len(set(sources)), len(NAMES))
        for name in (b"with space.png", b"new\nline.png", b"gr\xc3\xb6\xc3\x9fe.png"):
            self.assertIn(name.decode(), sources)

    def test_a_second_build_knows_them_all(self):
        self.let_files_age()
        self.build()

        stats = self.build_stats()

        self.assertEqual((stats["images_read"], stats["outputs_written"]), (0, 0))
        self.assertEqual(stats["unchanged"], len(NAMES))

    def test_json_output_is_utf_8_one_object_a_line(self):
        images = self.build("--json").events("image")

        self.assertEqual(len(images), len(NAMES))

    def test_a_refused_file_with_a_newline_cannot_forge_a_line(self):
        (self.src / "evil\nerror: all is lost.png").write_bytes(b"")

        run = self.build(expect=1)

        self.assertNotIn("\nerror: all is lost", run.stderr)


if __name__ == "__main__":
    main()
