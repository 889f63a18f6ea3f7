#include "tool/options/familiar_options.h"

#include <algorithm>
#include <iterator>

namespace pixmill::tool {

namespace {

struct FamiliarName {
  std::string_view letters;
  std::string_view name;
};

/// optimize-images 1.3 and later.
constexpr FamiliarName k_familiar[] = {
    {"-bg", "--background-color"},
    {"-ca", "--convert-all"},
    {"-cb", "--convert-big"},
    {"-fd", "--force-delete"},
    {"-fm", "--fast-mode"},
    {"-g", "--grayscale"},
    {"-hbg", "--hex-bg-color"},
    {"-jobs", "--jobs"},
    {"-ke", "--keep-exif"},
    {"-mc", "--max-colors"},
    {"-mh", "--max-height"},
    {"-mw", "--max-width"},
    {"-nc", "--no-comparison"},
    {"-nr", "--no-recursion"},
    {"-rc", "--reduce-colors"},
    {"-rt", "--remove-transparency"},
    {"-wd", "--watch-directory"},
};

constexpr std::string_view k_planned[] = {
    "background-color",
    "convert-all",
    "convert-big",
    "force-delete",
    "grayscale",
    "hex-bg-color",
    "max-colors",
    "max-height",
    "max-width",
    "no-comparison",
    "reduce-colors",
    "trace",
    "watch-directory",
    "remove-transparency",
};

}  // namespace

std::vector<std::string> with_long_names(std::vector<std::string> arguments) {
  for (std::string& argument : arguments) {
    if (argument == "--") break;
    const auto* found =
        std::find_if(std::begin(k_familiar), std::end(k_familiar), [&](const FamiliarName& row) {
          return row.letters == argument;
        });
    if (found != std::end(k_familiar)) argument = found->name;
  }
  return arguments;
}

bool is_planned_option(std::string_view name) {
  return std::find(std::begin(k_planned), std::end(k_planned), name) != std::end(k_planned);
}

std::string_view familiar_letters(std::string_view name) {
  for (const FamiliarName& row : k_familiar) {
    if (row.name.substr(2) == name) return row.letters;
  }
  return {};
}

}  // namespace pixmill::tool
