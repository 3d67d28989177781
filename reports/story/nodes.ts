import type {StatusNode, StatusService} from '../../src/model/status.ts'
import {counted} from './plural.ts'

export function hasTrouble({unseen, services, unit, endpoints}: StatusNode): boolean {
  return (
    unseen !== null || unit !== 'active' || endpoints.some(({trouble}) => trouble !== null) || services.some(isTrouble)
  )
}

function isTrouble({expected, state}: StatusService): boolean {
  return state === 'up' ? false : expected || state !== 'down'
}

/** What is not as it should be on a node that answered, a sentence each, without its name. */
export function troublesOf({unit, services, endpoints}: StatusNode): readonly string[] {
  return [
    ...(unit === 'active' ? [] : [`the unit openvidu is ${unit ?? 'not seen'}`]),
    ...services.filter(isTrouble).map(({name, state, detail, restarts}) => {
      const more = [detail, restarts ? counted(restarts, 'restart') : ''].filter(text => text !== '').join(', ')
      return `${name} is ${state}${more === '' ? '' : `: ${more}`}`
    }),
    ...endpoints
      .filter(({trouble}) => trouble !== null)
      .map(({service, url, status, trouble}) =>
        status === null
          ? `${service} does not answer at ${url}: ${trouble}`
          : `${service} answers at ${url} with ${trouble}`,
      ),
  ]
}
