const { extname } = require("node:path");

/** The few types that are ever sent to Gong; the full database would be a fifth of the bundle. */
const types = {
  csv: "text/csv",
  flac: "audio/flac",
  json: "application/json",
  ldjson: "application/x-ldjson",
  mkv: "video/x-matroska",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  ndjson: "application/x-ndjson",
  txt: "text/plain",
  wav: "audio/wav",
};

/** What form-data asks: the type of a file name, or false. */
exports.lookup = (name) => types[extname(`x.${name}`).slice(1).toLowerCase()] ?? false;
