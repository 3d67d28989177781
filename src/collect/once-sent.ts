/**
 * What is done once the calls that were just made have left. To load modules or to read a template keeps the process from
 * sending: the calls would leave a tenth of a second late, and the work would not be done while they are under way.
 */
export async function onceSent<T>(work: () => T | Promise<T>): Promise<T> {
  await new Promise(resolve => setTimeout(resolve, sendingMilliseconds))
  return work()
}

const sendingMilliseconds = 15
