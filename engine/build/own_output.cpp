#include "engine/build/own_output.h"

#include "engine/build/outcome_record.h"
#include "engine/recipe/action_key.h"

namespace pixmill {

NewResult own_output_result(const Hash128& recipe,
                            const Outcome& outcome,
                            const ContentHash& output) {
  return {own_output_key(recipe, output), {encode_outcome(outcome), {}}, {}};
}

}  // namespace pixmill
