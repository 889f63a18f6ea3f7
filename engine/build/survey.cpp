#include "engine/build/survey.h"

#include "engine/base/parallel.h"

namespace pixmill {

Survey survey(const ScanRequest& request, const TreeId& tree, const Surroundings& around) {
  Survey result;
  const auto remember = [&] { result.known = remembered_tree(tree, around.trees); };
  if (request.workers.can_spare_one()) {
    Background beside(remember);
    result.found = scan(request, around.files);
    beside.wait();
  } else {
    remember();
    result.found = scan(request, around.files);
  }
  return result;
}

}  // namespace pixmill
