#include "engine/build/look_up.h"

#include "engine/build/outcome_record.h"

namespace pixmill {

void look_up(std::vector<PlannedImage>& images, RecipeTable& recipes, ResultStore& results) {
  for (PlannedImage& image : images) {
    if (image.refusal || image.format == Format::none) continue;
    const std::string& path = image.matched_as.empty() ? image.source : image.matched_as;
    image.recipe = recipes.number_for(path, image.format);
    image.settings = &recipes.settings_for(path);
    image.key = action_key(recipes.hash(image.recipe), *image.content);
    const auto stored = results.find(image.key);
    if (!stored) continue;
    image.outcome = decode_outcome(stored->record);
    image.output_blob = stored->output;
  }
}

}  // namespace pixmill
