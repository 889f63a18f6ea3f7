// The score of a picture may not depend on the CPU that computed it.
#include <boost/test/unit_test.hpp>

#include "engine/metric/ssimulacra2/kernels.h"
#include "engine/metric/ssimulacra2/ssimulacra2.h"
#include "made_pictures.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

/// Above every score, so that no comparison with it holds.
constexpr double k_no_score = 1000.0;

double score_by(const ssimulacra2::Kernels& kernels,
                const Image& reference,
                const Image& candidate) {
  ssimulacra2::PlaneArena arena;
  const auto comparison = compare_by_ssimulacra2(reference, arena, kernels);
  if (!comparison) return k_no_score;
  const auto result = (*comparison)->score(candidate);
  return result ? *result : k_no_score;
}

struct Size {
  std::uint32_t width;
  std::uint32_t height;
};

}  // namespace

BOOST_AUTO_TEST_CASE(best_and_portable_kernels_give_the_same_bits) {
  // around the vector, the chunk, the strip and the number of scales
  const Size sizes[] = {{8, 8},
                        {9, 13},
                        {12, 31},
                        {63, 20},
                        {64, 64},
                        {65, 66},
                        {71, 113},
                        {72, 112},
                        {128, 127},
                        {129, 257},
                        {193, 40},
                        {200, 117}};
  for (const Size& size : sizes) {
    const Image picture = made_picture(size.width, size.height);
    for (const Image& candidate : {posterised(picture, 12), noisy(picture, 20)}) {
      const double best = score_by(ssimulacra2::best_kernels(), picture, candidate);
      const double portable = score_by(ssimulacra2::portable_kernels(), picture, candidate);

      BOOST_TEST(best == portable);
      BOOST_TEST(best < 100.0);
    }
  }
}
