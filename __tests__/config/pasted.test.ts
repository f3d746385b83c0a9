import { BASE, problemsOf } from "./written";

/*
 * Files as projects publish them for Compose: every line that must change is told in the first round, with what to write.
 */

const problems = (text: string): string[] =>
  problemsOf({ "base.yaml": BASE, "game.yaml": text }).map((line) => line.replace("configs/game.yaml:", ""));

const GAME = `version: "3"
services:
  game:
    image: example/game:latest
    container_name: game
    ports:
      - "7777:7777/udp"
      - target: 7778
        protocol: udp
    environment:
      - MOTD=Welcome: friends
      - VERSION=1.10
    volumes:
      - $HOME/game/saves:/saves
      - type: bind
        source: ./Mods
        target: /mods
        read_only: true
      - /etc/localtime:/etc/localtime:ro
    mem_limit: 4294967296
    restart: unless-stopped
    networks: [default]
networks:
  default:
`;

test("a game's file is right after one round", () => {
  const declared = (name: string) =>
    `and declare ${name}: under volumes at the end of the file (with storage: host if its files may be lost at each sleep)`;
  expect(problems(GAME)).toEqual([
    "1:1 instance_types: is missing: write a list like [m7a.large]",
    "1:1 version: is not taken: Compose no longer needs it either",
    "1:1 availability_zone: is missing: volumes live in one zone, write its letter (base has a)",
    "4:12 services.game.image: latest is another version whenever the image is rebuilt, also in the middle of a world's life: write an exact tag, or the digest (name@sha256:…)",
    "5:5 services.game.container_name: is not taken: ECS names containers; the service's name is the one to use",
    '8:9 services.game.ports.1: must be one line: write "7778/udp"',
    '11:9 services.game.environment.0: YAML takes the colon for a mapping: write the line in quotes, "MOTD=Welcome: friends"',
    `14:9 services.game.volumes.0: folders of the host are not supported: write "saves:/saves", ${declared("saves")}`,
    `15:9 services.game.volumes.1: must be one line: write "mods:/mods:ro", ${declared("mods")}`,
    "19:9 services.game.volumes.2: is not supported: set TZ under environment, like Europe/Berlin",
    "20:16 services.game.mem_limit: 4294967296 has no unit: as bytes, which Compose takes it for, that is 4g",
    "22:5 services.game.networks: is not taken: a host runs one container, in bridge mode",
    "23:1 networks: is not taken: a host runs one container, in bridge mode",
  ]);
  expect(
    problems(`instance_types: [m7a.large]
availability_zone: a
services:
  game:
    image: example/game:1.10
    ports: ["7777:7777/udp", "7778/udp"]
    environment: ["MOTD=Welcome: friends", "VERSION=1.10"]
    volumes: ["saves:/saves", "mods:/mods:ro"]
    mem_limit: 4g
    restart: unless-stopped
volumes:
  saves:
  mods:
`),
  ).toEqual([]);
});

test("a voice server's secrets and a hardened web server's words are answered in one round, too", () => {
  const voice = `instance_types: [m7a.large]
services:
  voice:
    image: example/voice:v1.5.735
    ports: [64738, 64738/udp]
    environment: {PASSWORD_FILE: /run/secrets/password}
    secrets: [{source: password, target: password}]
    volumes: ["voice-data:/data"]
secrets: {password: {file: ./password.txt}}
volumes: {voice-data: {}}
`;
  expect(problems(voice).map((line) => line.split(": ", 1)[0])).toEqual([
    "1:1 availability_zone",
    "5:13 services.voice.ports.0",
    "6:34 services.voice.environment.PASSWORD_FILE",
    "7:15 services.voice.secrets.0",
    "9:1 secrets",
    "10:11 volumes.voice-data",
  ]);
  const web = `instance_types: [t4g.small]
services:
  web:
    image: example/web:1.27.3-alpine
    ports: ["80:8080"]
    read_only: true
    tmpfs: [/tmp]
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    volume: []
`;
  expect(problems(web)).toEqual([
    '7:13 services.web.tmpfs.0: needs a size in memory from 1m to 64g, like "/tmp:size=64m"',
    "10:5 services.web.volume: is not a setting here, did you mean volumes?",
  ]);
});
