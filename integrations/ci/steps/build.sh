#!/usr/bin/env bash
# Builds, then tells the job's summary and the later steps what came of it. Exits as pixmill does.
# In: PROGRAM, SOURCES (one a line), OUTPUT, OPTIONS (words), CACHE_PATH, MAY_SAVE.
set -euo pipefail

steps=$(dirname "${BASH_SOURCE[0]}")
events=${RUNNER_TEMP:-/tmp}/pixmill-events.jsonl

if ! command -v "$PROGRAM" >/dev/null; then
  echo "::error::pixmill: there is no program \"$PROGRAM\" here; install it in an earlier step"
  exit 2
fi

folders=()
while IFS= read -r line; do
  if [[ -n $line ]]; then folders+=("$line"); fi
done <<<"$SOURCES"
if ((${#folders[@]} == 0)); then
  echo "::error::pixmill: source names no folder and no file"
  exit 2
fi
read -r -a words <<<"--json --progress none $OPTIONS"
if [[ $MAY_SAVE != true ]]; then words+=(--read-only-cache); fi

status=0
"$PROGRAM" build "${folders[@]}" -o "$OUTPUT" --cache-dir "$CACHE_PATH" "${words[@]}" \
  >"$events" || status=$?

# exit code 1 only says that some pictures failed; beyond it there is nothing to sum up
if ((status <= 1)); then
  python3 "$steps/summary.py" "$events" --outputs "$GITHUB_OUTPUT" | tee -a "$GITHUB_STEP_SUMMARY"
fi
exit "$status"
