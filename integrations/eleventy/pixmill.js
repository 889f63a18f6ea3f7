// An Eleventy plugin (3.0 and later): originals in one folder, what is served in the written site,
// and a shortcode that knows each picture's width and height. README.md says how to use it.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const DEFAULTS = {
  source: "images", // the originals, relative to the project's folder
  output: "images", // where they are served, relative to the written site
  cacheDir: ".cache/pixmill", // not in the written site
  manifest: ".cache/pictures.json",
  program: "pixmill",
  options: [], // more options for `pixmill build`
};

function build(settings, site) {
  const done = spawnSync(
    settings.program,
    [
      ...["build", settings.source, "-o", join(site, settings.output)],
      ...["--manifest", settings.manifest, "--cache-dir", settings.cacheDir],
      ...["--only-summary", "--progress", "none", ...settings.options],
    ],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
  if (done.error) throw new Error(`pixmill: ${done.error.message}`);
  if (done.status !== 0) throw new Error(`pixmill exited with ${done.status}; see above`);
}

const escaped = (text) =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

export default function pixmill(eleventyConfig, given = {}) {
  const settings = { ...DEFAULTS, ...given };
  let outputs = new Map();

  eleventyConfig.addWatchTarget(settings.source);
  eleventyConfig.on("eleventy.before", ({ directories }) => {
    build(settings, directories.output);
    const { images } = JSON.parse(readFileSync(settings.manifest, "utf8"));
    outputs = new Map(images.map((image) => [image.source, image.outputs[0]]));
  });

  eleventyConfig.addShortcode("picture", (source, alt = "") => {
    const output = outputs.get(source);
    if (!output) throw new Error(`pixmill: there is no picture ${settings.source}/${source}`);
    const url = `/${settings.output}/${encodeURI(output.path)}`;
    const size = `width="${output.width}" height="${output.height}"`;
    return `<img src="${url}" alt="${escaped(alt)}" ${size} loading="lazy">`;
  });
}
