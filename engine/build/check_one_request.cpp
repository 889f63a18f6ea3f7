#include "engine/build/check_one_request.h"

#include "engine/build/check_request.h"
#include "engine/image/format.h"

namespace pixmill {

namespace {

/// With a base, the path below it is what the configuration's globs match.
Result<std::string> name_of(const OneRequest& request,
                            const std::string& input,
                            FileSystem& files) {
  if (request.base.empty()) return request.input;
  auto base = resolve_path(request.base, files);
  if (!base) return unexpected(std::move(base).error());
  if (input == *base || !lies_within(input, *base)) {
    return unexpected(ErrorCode::usage, request.input + ": does not lie below " + request.base);
  }
  return input.substr(*base == "/" ? 1 : base->size() + 1);
}

}  // namespace

Result<CheckedOneRequest> check_one_request(const OneRequest& request, FileSystem& files) {
  if (format_by_extension(request.output) == Format::none) {
    return unexpected(ErrorCode::usage,
                      request.output +
                          ": its extension names no image format, so pixmill "
                          "cannot tell what to write");
  }
  auto input = resolve_path(request.input, files);
  if (!input) return unexpected(std::move(input).error());
  auto output = resolve_path(request.output, files);
  if (!output) return unexpected(std::move(output).error());
  auto name = name_of(request, *input, files);
  if (!name) return unexpected(std::move(name).error());
  if (*input == *output) {
    return unexpected(ErrorCode::usage,
                      request.output +
                          ": is the input itself; `pixmill optimize` works in "
                          "place");
  }
  if (!request.cache_folder.empty()) {
    const auto cache = resolve_path(request.cache_folder, files);
    if (cache && lies_within(*output, *cache)) {
      return unexpected(ErrorCode::usage, request.output + ": the output lies inside the cache");
    }
  }
  return CheckedOneRequest{std::move(*input), std::move(*output), std::move(*name)};
}

}  // namespace pixmill
