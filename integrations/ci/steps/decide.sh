#!/usr/bin/env bash
# May this run save the cache? Only the default branch's cache is seen by all others, and what a
# pull request brings must not get into it.
# In: SAVE (auto, true or false), EVENT, REF, DEFAULT_BRANCH. Out: save=true or save=false.
set -euo pipefail

case $SAVE in
  true | false) decision=$SAVE ;;
  auto)
    decision=false
    if [[ $EVENT != pull_request* && $REF == "refs/heads/$DEFAULT_BRANCH" ]]; then
      decision=true
    fi
    ;;
  *)
    echo "::error::pixmill: save is auto, true or false, not \"$SAVE\""
    exit 2
    ;;
esac
echo "save=$decision" >>"$GITHUB_OUTPUT"
