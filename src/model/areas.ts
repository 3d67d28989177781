/** The areas a check belongs to, in the order of every report; each is a folder under `checks/`. */
export const areas = [
  'stack',
  'network',
  'certificate',
  'masters',
  'media',
  'balancer',
  'storage',
  'secrets',
  'nodes',
] as const

export type Area = (typeof areas)[number]
