import { InvalidArgumentError, type Command } from "commander";
import { FicusError } from "../errors.ts";
import { addBoundariesInitCommand } from "./boundariesInitCommand.ts";
import { addBoundariesMergeCommand } from "./boundariesMergeCommand.ts";
import { addBoundariesFlags, modulesNamed, runEdit, type BoundariesOptions } from "./boundariesRun.ts";
import type { Surroundings } from "./inputOptions.ts";

export function addBoundariesCommand(program: Command, surroundings: Surroundings): Command {
  const command = program
    .command("boundaries")
    .description("Edit ficus.boundaries.json, the file that says whose each module is; every edit tells what becomes better and worse")
    .addHelpText(
      "after",
      "\nExamples:\n  ficus boundaries init\n  ficus boundaries move src/services/taxService.ts payments --dry-run\n  ficus boundaries accept --new",
    );
  addBoundariesInitCommand(command, surroundings);
  addAccept(command, surroundings);
  addReshaping(command, surroundings);
  addConstraints(command, surroundings);
  addJudgements(command, surroundings);
  addBoundariesMergeCommand(command, surroundings);
  return command;
}

interface Accept extends BoundariesOptions {
  all?: boolean;
  new?: boolean;
}

function addAccept(parent: Command, surroundings: Surroundings): void {
  const command = parent
    .command("accept")
    .argument("[service]", "a service of the file, or one that is proposed")
    .description("Take what the analysis proposes: for one service, for all, or for new modules only");
  addBoundariesFlags(command)
    .option("--all", "take the whole proposal")
    .option("--new", "only give modules a service that have none yet")
    .addHelpText("after", "\nExamples:\n  ficus boundaries accept --new\n  ficus boundaries accept orders --dry-run\n  ficus boundaries accept --all")
    .action(async (service: string | undefined, options: Accept) => {
      const chosen = [service !== undefined, options.all === true, options.new === true].filter(Boolean).length;
      if (chosen !== 1) throw new FicusError("bad-option", "Name one service, or give --all or --new: ficus boundaries accept orders.");
      await runEdit(options, surroundings, async ({ proposal, boundaries, paths }) => {
        const { acceptProposal } = await import("../boundaries/proposal.ts");
        return acceptProposal(
          proposal,
          boundaries,
          paths,
          options.all ? { kind: "all" } : service === undefined ? { kind: "new" } : { kind: "service", id: service },
        );
      });
    });
}

interface Split extends BoundariesOptions {
  into: string;
  name?: string;
}

interface Rename extends BoundariesOptions {
  id?: string;
}

function addReshaping(parent: Command, surroundings: Surroundings): void {
  addBoundariesFlags(
    parent
      .command("move")
      // What may be repeated can only stand last.
      .argument("<names...>", "modules (paths, folders, globs), then the service, or shared or platform")
      .usage("[options] <module...> <service>")
      .description("Move modules into a service"),
  )
    .addHelpText(
      "after",
      "\nExamples:\n  ficus boundaries move src/services/taxService.ts payments\n  ficus boundaries move 'src/mail/**' src/templates notifications --dry-run",
    )
    .action(async (names: string[], options: BoundariesOptions) => {
      const to = names.at(-1)!;
      if (names.length < 2)
        throw new FicusError("bad-option", `Name modules and the service that they move into: ficus boundaries move <module...> ${to}.`);
      await runEdit(options, surroundings, async (workspace) => ({
        kind: "move",
        modules: await modulesNamed(names.slice(0, -1), options, workspace),
        to,
      }));
    });

  addBoundariesFlags(
    parent
      .command("merge")
      .argument("<service>", "service that goes")
      .argument("<into>", "service that stays")
      .description("Put all of one service into another"),
  )
    .addHelpText("after", "\nExample:\n  ficus boundaries merge invoices payments")
    .action((from: string, into: string, options: BoundariesOptions) => runEdit(options, surroundings, async () => ({ kind: "merge", from, into })));

  addBoundariesFlags(
    parent
      .command("split")
      .argument("<service>")
      .argument("[modules...]", "modules that leave; the part that is joined to the rest least when none is named")
      .description("Take a part of a service out as a service of its own"),
  )
    .requiredOption("--into <id>", "id of the new service")
    .option("--name <name>", "its name for people")
    .addHelpText(
      "after",
      "\nExamples:\n  ficus boundaries split orders --into checkout src/services/checkoutService.ts\n  ficus boundaries split orders --into fulfilment",
    )
    .action((service: string, names: string[], options: Split) =>
      runEdit(options, surroundings, async (workspace) => {
        const modules = names.length > 0 ? await modulesNamed(names, options, workspace) : await ownPart(service, workspace);
        return { kind: "split", service, id: options.into, name: options.name ?? options.into.replaceAll("-", " "), modules };
      }),
    );

  addBoundariesFlags(parent.command("rename").argument("<service>").argument("<name>", "name for people").description("Give a service another name"))
    .option("--id <id>", "another id, too; everything in the file that mentions it follows")
    .addHelpText("after", "\nExample:\n  ficus boundaries rename sales 'Sales reports' --id sales-reports")
    .action((service: string, name: string, options: Rename) =>
      runEdit(options, surroundings, async () => ({ kind: "rename", service, name, id: options.id })),
    );
}

