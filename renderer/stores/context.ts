import { createContext, useContext } from 'react';
import type { Stores } from './open-stores.ts';

/** The stores of this window; set once, at the root. */
export const StoresContext = createContext<Stores | null>(null);

export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (stores === null) throw new Error('A component was drawn outside of StoresContext.');
  return stores;
}
