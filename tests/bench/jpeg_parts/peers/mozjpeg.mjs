// mozjpeg out of two npm packages that ship it compiled: sharp, whose libvips writes JPEGs with it,
// and @napi-rs/image, whose compressJpeg is what mozjpeg's jpegtran does.
//
//   node mozjpeg.mjs INSTALLED encode QUALITY 420|444 IN.png OUT.jpg
//   node mozjpeg.mjs INSTALLED transcode IN.jpg OUT.jpg [IN.jpg OUT.jpg]...
//
// Prints the CPU seconds of the work alone, without Node.js' start and without reading the PNG.

import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [installed, verb, ...rest] = process.argv.slice(2);
const require = createRequire(join(installed, "package.json"));

async function cpuSeconds(work) {
  const before = process.cpuUsage();
  const result = await work();
  const used = process.cpuUsage(before);
  return [result, (used.user + used.system) / 1e6];
}

async function encode(quality, sampling, source, out) {
  const sharp = require("sharp");
  sharp.concurrency(1);
  const { data, info } = await sharp(source).raw().toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  const chromaSubsampling = [...sampling].join(":");
  const options = { mozjpeg: true, quality: Number(quality), chromaSubsampling };
  const [file, seconds] = await cpuSeconds(() => sharp(data, { raw }).jpeg(options).toBuffer());
  writeFileSync(out, file);
  return seconds;
}

async function transcode(pairs) {
  const { compressJpegSync } = require("@napi-rs/image");
  let seconds = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    const source = readFileSync(pairs[i]);
    const [file, used] = await cpuSeconds(() => compressJpegSync(source, { optimizeScans: true }));
    writeFileSync(pairs[i + 1], file);
    seconds += used;
  }
  return seconds;
}

console.log(await (verb === "encode" ? encode(...rest) : transcode(rest)));
