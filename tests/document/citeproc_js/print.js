// Prints lists of references with citeproc-js, one style and library at a time: JSON in, JSON out.
//
//   {"style": XML, "lang": "en-GB", "locales": {"en-GB": XML, …}, "items": [CSL-JSON …]} → ["text", …] by item
const fs = require("fs");
const path = require("path");
const CSL = require(path.join(process.argv[2], "citeproc"));

const asked = JSON.parse(fs.readFileSync(0, "utf8"));
const said = asked.map((one) => {
  const items = new Map(one.items.map((item) => [String(item.id), item]));
  const engine = new CSL.Engine(
    { retrieveLocale: (lang) => one.locales[lang] || one.locales["en-US"], retrieveItem: (id) => items.get(String(id)) },
    one.style, one.lang, true);
  engine.setOutputFormat("html");
  engine.opt.development_extensions.wrap_url_and_doi = false;
  return one.items.map((item) => {
    engine.updateItems([String(item.id)]);
    const made = engine.makeBibliography();
    return made ? made[1].join("") : "";
  });
});
process.stdout.write(JSON.stringify(said));
