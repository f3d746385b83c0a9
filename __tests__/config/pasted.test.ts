import { BASE, problemsOf, reports } from "./written";

/*
 * Files as projects publish them for Compose: every line that must change is reported in the first run, with what to write.
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
  expect(problems(GAME)).toEqual(
    reports([
      "1:1 instance_types: is missing … m7a.large",
      "1:1 version: not supported … Compose",
      "1:1 availability_zone: is missing … volumes",
      "4:12 services.game.image: sha256",
      "5:5 services.game.container_name: not supported … ECS",
      '8:9 services.game.ports.1: "7778/udp"',
      '11:9 services.game.environment.0: YAML … "MOTD=Welcome: friends"',
      `14:9 services.game.volumes.0: not supported … "saves:/saves" … saves:`,
      `15:9 services.game.volumes.1: "mods:/mods:ro" … mods:`,
      "19:9 services.game.volumes.2: not supported … TZ … Europe/Berlin",
      "20:16 services.game.mem_limit: 4294967296 … no unit … 4g … 4294967296",
      "22:5 services.game.networks: not supported … depends_on",
      "23:1 networks: not supported … depends_on",
    ]),
  );
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

const SHOP = `services:
  web:
    image: example/shop:2.3.1
    depends_on: {db: {condition: service_healthy}, cache: {condition: service_started}}
    ports: ["8080:8080"]
    expose: [9000]
    environment: {DATABASE_URL: "postgres://db:5432/shop", REDIS_URL: "redis://cache:6379/0"}
    networks: [backend]
  db:
    image: postgres:16.4
    volumes: ["db-data:/var/lib/postgresql/data"]
    networks: [backend]
  cache:
    image: redis:7.4.1
    volumes: [/data]
networks:
  backend:
volumes:
  db-data:
`;

test("a web app with database and cache is right after one round", () => {
  expect(problems(SHOP)).toEqual(
    reports([
      "1:1 instance_types: is missing … m7a.large",
      "1:1 availability_zone: is missing … volumes",
      "2:3 services.web.volumes: is missing … volumes",
      "4:22 services.web.depends_on.db: no healthcheck … like healthcheck: {test: [CMD, …]}",
      "6:5 services.web.expose: not supported … all ports",
      "8:5 services.web.networks: not supported … depends_on",
      "12:5 services.db.networks: not supported … depends_on",
      '15:15 services.cache.volumes.0: no volume name … "data:/data"',
      "16:1 networks: not supported … depends_on",
      '19:3 volumes.db-data: "db-data": call it dbdata',
    ]),
  );
  expect(
    problems(`instance_types: [m7a.large]
availability_zone: a
services:
  web:
    image: example/shop:2.3.1
    depends_on: {db: {condition: service_healthy}, cache: {condition: service_started}}
    ports: ["8080:8080"]
    environment: {DATABASE_URL: "postgres://db:5432/shop", REDIS_URL: "redis://cache:6379/0"}
    volumes: []
  db:
    image: postgres:16.4
    volumes: ["dbdata:/var/lib/postgresql/data"]
    healthcheck: {test: [CMD, pg_isready]}
  cache:
    image: redis:7.4.1
    volumes: ["data:/data"]
volumes:
  dbdata:
  data:
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
  expect(problems(voice).map((line) => line.split(": ", 1)[0])).toEqual(
    reports([
      "1:1 availability_zone",
      "5:13 services.voice.ports.0",
      "6:34 services.voice.environment.PASSWORD_FILE",
      "7:15 services.voice.secrets.0",
      "9:1 secrets",
      "10:11 volumes.voice-data",
    ]),
  );
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
  expect(problems(web)).toEqual(
    reports([
      '7:13 services.web.tmpfs.0: 1m … 64g … "/tmp:size=64m"',
      "10:5 services.web.volume: did you mean volumes?",
    ]),
  );
});
