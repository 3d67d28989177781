import {setImmediate as nextTurn} from 'node:timers/promises'
import {HttpResponse} from '@smithy/core/protocols'
import type {DeserializeMiddleware, MiddlewareStack} from '@smithy/types'

/**
 * Lets a function change the text of a command's answer before the SDK reads it. Only of one that succeeded: errors stay as AWS
 * sent them. The text has a character for each byte, so that nothing changes but what the function changes. What the function
 * starts is under way before a long answer keeps the process busy.
 */
export function beforeReading<Input extends object, Output extends object>(
  command: {readonly middlewareStack: MiddlewareStack<Input, Output>},
  change: (text: string) => string,
): void {
  const middleware: DeserializeMiddleware<Input, Output> = next => async args => {
    const answer = await next(args)
    const {response} = answer
    if (!HttpResponse.isInstance(response) || response.statusCode !== 200) return answer
    const chunks: Uint8Array[] = []
    for await (const chunk of response.body) chunks.push(chunk)
    response.body = Buffer.from(change(Buffer.concat(chunks).toString('latin1')), 'latin1')
    await nextTurn()
    return answer
  }
  command.middlewareStack.addRelativeTo(middleware, {
    name: 'beforeReading',
    relation: 'after',
    toMiddleware: 'deserializerMiddleware',
  })
}
