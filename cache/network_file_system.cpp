#include "cache/network_file_system.h"

#ifdef __linux__
#include <sys/vfs.h>
#endif

#include <array>
#include <cstdint>
#include <utility>

namespace pixmill::cache {

namespace {

/// From linux/magic.h and statfs(2); FUSE is left out, for most of what it carries is local.
constexpr std::array<std::pair<std::uint32_t, std::string_view>, 9> k_network_types{{
    {0x6969, "NFS"},
    {0x517B, "SMB"},
    {0xFF534D42, "CIFS"},
    {0xFE534D42, "SMB2"},
    {0x01021997, "9P"},
    {0x5346414F, "AFS"},
    {0x00C36400, "Ceph"},
    {0x0BD00BD0, "Lustre"},
    {0x47504653, "GPFS"},
}};

}  // namespace

std::optional<std::string_view> network_file_system(const std::filesystem::path& folder) {
#ifdef __linux__
  struct statfs status {};
  if (::statfs(folder.c_str(), &status) != 0) return std::nullopt;
  for (const auto& [magic, name] : k_network_types) {
    if (static_cast<std::uint32_t>(status.f_type) == magic) return name;
  }
#else
  static_cast<void>(folder);
#endif
  return std::nullopt;
}

}  // namespace pixmill::cache
