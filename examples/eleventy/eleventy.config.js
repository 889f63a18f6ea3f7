import pixmill from "./pixmill.js";

export default function (eleventyConfig) {
  eleventyConfig.addPlugin(pixmill);
  eleventyConfig.ignores.add("README.md");
}
