/**
 * The requests that a route's path means, as a regular expression: `:name` is one segment, `:name(\\d+)` one that looks so, `*` and `*name` any number of
 * them, `{…}` and `?` optional parts. Case and a slash at the end do not matter, as is the routers' default. What is forwarded too eagerly does no harm, as
 * the service answers that it does not know it; so patterns that are not understood match more rather than less.
 */
export function routePattern(path: string): RegExp {
  let source = "";
  for (let at = 0; at < path.length;) {
    const rest = path.slice(at);
    const parameter = /^(\/?):([A-Za-z_]\w*)(\((?:[^()]|\([^()]*\))*\))?([?*+])?/.exec(rest);
    const wildcard = /^\*(\w*)/.exec(rest);
    if (parameter !== null) {
      const [all, slash = "", , shape, modifier] = parameter;
      source += segment(slash, modifier === "*" || modifier === "+" ? ".+" : shapeOf(shape), modifier === "?" || modifier === "*");
      at += all.length;
    } else if (wildcard !== null) {
      source += ".*";
      at += wildcard[0].length;
    } else if (rest.startsWith("{")) {
      source += "(?:";
      at++;
    } else if (rest.startsWith("}")) {
      source += ")?";
      at++;
    } else {
      source += rest.charAt(0).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
      at++;
    }
  }
  try {
    return new RegExp(`^${source.replace(/\/$/, "")}/?$`, "i");
  } catch {
    return new RegExp(`^${(/^[^:*({?]*/.exec(path)?.[0] ?? "").replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}`, "i");
  }
}

function segment(slash: string, shape: string, optional: boolean): string {
  return optional ? `(?:${slash}${shape})?` : `${slash}${shape}`;
}

/** Only simple classes are taken over: a shape that backtracks for ever would stop the monolith. */
function shapeOf(shape: string | undefined): string {
  return shape !== undefined && /^\((?:\\[dw]|\[[\w-]+\])[+*]?\)$/.test(shape) ? `(?:${shape.slice(1, -1)})` : "[^/]+";
}
