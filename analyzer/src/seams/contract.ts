import type { Shape } from "../model/shapes.ts";

/** Only methods: a promise of what somebody does, not data. */
export function isContract(shape: Shape): boolean {
  return (
    shape.kind === "object" &&
    shape.properties.length > 0 &&
    shape.index === undefined &&
    shape.properties.every((property) => isFunction(property.shape))
  );
}

const isFunction = (shape: Shape): boolean =>
  shape.kind === "function" || (shape.kind === "union" && shape.of.every((part) => isFunction(part) || isMissing(part)));
const isMissing = (shape: Shape): boolean => shape.kind === "primitive" && (shape.name === "undefined" || shape.name === "null");
