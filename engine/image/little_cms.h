// Little CMS 2, loaded when the first picture with a profile of its own comes along. Debian ships
// no static archive of it, and linking it would have every start of the program look it up: a no-op
// build, which opens no picture, took 0.15 ms longer with it, a third of a bare process's start.
#pragma once

#include <lcms2.h>

#include "engine/base/result.h"

namespace pixmill {

/// The functions that are used, by lcms2.h's names and types.
struct LittleCms {
  decltype(&cmsCreateContext) create_context = nullptr;
  decltype(&cmsDeleteContext) delete_context = nullptr;
  decltype(&cmsOpenProfileFromMemTHR) open_profile = nullptr;
  decltype(&cmsCloseProfile) close_profile = nullptr;
  decltype(&cmsGetColorSpace) color_space = nullptr;
  decltype(&cmsCreate_sRGBProfileTHR) create_srgb = nullptr;
  decltype(&cmsCreateGrayProfileTHR) create_grey = nullptr;
  decltype(&cmsBuildParametricToneCurve) build_curve = nullptr;
  decltype(&cmsFreeToneCurve) free_curve = nullptr;
  decltype(&cmsD50_xyY) d50 = nullptr;
  decltype(&cmsCreateTransformTHR) create_transform = nullptr;
  decltype(&cmsDeleteTransform) delete_transform = nullptr;
  decltype(&cmsDoTransform) transform = nullptr;
};

/// The same for all; loaded once. Fails with unsupported where the library is not installed.
/// Thread-safe.
Result<const LittleCms*> little_cms();

}  // namespace pixmill
