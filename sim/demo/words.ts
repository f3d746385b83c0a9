import { text, texts } from "../provider/values";
import { DAY } from "../world/clock";
import type { AppliedObject } from "../world/terraform/objects";
import { tagsOf } from "../world/terraform/objects";
import { sentenceOf } from "../world/sentences";
import type { Entry } from "../world/timeline";
import type { World } from "../world/world";
import { duration, shortTime, timeOf } from "./times";

/** What kind of thing happened: how it is shown. */
export type Tone = "query" | "keeper" | "aws" | "game" | "player" | "mail" | "alarm" | "person" | "trouble" | "story";

/** One line of the story. */
export interface Moment {
  readonly at: number;
  readonly tone: Tone;
  readonly who: string;
  what: string;
  why?: string;
  /** How often it happened again without being told, and when for the last time. */
  again?: { readonly times: number; readonly until: number };
}

/** The reason, and how often it happened again; empty if there is nothing more to say. */
export function moreOf({ at, why = "", again }: Moment): string {
  if (again === undefined) return why;
  const time =
    Math.floor(at / DAY) === Math.floor(again.until / DAY) ? timeOf(again.until).slice(0, 5) : shortTime(again.until);
  const times = again.times === 1 ? `once more at ${time}` : `${again.times} times more until ${time}`;
  return why === "" ? times : `${times}; ${why}`;
}

/** The same for what differs only in its amounts. */
export const kindOf = (words: string): string => words.replace(/[\d.,]+( (h|min|s|USD)\b)?|\s/g, "");

const TROUBLE =
  /^(fails|may not|can't|loses|lost|is thrown out|gives up|ends the hook|finds|takes nothing|drops|delays|switches|rule .* can't|the task can't|the container ends)/;

/** Keeper's reasons that mean more to who wrote them. */
const REASONS: Readonly<Record<string, string>> = {
  query: "somebody asked for it",
  idle: "nobody plays any more",
  done: "it ended by itself",
};

const COMMANDS: Readonly<Record<string, string>> = { wake: "wake it", sleep: "put it to sleep" };

const ENDS: Readonly<Record<string, string>> = {
  done: "has ended by itself",
  crashed: "has crashed",
  killed: "was killed: it had not ended in time",
  "host lost": "is lost with its host",
};

const holdOf = (value: string): string =>
  Number.isNaN(Date.parse(value)) ? `"${value}"` : shortTime(Date.parse(value));

/** Says what happened in a container's world the way its people would: names instead of ids. */
export class Words {
  /** In the order they were launched. */
  private readonly hosts: string[] = [];
  private readonly group: string;
  /** Begins the names of all that belongs to the container. */
  private readonly prefix: string;
  private readonly placeholders: readonly string[];
  private readonly descriptions: Readonly<Record<string, string>>;
  readonly address: string;

  constructor(
    private readonly world: World,
    readonly container: string,
  ) {
    const own = (type: string): AppliedObject[] =>
      world.objects.all(type).filter((object) => tagsOf(object)["Container"] === container);
    this.address = world.container(container).address;
    this.group = world.container(container).group?.name ?? "";
    this.prefix = this.group.replace(/[^-]*$/, "");
    const records = world.objects.all("aws_route53_record").map(({ attributes }) => attributes);
    this.placeholders = records.filter(({ type }) => type === "A").flatMap(({ records: values }) => texts(values));
    this.descriptions = Object.fromEntries(
      own("aws_cloudwatch_metric_alarm").map(({ attributes }) => [
        text(attributes["alarm_name"]),
        text(attributes["alarm_description"]).replace(/\. .*$/s, ""),
      ]),
    );
  }

  moment(happened: Entry): Moment {
    const { at } = happened;
    const { who, ...entry } = sentenceOf(happened);
    // What a person told keeper is the deed, no reason.
    const isCommand = entry.why?.startsWith("{") === true;
    const what = isCommand ? `${this.plain(entry.what)} ${entry.why ?? ""}` : entry.what;
    const why = isCommand ? undefined : entry.why;
    const [, alarm] = /^alarm (\S+) goes off$/.exec(what) ?? [];
    const reason = alarm === undefined ? why : this.descriptions[alarm];
    return {
      at,
      tone: this.tone(who, what),
      // Alarms send their own mails.
      who: who in this.descriptions ? "CloudWatch" : this.plain(who),
      what: this.plain(what),
      ...(reason !== undefined && { why: this.plain(reason) }),
    };
  }

  plain(words: string): string {
    return words
      .replace(new RegExp(` (of|for) ${this.group}\\b`), "")
      .replace(/i-[0-9a-f]{17}/g, (id) => this.host(id))
      .replaceAll(this.prefix, "")
      .replace(/^points (\S+) \(A\) at (\S+)$/, (_, name: string, value: string) =>
        this.placeholders.includes(value) ? `points ${name} back at the placeholder` : `points ${name} at ${value}`,
      )
      .replace(/^launches (\S+) (host \d+) in (\S+)$/, "launches $2: $1 in $3")
      .replace(/^after (\d+) s$/, (_, seconds: string) => `after ${duration(Number(seconds))}`)
      .replace(/^by (\d+) s$/, (_, seconds: string) => `${duration(Number(seconds))} late`)
      .replace(/^plays$/, "is in the game")
      .replace(/^launches a second host$/, "launches a host from the template")
      .replace(
        /^calls keeper \{"command":"(\w+)"\}$/,
        (_, command: string) => `tells keeper to ${COMMANDS[command] ?? command}`,
      )
      .replace(/^writes (.*) into \S+\/hold$/, (_, value: string) => `sets the hold to ${holdOf(value)}`)
      .replace(/^the container ends: (.*)$/, (_, how: string) => `the container ${ENDS[how] ?? `ends: ${how}`}`);
  }

  reason(why: string): string {
    return REASONS[why] ?? this.plain(why);
  }

  host(id: string): string {
    if (!this.hosts.includes(id)) this.hosts.push(id);
    return `host ${this.hosts.indexOf(id) + 1}`;
  }

  private tone(who: string, what: string): Tone {
    if (who === "story") return "story";
    if (what.startsWith("mails: ")) return "mail";
    if (TROUBLE.test(what)) return "trouble";
    if (who === "a person" || who === "Terraform") return "person";
    if (who === "CloudWatch") return "alarm";
    if (this.world.players.some(({ name }) => name === who)) return "player";
    return who.startsWith(this.prefix) ? "keeper" : "aws";
  }
}
