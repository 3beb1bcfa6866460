/** What deep mode costs, of the rate of exchanges, as `npm run bench -- profiling` measures it (docs/performance/README.md). */
export const deepCost = 0.1;
