import { SECOND, type Instant } from "../clock";
import type { Core } from "../core";
import type { Asker, DnsAnswer } from "../route-53/dns";
import type { Zones } from "../route-53/zones";

/** A caching resolver of a provider or a company: Route 53 does not receive queries that it answers from its cache. */
export class Resolver implements Asker {
  private readonly cache = new Map<string, { readonly answer: DnsAnswer; readonly until: Instant }>();
  readonly ip: string;
  private readonly random;

  /**
   * @param randomCase true if it writes names in random letter case: https://developers.google.com/speed/public-dns/docs/security#randomize_case
   * @param remembers false if it queries Route 53 each time, as in a flood
   */
  constructor(
    private readonly core: Core,
    private readonly zones: Zones,
    readonly name: string,
    readonly edge: string,
    private readonly randomCase: boolean,
    private readonly remembers: boolean,
  ) {
    this.random = core.random.fork(`resolver ${name}`);
    this.ip = ["198", "51", "100", this.random.between(1, 254)].join(".");
  }

  ask(name: string, type: string): DnsAnswer {
    const key = `${name} ${type}`;
    const cached = this.cache.get(key);
    if (this.remembers && cached !== undefined && cached.until > this.core.now) return cached.answer;
    const sent = this.randomCase ? this.mixed(name) : name;
    const answer = this.zones.ask(sent, type, this);
    this.cache.set(key, { answer, until: this.core.now + answer.ttlSeconds * SECOND });
    return answer;
  }

  private mixed(name: string): string {
    return name.replace(/[a-z]/g, (letter) => (this.random.next() < 0.5 ? letter.toUpperCase() : letter));
  }
}
