// Fill a template with docxtemplater: arguments are template, values, rounds. Prints the seconds of each document as JSON.
import { readFileSync } from "node:fs";
import Docxtemplater from "docxtemplater";
import PizZip from "pizzip";

const [, , template, values, rounds] = process.argv;
const content = readFileSync(template);
const all = JSON.parse(readFileSync(values, "utf-8"));
const seconds = [];
for (let number = 0; number < Number(rounds); number += 1) {
  const begun = process.hrtime.bigint();
  const document = new Docxtemplater(new PizZip(content), { delimiters: { start: "{{", end: "}}" }, linebreaks: true });
  document.render(all[number % all.length]);
  document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  seconds.push(Number(process.hrtime.bigint() - begun) / 1e9);
}
console.log(JSON.stringify(seconds));
