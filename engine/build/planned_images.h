// Pictures on their way into a plan.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/build/plan.h"

namespace pixmill {

void sort_by_source(std::vector<PlannedImage>& images);

/// Counts each time that its source was read.
void count_reads(const PlannedImage& image, Counters& counters);

/// What turned out to be another date alone goes back to what is unchanged in its folder, with its
/// new date, if its record's recipe is still its recipe. Of prepared pictures.
void settle_dates(
    Plan& plan,
    const std::function<bool(const EntryState&, const std::string& folder)>& has_same_recipe);

}  // namespace pixmill
