"""Writes the page: page.py TEMPLATE MANIFEST PAGE"""

import json
import sys

template, manifest, page = sys.argv[1:]
with open(manifest, encoding="utf-8") as file:
    total = json.load(file)["totals"]["output_bytes"]
with open(template, encoding="utf-8") as file:
    text = file.read().replace("@BYTES@", f"{total:,}")
with open(page, "w", encoding="utf-8") as file:
    file.write(text)
