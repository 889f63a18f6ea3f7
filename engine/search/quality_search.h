// Finding the lowest quality whose score is good enough, knowing nothing of what is scored.
#pragma once
