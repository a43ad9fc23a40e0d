// Datasette as Datasette Lite runs it, in Pyodide and without a thread for SQL; prints what its pages answered.
// node lite.mjs FOLDER-OF-THE-PACKAGE-PYODIDE SITE-PACKAGES FOLDER-WITH-THE-DATABASE < addresses.json
import { readFileSync } from "node:fs";

const [pyodide, packages, folder] = process.argv.slice(2);
const { loadPyodide } = await import(`${pyodide}/pyodide.mjs`);
const python = await loadPyodide();
python.FS.mkdir("/packages");
python.FS.mount(python.FS.filesystems.NODEFS, { root: packages }, "/packages");
for (const name of ["jsiq.db", "metadata.yaml"]) python.FS.writeFile(`/${name}`, readFileSync(`${folder}/${name}`));
python.globals.set("addresses", readFileSync(0, "utf8"));
console.log(
  await python.runPythonAsync(`
import json, sqlite3, sys
sys._called_from_test = True  # so Datasette loads no entry points: those of this folder are not all in the browser
sys.path.append("/packages")
import datasette
from datasette.app import Datasette
from datasette.utils import parse_metadata

with open("/metadata.yaml", encoding="utf-8") as file:
    metadata = parse_metadata(file.read())
lite = Datasette(["/jsiq.db"], settings={"num_sql_threads": 0}, metadata=metadata)
await lite.invoke_startup()
answers = {}
for address in json.loads(addresses):
    answer = await lite.client.get(address)
    answers[address] = [answer.status_code, answer.text]
json.dumps({"datasette": datasette.__version__, "sqlite": sqlite3.sqlite_version, "answers": answers})
`),
);
