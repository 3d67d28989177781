import type {Result} from '../../src/model/report.ts'

/** Whether a check of ours is among those that broke. */
export function anyOfOurs(broken: readonly Result[]): boolean {
  return broken.some(({pack}) => pack === undefined)
}

/** Whose fault it is that checks of packs broke, a sentence for each pack. */
export function packFaults(broken: readonly Result[]): readonly string[] {
  return [...new Set(broken.flatMap(({pack}) => (pack === undefined ? [] : [packFault(pack)])))]
}

export function packFault({name, version, plugin}: NonNullable<Result['pack']>): string {
  const pack = name === plugin ? name : `${name} of ${plugin}`
  return `A fault in the check pack ${pack}, version ${version}, not in the deployment. Please report it to whoever keeps ${plugin}.`
}

/** What the page of a remedy is called: that of a check pack is not OpenVidu's. */
export function documentationOf({pack}: Pick<Result, 'pack'>): string {
  return pack === undefined ? 'Official documentation' : `Documentation of ${pack.name}`
}
