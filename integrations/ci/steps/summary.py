#!/usr/bin/env python3
"""A build's savings as Markdown, from what `pixmill build --json` printed.

usage: summary.py EVENTS [--outputs FILE]

Prints the Markdown; with --outputs, appends the numbers to FILE as NAME=VALUE lines, which later
steps read. Python's standard library only."""

import argparse
import json


def human_size(size):
    """1234567 as "1.2 MB"."""
    if size < 1000:
        return f"{size} B"
    for unit in ("kB", "MB", "GB"):
        size /= 1000
        if size < 999.95 or unit == "GB":
            return f"{size:.1f} {unit}"
    raise AssertionError("not reached")


def percent(before, after):
    """The share that is saved."""
    return f"{100 * (before - after) / before:.1f} %" if before else "0.0 %"


def code(text):
    """Text from a file's name as inline code, which no character of it can leave."""
    return "`" + text.replace("`", "'").replace("|", "/").replace("\n", " ") + "`"


def row(name, totals):
    """One line of the table."""
    before, after = totals["source_bytes"], totals["output_bytes"]
    return (f"| {name} | {totals['images']:,} | {human_size(before)} | {human_size(after)} "
            f"| {percent(before, after)} |")


def total_of(formats):
    """All formats together."""
    return {name: sum(totals[name] for totals in formats.values())
            for name in ("images", "source_bytes", "output_bytes")}


def markdown(events):
    """The summary's text."""
    summary, formats = events[-1], events[-1]["formats"]
    total, stats = total_of(formats), events[-1]["stats"]
    lines = ["### pixmill", ""]
    if total["images"]:
        lines += ["| format | images | before | after | saved |", "|---|--:|--:|--:|--:|"]
        lines += [row(name, totals) for name, totals in sorted(formats.items())]
        if len(formats) > 1:
            lines.append(row("**total**", total))
        lines.append("")
    known = stats["hits"] + stats["unchanged"]
    lines.append(f"{stats['encodes']:,} worked out, {known:,} from the cache, "
                 f"in {summary['seconds']:.1f} s.")
    failures = [event for event in events
                if event["event"] == "image" and event["status"] == "failed"]
    if failures:
        lines += ["", f"**{len(failures)} failed:**", ""]
        lines += [f"- {code(event['source'])}: {code(event['message'])}" for event in failures]
    return "\n".join(lines) + "\n"


def outputs(events):
    """The numbers for later steps."""
    total = total_of(events[-1]["formats"])
    return (f"images={total['images']}\nsource-bytes={total['source_bytes']}\n"
            f"output-bytes={total['output_bytes']}\nencodes={events[-1]['stats']['encodes']}\n")


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description="A build's savings as Markdown.")
    parser.add_argument("events", help="what pixmill build --json printed")
    parser.add_argument("--outputs", help="file that NAME=VALUE lines are appended to")
    arguments = parser.parse_args()
    with open(arguments.events, encoding="utf-8") as file:
        events = [json.loads(line) for line in file if line.strip()]
    print(markdown(events), end="")
    if arguments.outputs:
        with open(arguments.outputs, "a", encoding="utf-8") as file:
            file.write(outputs(events))


if __name__ == "__main__":
    main()
