import {type GenerationId, generationOf, generations} from '../openvidu/generations.ts'

/** Whether a shape may be that of a release: two releases of one structure, such as 3.6.1 and 3.7.0, have the same marks. */
export function sameStructure(release: GenerationId, shape: string | null): boolean {
  const resembled = generations.find(({id}) => id === shape)
  if (resembled === undefined) return false
  return JSON.stringify(resembled.recognisedBy) === JSON.stringify(generationOf(release).recognisedBy)
}
