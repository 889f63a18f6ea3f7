#!/usr/bin/env bash
# Forgets what is no longer needed, and says whether the cache is worth saving: one that is as it
# was restored is not, for every save takes its size from the repository's quota.
# In: PROGRAM, COLLECT (words), CACHE_PATH, ENCODES, RESTORED_KEY (empty: nothing was restored).
# Out: changed=true or changed=false.
set -euo pipefail

read -r -a rules <<<"$COLLECT"
report=$("$PROGRAM" cache gc "${rules[@]}" --cache-dir "$CACHE_PATH" --json)
echo "$report"

changed=true
if [[ -n $RESTORED_KEY && $ENCODES == 0 && $report == *'"results_removed":0,'* ]]; then
  changed=false
fi
echo "changed=$changed" >>"$GITHUB_OUTPUT"
