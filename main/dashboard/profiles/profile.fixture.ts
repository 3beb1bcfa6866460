/** A node of a CPU profile as V8 writes it. Names in brackets are V8's own and have no address. */
export const cpuNode = (
  id: number,
  functionName: string,
  children: readonly number[] = [],
  { url = 'file:///x/main/session/create.ts', lineNumber = 4, columnNumber = 2 } = {},
) => ({
  id,
  callFrame: {
    functionName,
    url: functionName.startsWith('(') ? '' : url,
    lineNumber,
    columnNumber,
    scriptId: '1',
  },
  hitCount: 0,
  children,
});

/** A CPU profile of 10 ms: 9 of `slow`, one idle. `over`: other fields. */
export const cpuProfile = (over: Readonly<Record<string, unknown>> = {}) => ({
  nodes: [cpuNode(1, '(root)', [2, 3]), cpuNode(2, 'slow'), cpuNode(3, '(idle)')],
  startTime: 0,
  endTime: 10_000,
  samples: [2, 3, 2],
  timeDeltas: [0, 4000, 1000],
  ...over,
});

/** A node of a heap profile as V8 writes it. */
export const heapNode = (
  id: number,
  functionName: string,
  selfSize: number,
  children: readonly unknown[] = [],
) => ({
  id,
  selfSize,
  callFrame: {
    functionName,
    url: functionName.startsWith('(') ? '' : 'file:///x/main/history/append.ts',
    lineNumber: 9,
    columnNumber: 0,
    scriptId: '1',
  },
  children,
});