async function ownPart(service: string, { boundaries, paths, pairs, ground }: Parameters<Parameters<typeof runEdit>[2]>[0]): Promise<string[]> {
  const { checkService, ownersOf } = await import("../boundaries/edit.ts");
  const { splitService } = await import("../boundaries/splitService.ts");
  checkService(service, boundaries);
  const modules = new Set([...ownersOf(boundaries, paths)].flatMap(([path, owner]) => (owner === service ? [path] : [])));
  return splitService(pairs, ground.paths, modules);
}

interface Pin extends BoundariesOptions {
  to?: string;
}

interface Link extends BoundariesOptions {
  cannot?: boolean;
}

function addConstraints(parent: Command, surroundings: Surroundings): void {
  addBoundariesFlags(
    parent.command("pin").argument("<modules...>", "paths, folders or globs").description("Have the analysis leave modules where they are"),
  )
    .option("--to <service>", "where they belong instead of where they are")
    .addHelpText("after", "\nExample:\n  ficus boundaries pin src/services/taxService.ts")
    .action((names: string[], options: Pin) =>
      runEdit(options, surroundings, async (workspace) => ({ kind: "pin", modules: await modulesNamed(names, options, workspace), to: options.to })),
    );
  addBoundariesFlags(parent.command("unpin").argument("<modules...>", "paths, folders or globs").description("Take pins away"))
    .addHelpText("after", "\nExample:\n  ficus boundaries unpin src/services/taxService.ts")
    .action((names: string[], options: BoundariesOptions) =>
      runEdit(options, surroundings, async (workspace) => {
        // A pin may outlive its module.
        const pinned = Object.keys(workspace.boundaries.pins);
        const every = { ...workspace, paths: [...new Set([...workspace.paths, ...pinned])].sort() };
        const modules = await modulesNamed(names, options, every);
        return { kind: "unpin", modules: names.length === modules.length ? modules : modules.filter((path) => pinned.includes(path)) };
      }),
    );
  for (const kind of ["link", "unlink"] as const) {
    addBoundariesFlags(
      parent
        .command(kind)
        .argument("<a>", "module")
        .argument("<b>", "module")
        .description(kind === "link" ? "Have the analysis keep two modules in one service, or apart" : "Take such a wish away"),
    )
      .option("--cannot", kind === "link" ? "keep them apart" : "the wish to keep them apart")
      .addHelpText("after", `\nExample:\n  ficus boundaries ${kind} src/services/orderService.ts src/services/stockService.ts --cannot`)
      .action((a: string, b: string, options: Link) =>
        runEdit(options, surroundings, async (workspace) => {
          const [left, right] = [await modulesNamed([a], options, workspace), await modulesNamed([b], options, workspace)];
          if (left.length !== 1 || right.length !== 1) throw new FicusError("bad-edit", "A link joins two modules: name files, not folders.");
          return { kind, a: left[0]!, b: right[0]!, list: options.cannot ? "cannotLink" : "mustLink" };
        }),
      );
  }
}

interface Approve extends BoundariesOptions {
  by: string;
  reason: string;
  on?: string;
}

function addJudgements(parent: Command, surroundings: Surroundings): void {
  addBoundariesFlags(parent.command("approve").argument("<service>").description("Note who stands for a service as it is, and why"))
    .requiredOption("--by <name>", "who")
    .requiredOption("--reason <text>", "why")
    .option("--on <date>", "when, YYYY-MM-DD", (value) => {
      if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
      throw new InvalidArgumentError("Write a date as YYYY-MM-DD.");
    })
    .addHelpText("after", "\nExample:\n  ficus boundaries approve payments --by 'Ada Byron' --reason 'own team, own tables'")
    .action((service: string, { by, reason, on, ...options }: Approve) =>
      runEdit(options, surroundings, async () => ({ kind: "approve", service, approval: { by, reason, ...(on === undefined ? {} : { on }) } })),
    );
  for (const kind of ["lock", "unlock"] as const) {
    addBoundariesFlags(
      parent
        .command(kind)
        .argument("<service>")
        .description(
          kind === "lock"
            ? "Have the analysis take a service as it is: nothing joins it, nothing leaves it"
            : "Let the analysis propose changes of a service again",
        ),
    )
      .addHelpText("after", `\nExample:\n  ficus boundaries ${kind} payments`)
      .action((service: string, options: BoundariesOptions) =>
        runEdit(options, surroundings, async () => ({ kind: "lock", service, locked: kind === "lock" })),
      );
  }
}
