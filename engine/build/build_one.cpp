#include <algorithm>
#include <optional>

#include "engine/build/atomic_file.h"
#include "engine/build/awaited_results.h"
#include "engine/build/build.h"
#include "engine/build/check_request.h"
#include "engine/build/count_entry.h"
#include "engine/build/depfile.h"
#include "engine/build/outcome_record.h"
#include "engine/build/output_folder.h"
#include "engine/build/plan.h"
#include "engine/build/tree_state.h"
#include "engine/recipe/check_stored.h"
#include "engine/recipe/optimize_image.h"

namespace pixmill {

namespace {

constexpr std::string_view k_state_key = "one";

/// What became of the one image.
struct Answer {
  Outcome outcome;
  Bytes bytes;  ///< the output
  Origin origin = Origin::miss;
};

/// What the last build of this image knew.
struct Remembered {
  TreeHeader header;
  EntryState entry;
};

/// One image for a build rule. Its state is a tree of one entry.
class OneBuild {
 public:
  OneBuild(const OneRequest& request,
           SettingsLayers& layers,
           const RunOptions& options,
           const Surroundings& around)
      : request_(request),
        layers_(layers),
        options_(options),
        around_(around),
        name_(request.input),
        settings_(settings_of(name_)) {}

  Result<Summary> run() {
    if (auto fits = check(); !fits) return unexpected(fits.error());
    PartHasher hasher;
    hasher.add("one", input_);
    hasher.add("output", output_);
    hasher.add("name", name_);
    tree_ = hasher.digest();
    fingerprint_ = build_fingerprint(layers_);
    remembered_ = recall();
    Status done = is_unchanged() ? Status() : update();
    if (done) done = write_depfile();
    if (!done) report_failure(done.error());
    return std::move(summary_);
  }

 private:
  const Settings& settings_of(const std::string& relative) const {
    return layers_.profile(layers_.profile_of(relative)).settings;
  }

  Status check() {
    if (named_format(request_.output) == Format::none) {
      return unexpected(ErrorCode::usage,
                        request_.output +
                            ": its extension names no image format, so pixmill "
                            "cannot tell what to write");
    }
    auto input = resolve_path(request_.input, around_.files);
    if (!input) return unexpected(std::move(input).error());
    auto output = resolve_path(request_.output, around_.files);
    if (!output) return unexpected(std::move(output).error());
    input_ = std::move(*input);
    output_ = std::move(*output);
    if (auto found = find_settings(); !found) return found;
    if (input_ == output_) {
      return unexpected(ErrorCode::usage,
                        request_.output +
                            ": is the input itself; `pixmill optimize` works in "
                            "place");
    }
    if (request_.cache_folder.empty()) return {};
    const auto cache = resolve_path(request_.cache_folder, around_.files);
    if (cache && lies_within(output_, *cache)) {
      return unexpected(ErrorCode::usage, request_.output + ": the output lies inside the cache");
    }
    return {};
  }

  /// With a base, the path below it is what the configuration's globs match.
  Status find_settings() {
    if (request_.base.empty()) return {};
    auto base = resolve_path(request_.base, around_.files);
    if (!base) return unexpected(std::move(base).error());
    if (input_ == *base || !lies_within(input_, *base)) {
      return unexpected(ErrorCode::usage, request_.input + ": does not lie below " + request_.base);
    }
    name_ = input_.substr(*base == "/" ? 1 : base->size() + 1);
    settings_ = settings_of(name_);
    return {};
  }

  static Format named_format(std::string_view path) { return format_by_extension(path); }

  /// A picture whose name lies about its format keeps both; only a name that asks for another
  /// format than the input's name converts.
  Format target_of(Format source) const {
    const Format wanted = named_format(request_.output);
    return wanted == named_format(request_.input) ? source : wanted;
  }

  std::optional<Remembered> recall() const {
    const auto stored = around_.trees.load_tree(tree_);
    if (!stored) return std::nullopt;
    auto header = decode_header(stored->header);
    const auto record = stored->folders.find(k_state_key);
    if (!header || record == stored->folders.end()) return std::nullopt;
    auto state = decode_folder(record->second);
    if (!state || state->size() != 1) return std::nullopt;
    return Remembered{std::move(*header), std::move(state->front())};
  }

  bool is_unchanged() {
    if (request_.touch || !remembered_) return false;
    if (remembered_->header.fingerprint != fingerprint_) return false;
    const EntryState& entry = remembered_->entry;
    const auto source = around_.files.stat(request_.input, Links::follow);
    const auto output = around_.files.stat(request_.output, Links::keep);
    if (!source || !entry.source.proves_unchanged(source->stamp)) return false;
    if (!output || !entry.output.proves_unchanged(output->stamp)) return false;
    count_entry(summary_, entry);
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
    NewResult result{key_, {encode_outcome(answer.outcome), std::nullopt}, {}};
    if (has_blob) {
      result.result.output = BlobRef{content_hash(answer.bytes), answer.bytes.size()};
      result.bytes = answer.bytes;
    }
    around_.results.put({&result, 1});
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

  /// A record that differs from the last one by the stamp of a file just written only proves no
  /// more than that one, and its commit would cost more than all the rest of a hit.
  bool is_worth_remembering(const EntryState& entry) const {
    if (!remembered_ || (entry.source.trusted && entry.output.trusted)) return true;
    const auto& [header, last] = *remembered_;
    return header.fingerprint != fingerprint_ || header.recipes != recipes_ ||
           last.content != entry.content || last.output_hash != entry.output_hash;
  }

  void remember(const EntryState& entry) {
    if (!is_worth_remembering(entry)) return;
    TreeHeader header;
    header.fingerprint = fingerprint_;
    header.roots = {input_};
    header.output = output_;
    header.recipes = recipes_;
    TreeUpdate update;
    update.header = encode_header(header);
    update.folders.emplace(k_state_key, encode_folder({entry}));
    update.keys[std::string(k_state_key)] = {key_};
    around_.trees.save_tree(tree_, update);
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
  SettingsLayers& layers_;
  const RunOptions& options_;
  const Surroundings& around_;
  std::string name_;  ///< what the configuration's globs match
  Settings settings_;
  std::string input_;
  std::string output_;
  TreeId tree_;
  std::optional<Remembered> remembered_;
  Hash128 fingerprint_;
  std::vector<std::vector<KeyPart>> recipes_;
  ActionKey key_;
  Summary summary_;
};

}  // namespace

Result<Summary> build_one(const OneRequest& request,
                          SettingsLayers& layers,
                          const RunOptions& options,
                          const Surroundings& around) {
  return OneBuild(request, layers, options, around).run();
}

}  // namespace pixmill
