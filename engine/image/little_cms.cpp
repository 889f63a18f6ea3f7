#include "engine/image/little_cms.h"

#include <dlfcn.h>

#include <string>

namespace pixmill {

namespace {

/// The library's file; its number is raised when its functions change.
constexpr const char* k_library = "liblcms2.so.2";

struct Loaded {
  LittleCms functions;
  std::string error;  ///< empty if all is there
};

/// Finds functions until one is missing.
class Finder {
 public:
  explicit Finder(void* library) : library_(library) {}

  template <class Function>
  void find(Function& function, const char* name) {
    if (library_ == nullptr || !error_.empty()) return;
    function = reinterpret_cast<Function>(dlsym(library_, name));
    if (function == nullptr) error_ = std::string(k_library) + " has no " + name;
  }
  const std::string& error() const { return error_; }

 private:
  void* library_;
  std::string error_;
};

Loaded load() {
  Loaded loaded;
  // never closed: transforms live as long as the program may need them
  void* const library = dlopen(k_library, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    loaded.error = std::string(k_library) + " (on Debian: liblcms2-2) cannot be loaded";
    return loaded;
  }
  Finder finder(library);
  LittleCms& f = loaded.functions;
  finder.find(f.create_context, "cmsCreateContext");
  finder.find(f.delete_context, "cmsDeleteContext");
  finder.find(f.open_profile, "cmsOpenProfileFromMemTHR");
  finder.find(f.close_profile, "cmsCloseProfile");
  finder.find(f.color_space, "cmsGetColorSpace");
  finder.find(f.create_srgb, "cmsCreate_sRGBProfileTHR");
  finder.find(f.create_grey, "cmsCreateGrayProfileTHR");
  finder.find(f.build_curve, "cmsBuildParametricToneCurve");
  finder.find(f.free_curve, "cmsFreeToneCurve");
  finder.find(f.d50, "cmsD50_xyY");
  finder.find(f.create_transform, "cmsCreateTransformTHR");
  finder.find(f.delete_transform, "cmsDeleteTransform");
  finder.find(f.transform, "cmsDoTransform");
  loaded.error = finder.error();
  return loaded;
}

}  // namespace

Result<const LittleCms*> little_cms() {
  static const Loaded k_loaded = load();
  if (k_loaded.error.empty()) return &k_loaded.functions;
  return unexpected(ErrorCode::unsupported,
                    "its colour profile needs Little CMS, but " + k_loaded.error);
}

}  // namespace pixmill
