/** TypeScript's checker, from the one copy that the parser comes from too. */
export { ts } from "../extract/typescript.ts";
