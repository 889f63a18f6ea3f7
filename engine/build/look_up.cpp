#include "engine/build/look_up.h"

#include "engine/build/outcome_record.h"

namespace pixmill {

namespace {

void take(const StoredResult& stored, PlannedImage& image) {
  image.outcome = decode_outcome(stored.record);
  image.output_blob = stored.output;
}

}  // namespace

void look_up(std::vector<PlannedImage>& images, RecipeTable& recipes, ResultStore& results) {
  std::vector<PlannedImage*> wanted;
  std::vector<ActionKey> keys;
  for (PlannedImage& image : images) {
    if (image.refusal || image.format == Format::none) continue;
    const std::string& path = image.matched_as.empty() ? image.source : image.matched_as;
    image.recipe = recipes.number_for(path, image.format);
    image.settings = &recipes.settings_for(path);
    image.key = action_key(recipes.hash(image.recipe), *image.content);
    wanted.push_back(&image);
    keys.push_back(image.key);
  }
  if (keys.empty()) return;  // and the cache is not opened
  const auto found = results.find_all(keys);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (found[i]) take(*found[i], *wanted[i]);
  }
}

bool look_up_again(PlannedImage& image, ResultStore& results) {
  if (const auto stored = results.find(image.key)) take(*stored, image);
  return image.is_hit();
}

}  // namespace pixmill
