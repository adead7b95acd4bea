/** The one door to TypeScript's parser: the copy that ts-morph ships, so that parser and checker are one version. */
import { ts } from "@ts-morph/common";

export { ts };
