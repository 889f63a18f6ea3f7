// What must hold for any bytes whatever: a codec refuses them with a reason, or its candidates pass
// its own verification and are the same every time. A fault ends the process, as a fuzzer expects.
#pragma once

#include "engine/base/bytes.h"
#include "engine/image/format.h"
#include "engine/settings/settings.h"

namespace pixmill::test {

/// Runs inspect, propose (twice) and verify as engine/recipe does, within small limits.
void codec_round_trip(Format format, ByteView file, const Settings& settings);

}  // namespace pixmill::test
