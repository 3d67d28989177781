import type {Report} from '../model/report.ts'

/** What makes two reports less comparable than they look, as sentences. */
export function notesOn(old: Report, young: Report): readonly string[] {
  return [
    ...differs('The reports are of different stacks', old.target.stackName, young.target.stackName),
    ...differs('The reports are of different regions', old.target.region, young.target.region),
    ...differs('The reports are of different accounts', old.target.accountId, young.target.accountId),
    ...differs('The generation of the template differs', old.target.generation, young.target.generation),
    ...differs('The reports are of different versions of openvidu-doctor', old.tool.version, young.tool.version),
    ...(old.target.takenAt > young.target.takenAt ? ['What OLD tells was seen after what NEW tells.'] : []),
    ...(setOf(old) === setOf(young) ? [] : ['The reports were made with different settings, such as thresholds.']),
  ]
}

/** Only where both are known: what one report does not tell is no difference. */
function differs(what: string, old: string | null, young: string | null): readonly string[] {
  return old === null || young === null || old === young ? [] : [`${what}: ${old} and ${young}.`]
}

function setOf({settings}: Report): string {
  return JSON.stringify(settings)
}
