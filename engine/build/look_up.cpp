#include "engine/build/look_up.h"

#include "engine/build/outcome_record.h"

namespace pixmill {

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
    if (!found[i]) continue;
    wanted[i]->outcome = decode_outcome(found[i]->record);
    wanted[i]->output_blob = found[i]->output;
  }
}

}  // namespace pixmill
