#include <algorithm>
#include <optional>

#include "engine/build/atomic_file.h"
#include "engine/build/awaited_results.h"
#include "engine/build/build.h"
#include "engine/build/build_fingerprint.h"
#include "engine/build/check_one_request.h"
#include "engine/build/count_entry.h"
#include "engine/build/depfile.h"
#include "engine/build/one_record.h"
#include "engine/build/outcome_record.h"
#include "engine/build/output_folder.h"
#include "engine/build/own_output.h"
#include "engine/recipe/check_stored.h"
#include "engine/recipe/optimize_image.h"

namespace pixmill {

namespace {

/// What became of the one image.
struct Answer {
  Outcome outcome;
  Bytes bytes;  ///< the output
  Origin origin = Origin::miss;
};

/// One image for a build rule.
class OneBuild {
 public:
  OneBuild(const OneRequest& request,
           SettingsLayers& layers,
           const RunOptions& options,
           const Surroundings& around,
           CheckedOneRequest paths)
      : request_(request),
        options_(options),
        around_(around),
        paths_(std::move(paths)),
        settings_(layers.profile(layers.profile_of(paths_.name)).settings),
        tree_(one_tree_id(paths_)),
        fingerprint_(build_fingerprint(layers)) {}

  Result<Summary> run() {
    remembered_ = load_one_record(tree_, around_.trees);
    Status done = is_unchanged() ? Status() : update();
    if (done) done = write_depfile();
    if (!done) report_failure(done.error());
    return std::move(summary_);
  }

 private:
  /// A picture whose name lies about its format keeps both; only a name that asks for another
  /// format than the input's name converts.
  Format target_of(Format source) const {
    const Format wanted = format_by_extension(request_.output);
    return wanted == format_by_extension(request_.input) ? source : wanted;
  }

  bool is_unchanged() {
    if (request_.touch || !remembered_ || remembered_->header.fingerprint != fingerprint_ ||
        !proves_unchanged(*remembered_, request_, around_.files)) {
      return false;
    }
    count_entry(summary_, remembered_->entry);
    ++summary_.counters.unchanged;
    return true;
  }

  Status update() {
    const std::int64_t now = around_.files.now_ns();
    const auto content = around_.files.read(request_.input, options_.limits.max_file_bytes);
    if (!content) return unexpected(content.error());
    ++summary_.counters.images_read;
    ++summary_.counters.images_hashed;
    summary_.counters.bytes_read += content->bytes.size();
    EntryState entry;
    entry.name = request_.input;
    entry.source = {content->stamp, is_old_enough(content->stamp, now)};
    entry.content = content_hash(content->bytes);
    entry.format = sniff_format(content->bytes);
    auto answer = find_or_make(content->bytes, entry);
    if (!answer) return unexpected(std::move(answer).error());
    entry.status = answer->outcome.status;
    if (options_.dry_run) return {};
    if (auto written = write_output(*answer, entry); !written) return written;
    count_entry(summary_, entry);
    around_.reporter.image_done({request_.input,
                                 entry.status,
                                 answer->origin,
                                 entry.format,
                                 content->bytes.size(),
                                 answer->bytes.size(),
                                 answer->outcome.reason,
                                 answer->outcome.output});
    remember(entry);
    return {};
  }

  Result<Answer> find_or_make(ByteView source, const EntryState& entry) {
    const Format target = target_of(entry.format);
    const auto parts = recipe_parts(entry.format, target, settings_);
    recipes_ = {parts};
    key_ = action_key(recipe_hash(parts), entry.content);
    if (auto hit = find(key_, source); hit && is_trusted(*hit, source, target)) {
      ++summary_.counters.hits;
      return std::move(*hit);
    }
    if (!options_.dry_run && !options_.check_restored &&
        await_claim(key_, options_, around_) == Claim::stored) {
      if (auto hit = find(key_, source)) {
        ++summary_.counters.hits;
        return std::move(*hit);
      }
    }
    ++summary_.counters.misses;
    if (options_.dry_run) return Answer{};
    auto made = target == entry.format ? optimize_image(source, settings_, options_.limits)
                                       : convert_image(source, target, settings_, options_.limits);
    if (!made) {
      around_.results.release(key_);
      return unexpected(std::move(made).error());
    }
    ++summary_.counters.encodes;
    Answer answer{std::move(made->outcome), std::move(made->bytes), Origin::miss};
    const bool has_blob = answer.outcome.status == ImageStatus::optimized;
    if (!has_blob) answer.bytes.assign(source.begin(), source.end());
    std::vector<NewResult> results{{key_, {encode_outcome(answer.outcome), std::nullopt}, {}}};
    if (has_blob) {
      results[0].result.output = BlobRef{content_hash(answer.bytes), answer.bytes.size()};
      results[0].bytes = answer.bytes;
      const auto own_parts = recipe_parts(target, target, settings_);
      results.push_back(own_output_result(
          recipe_hash(own_parts), answer.outcome, results[0].result.output->hash));
    }
    around_.results.put(results);
    return answer;
  }

