import { refused, service } from "./written";

describe("devices", () => {
  test("are the same inside and all is allowed, unless said otherwise", () => {
    expect(service('devices: ["/dev/net/tun", "/dev/dri/card0:/dev/gpu:r"]').devices).toEqual([
      { hostPath: "/dev/net/tun", containerPath: "/dev/net/tun", permissions: ["read", "write", "mknod"] },
      { hostPath: "/dev/dri/card0", containerPath: "/dev/gpu", permissions: ["read"] },
    ]);
  });

  refused([
    ["devices: [tun]", '5:15 services.game.devices.0: "/dev/net/tun" … "/dev/net/tun:/dev/net/tun:rw" … got "tun"'],
    [
      "devices: [/dev/../etc]",
      '5:15 services.game.devices.0: "/dev/net/tun" … "/dev/net/tun:/dev/net/tun:rw" … got "/dev/../etc"',
    ],
    ["devices: [/dev/nvme0n1]", "5:15 services.game.devices.0: not supported … control"],
    ["devices: [/dev/mem]", "5:15 services.game.devices.0: not supported … control"],
    [
      "devices: [/dev/./sda]",
      '5:15 services.game.devices.0: "/dev/net/tun" … "/dev/net/tun:/dev/net/tun:rw" … got "/dev/./sda"',
    ],
    [
      "devices: [/dev/.]",
      '5:15 services.game.devices.0: "/dev/net/tun" … "/dev/net/tun:/dev/net/tun:rw" … got "/dev/."',
    ],
  ]);
});

describe("extra_hosts", () => {
  test.each([
    ['["db.lan:10.0.0.5", "six=[2001:db8::1]", "host.docker.internal:host-gateway"]'],
    ['{db.lan: 10.0.0.5, six: "2001:db8::1", host.docker.internal: host-gateway}'],
  ])("are names and addresses: %s", (yaml) => {
    expect(service(`extra_hosts: ${yaml}`).extraHosts).toEqual([
      { name: "db.lan", address: "10.0.0.5" },
      { name: "six", address: "2001:db8::1" },
      { name: "host.docker.internal", address: "172.17.0.1" },
    ]);
  });

  refused([
    ["extra_hosts: [db]", '5:19 services.game.extra_hosts.0: "db.lan:10.0.0.5" … got "db"'],
    ['extra_hosts: ["db:there"]', '5:19 services.game.extra_hosts.0: 10.0.0.5 … got "there"'],
    ["extra_hosts: {db: there}", '5:23 services.game.extra_hosts.db: 10.0.0.5 … got "there"'],
  ]);
});

describe("what takes something away from the container", () => {
  test("is taken as Compose writes it", () => {
    const { capabilities, noNewPrivileges, readOnly, hostname } = service(
      "cap_drop: [ALL, CAP_NET_RAW]\nsecurity_opt: [no-new-privileges]\nread_only: true\nhostname: game",
    );
    expect([capabilities.drop, noNewPrivileges, readOnly, hostname]).toEqual([["ALL", "NET_RAW"], true, true, "game"]);
    expect(service('security_opt: ["no-new-privileges:false"]').noNewPrivileges).toBe(false);
  });

  refused([
    ["cap_drop: [SYS_NISE]", "5:16 services.game.cap_drop.0: did you mean SYS_NICE?"],
    ['security_opt: ["seccomp:unconfined"]', "5:20 services.game.security_opt.0: not supported … cap_add"],
    ["hostname: a_b", '5:15 services.game.hostname: name of letters … got "a_b"'],
  ]);
});

test.each(["{disable: true}", "{test: [NONE]}", "{test: [CMD, x], disable: true}"])(
  "there is no health check with %s",
  (yaml) => {
    expect(service(`healthcheck: ${yaml}`).healthcheck).toBeUndefined();
  },
);
