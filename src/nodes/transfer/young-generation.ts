import {setFlagsFromString} from 'node:v8'

/**
 * What streams of many megabytes leave behind is collected with the young generation, and V8 lets that grow, until 64 MiB of dead
 * buffers lie about: a third of all memory of a large transfer. It may not grow from here on, and what outlives it is collected
 * before the heap is made larger.
 * Measured by `npm run bench:transfer`: 83 MiB where it were 141; by `npm run bench:logs`: 124 MiB where it were 227.
 */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--optimize-for-size')
}