  std::optional<Answer> find(const ActionKey& key, ByteView source) {
    const auto stored = around_.results.find(key);
    if (!stored) return std::nullopt;
    auto outcome = decode_outcome(stored->record);
    if (!outcome) return std::nullopt;
    if (!stored->output)
      return Answer{std::move(*outcome), Bytes(source.begin(), source.end()), Origin::hit};
    auto bytes = around_.results.load(*stored->output);
    if (!bytes) return std::nullopt;
    return Answer{std::move(*outcome), std::move(*bytes), Origin::hit};
  }

  /// Always, unless the cache's outputs are to be held against their sources.
  bool is_trusted(const Answer& hit, ByteView source, Format target) const {
    if (!options_.check_restored || std::ranges::equal(hit.bytes, source)) return true;
    const Status verdict =
        check_stored_output(source, {hit.outcome, hit.bytes}, target, settings_, options_.limits);
    if (!verdict) {
      around_.reporter.warning("the cache's output for " + request_.input + " " +
                               verdict.error().message + "; it is not used");
    }
    return verdict.has_value();
  }

  Status write_output(const Answer& answer, EntryState& entry) {
    entry.output_hash = content_hash(answer.bytes);
    const auto before = around_.files.stat(request_.output, Links::keep);
    auto version = request_.touch
                       ? replace_file(request_.output, answer.bytes, around_.files)
                       : replace_file_if_different(request_.output, answer.bytes, around_.files);
    if (!version) {
      return unexpected(version.error().code, request_.output + ": " + version.error().message);
    }
    entry.output = *version;
    if (!before || before->stamp != version->stamp) {
      ++summary_.counters.outputs_written;
      summary_.counters.bytes_written += answer.bytes.size();
    }
    return {};
  }

  void remember(const EntryState& entry) {
    OneRecord record{{}, entry};
    record.header.fingerprint = fingerprint_;
    record.header.roots = {paths_.input};
    record.header.output = paths_.output;
    record.header.recipes = recipes_;
    if (is_worth_saving(record, remembered_)) save_one_record(tree_, record, key_, around_.trees);
  }

  Status write_depfile() {
    if (request_.depfile.empty() || options_.dry_run) return {};
    std::vector<std::string> dependencies{request_.input};
    dependencies.insert(
        dependencies.end(), request_.extra_dependencies.begin(), request_.extra_dependencies.end());
    const std::string& target =
        request_.depfile_target.empty() ? request_.output : request_.depfile_target;
    const std::string text = depfile_text(target, dependencies);
    const Status written = replace_file_unsynced(request_.depfile, as_bytes(text), around_.files);
    if (written) return {};
    return unexpected(written.error().code, request_.depfile + ": " + written.error().message);
  }

  void report_failure(const Error& error) {
    ImageReport report;
    report.source = request_.input;
    report.status = ImageStatus::failed;
    report.message = error.message;
    around_.reporter.image_done(report);
    summary_.failures.push_back(std::move(report));
    summary_.statuses[ImageStatus::failed] = 1;
  }

  const OneRequest& request_;
  const RunOptions& options_;
  const Surroundings& around_;
  const CheckedOneRequest paths_;
  const Settings settings_;
  const TreeId tree_;
  const Hash128 fingerprint_;
  std::optional<OneRecord> remembered_;  ///< from the last build
  std::vector<std::vector<KeyPart>> recipes_;
  ActionKey key_;
  Summary summary_;
};

}  // namespace

Result<Summary> build_one(const OneRequest& request,
                          SettingsLayers& layers,
                          const RunOptions& options,
                          const Surroundings& around) {
  auto paths = check_one_request(request, around.files);
  if (!paths) return unexpected(std::move(paths).error());
  return OneBuild(request, layers, options, around, std::move(*paths)).run();
}

}  // namespace pixmill
