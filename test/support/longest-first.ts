import {BaseSequencer, type TestSpecification} from 'vitest/node'

/** Short files that take long, since each of their lines probes nodes with real shells. */
const long = ['lab/node-troubles', 'commands/whole-stack', 'commands/status', 'nodes/engines/commands']

/** The largest files first, as Vitest has it where it does not know how long they take, but before them those that take as long. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({moduleId}: TestSpecification) => {
      const at = long.findIndex(name => moduleId.endsWith(`/test/${name}.test.ts`))
      return at === -1 ? long.length : at
    }
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other))
  }
}
