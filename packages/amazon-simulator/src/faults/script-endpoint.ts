import type { Answer } from '../answer.ts'
import type { SimulatedRequest } from '../request.ts'
import type { AmazonFaults } from './fault.ts'
import { isScriptedFault } from './parse-script.ts'

/** The simulator's own path, which Amazon doesn't have: for people with `curl` rather than code. */
export const faultsPath = '/simulator/faults'

/**
 * Answers a request to script faults: POST adds one, or a list of them, DELETE drops them and lets hanging requests
 * continue.
 */
export function answerFaultScript(request: SimulatedRequest, faults: AmazonFaults): Answer {
  switch (request.method) {
    case 'POST': {
      const scripts = parseScripts(request.body)
      if (scripts === null)
        return text(400, 'Expected a fault, such as {"operation":"getOrder","fault":{"kind":"hang"}}')
      for (const script of scripts) faults.push(script)
      return text(200, `Faults added: ${scripts.length}`)
    }
    case 'DELETE':
      faults.clear()
      faults.release()
      return text(200, 'No faults are left')
    default:
      return text(405, 'POST a fault, or DELETE all of them')
  }
}

function parseScripts(body: string) {
  try {
    const value: unknown = JSON.parse(body)
    const list: readonly unknown[] = Array.isArray(value) ? value : [value]
    return list.every(isScriptedFault) ? list : null
  } catch {
    return null
  }
}

function text(status: number, sentence: string): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, text: `${sentence}\n` }
}
