import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { runLive } from "./run";

runLive({
  environment: process.env,
  print: (text) => console.log(text),
  write: (file, text) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  },
}).then((code) => {
  process.exitCode = code;
});
