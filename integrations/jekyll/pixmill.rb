# frozen_string_literal: true

# Makes the pictures of the written site smaller after each build, in place. Jekyll copies its static
# files anew every time; pixmill knows them by content and puts its earlier results back, without
# encoding anything twice. Goes to _plugins/pixmill.rb; README.md says what _config.yml can set.

require "open3"

module PixmillPlugin
  def self.command(settings, site)
    cache = File.expand_path(settings.fetch("cache_dir", ".cache/pixmill"), site.source)
    [settings.fetch("program", "pixmill"), "optimize", site.dest, "--cache-dir", cache,
     "--only-summary", "--progress", "none", *settings.fetch("options", [])]
  end

  def self.optimize(site)
    settings = site.config["pixmill"] || {}
    output, status = Open3.capture2e(*command(settings, site), :chdir => site.source)
    output.each_line { |line| tell(line.chomp) }
    complain(settings, "pixmill failed; what it said stands above") unless status.success?
  rescue Errno::ENOENT
    complain(settings, "there is no program \"#{settings.fetch("program", "pixmill")}\"")
  end

  # As Jekyll.logger.info, which would take the columns of a table together.
  def self.tell(line)
    Jekyll.logger.writer.info("#{"Pixmill:".rjust(19)} #{line}")
  end

  # An error that ends the build; with `strict: false` a warning.
  def self.complain(settings, message)
    raise Jekyll::Errors::FatalException, message if settings.fetch("strict", true)

    Jekyll.logger.warn "Pixmill:", message
  end
end

Jekyll::Hooks.register(:site, :post_write) { |site| PixmillPlugin.optimize(site) }
