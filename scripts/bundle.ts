import {readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {type Plugin, rolldown} from 'rolldown'
import {root} from './check-files.ts'
import {packagesOf} from './third-parties.ts'

/*
 * Bundles the commands with what they import, in a few chunks instead of 250 modules: a whole offline check takes a tenth less
 * (npm run bench). What a command imports lazily stays a chunk of its own, loaded when it is asked for. Of oclif, too, the parts
 * that we use are in it: loading the whole of it took half of `--version`. A host runs commands by their shape, not by their class,
 * as it does where npm gives a plugin a copy of oclif of its own. Types are no matter here: `npm run types` checks them.
 */

const commands = join(root, 'commands')
const input = Object.fromEntries(
  readdirSync(commands, {recursive: true, encoding: 'utf8'})
    .filter(file => file.endsWith('.ts'))
    .map(file => [`commands/${file.slice(0, -'.ts'.length)}`, join(commands, file)]),
)
/** An import of node:http reads all that it exports, WebSocket among it, which loads undici: a tenth of what a look takes to start. */
const httpWithoutUndici: Plugin = {
  name: 'http-without-undici',
  resolveId: {
    filter: {id: /^(node:)?http$/},
    handler: () => ({id: '\0http-without-undici', moduleSideEffects: false}),
  },
  load: {
    filter: {id: /^\0http-without-undici$/},
    handler: () => "module.exports = process.getBuiltinModule('node:http')",
  },
}

/**
 * Node reads a module with one character beyond ASCII as UTF-16, decoded one by one: 30 ms of an offline check. Such characters stand in
 * texts and patterns only, where an escape means the same; not behind a backslash of their own, nor in texts that are taken as written.
 */
const asciiOnly: Plugin = {
  name: 'ascii-only',
  generateBundle(_, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk') continue
      const lost = /(?<!\\)(?:\\\\)*\\[^\0-\x7f]|\.raw`[^`]*[^\0-\x7f`][^`]*`/.exec(file.code)
      if (lost !== null) throw new Error(`${file.fileName}: ${lost[0]} can't be written in ASCII`)
      file.code = file.code.replace(/[^\0-\x7f]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    }
  },
}

/** To compare in the order of a language, V8 first reads the tables of all languages: 10 ms of every command, for ids in ASCII. */
const commandsByCodeUnit: Plugin = {
  name: 'commands-by-code-unit',
  transform: {
    filter: {id: /@oclif\/core\/lib\/config\/plugin\.js$/},
    handler(code) {
      const byLanguage = 'a.id.localeCompare(b.id)'
      if (!code.includes(byLanguage)) throw new Error(`@oclif/core no longer holds ${byLanguage}`)
      return code.replaceAll(byLanguage, '(a.id < b.id ? -1 : 1)')
    },
  },
}

/**
 * What is loaded together stands in one file: to find, read, compile and link a module takes Node 0.6 ms, and a whole offline check had
 * 84 of them. Each layer is what its files import and no layer before it holds, so that none brings in what another part needs.
 */
const layers: Readonly<Record<string, readonly string[]>> = {
  program: ['src/cli/program.ts'],
  command: ['src/cli/base-command.ts'],
  check: ['commands/check.ts'],
  plan: ['src/cli/plan-run.ts'],
  checks: ['src/cli/known-checks.ts', 'checks/index.ts'],
  table: ['reports/table.ts'],
  // Of both, commands that ask nobody take a part.
  schemas: ['src/model/json-schemas.ts'],
  probe: ['src/nodes/probe/script.ts', 'src/cli/region.ts'],
  aws: ['src/aws/session.ts', 'node_modules/@aws-sdk/client-cloudformation/dist-es/index.js'],
  stack: [
    'src/cli/stack-run.ts',
    'src/collect/deployed/find-stack.ts',
    'src/collect/deployed/template-body.ts',
    'src/collect/once-sent.ts',
  ],
  deployed: [
    'src/collect/deployed/read-stack.ts',
    'src/collect/deployed/index.ts',
    'src/collect/collector.ts',
    'src/collect/needed.ts',
  ],
}
const layerOf = new Map<string, string>()
const layering: Plugin = {
  name: 'layering',
  buildEnd() {
    const visit = (id: string, layer: string): void => {
      if (layerOf.has(id)) return
      layerOf.set(id, layer)
      for (const imported of this.getModuleInfo(id)?.importedIds ?? []) visit(imported, layer)
    }
    for (const [layer, files] of Object.entries(layers)) {
      for (const file of files) {
        if (this.getModuleInfo(join(root, file)) === null)
          throw new Error(`the layer ${layer} names ${file}, which is not there`)
        visit(join(root, file), layer)
      }
    }
  },
}

const bundle = await rolldown({
  input: {
    ...input,
    // A thread begins with a file, and other packages import the interface of packs by theirs.
    'packs/thread-entry': join(root, 'src/packs/thread-entry.ts'),
    'packs/checks': join(root, 'src/packs/checks.ts'),
    'packs/testing': join(root, 'src/packs/testing.ts'),
    // What the program itself and oclif load by file.
    'cli/program': join(root, 'src/cli/program.ts'),
    'cli/help': join(root, 'src/cli/help.ts'),
  },
  platform: 'node',
  // In `main` the AWS clients have CommonJS, of which nothing can be left out: that of EC2 knows 700 calls, and we make 20.
  resolve: {mainFields: ['module', 'main']},
  plugins: [httpWithoutUndici, commandsByCodeUnit, layering],
  logLevel: 'warn',
  // A file that one layer loads late may well be needed at once by the layer after it.
  checks: {ineffectiveDynamicImport: false},
})
const {output} = await bundle.write({
  dir: join(root, 'dist', 'bundle'),
  format: 'esm',
  chunkFileNames: 'chunks/[name]-[hash].js',
  // Names stay, for the sake of stack traces.
  minify: {compress: false, mangle: false, codegen: {removeWhitespace: true}},
  comments: false,
  plugins: [asciiOnly],
  codeSplitting: {
    groups: Object.keys(layers).map((name, index) => ({
      name,
      test: id => layerOf.get(id) === name,
      priority: Object.keys(layers).length - index,
    })),
  },
})
await bundle.close()
// What a package of ours carries of others, for its licences and its bill of materials (scripts/pack.ts).
const modules = output.flatMap(file => (file.type === 'chunk' ? file.moduleIds : []))
writeFileSync(join(root, 'dist', 'bundled.json'), `${JSON.stringify(packagesOf(modules), null, 2)}\n`)
