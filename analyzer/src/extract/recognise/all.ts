import type { Recogniser } from "../recogniser.ts";

/** In the order in which they are asked. */
export const recognisers: readonly Recogniser[] = [];
